"""A sender that tells how long each call took and what became of it; it changes nothing."""

import time
from collections.abc import Awaitable, Callable

from bot.telegram.sender import TelegramSender
from services.outbox.ports import SendOutcome
from services.outgoing import OutgoingMessage

__all__ = ["MeasuredSender"]


class MeasuredSender:
    """Sends, edits and deletes through another sender."""

    def __init__(
        self, sender: TelegramSender, *, on_call: Callable[[SendOutcome, float], None]
    ) -> None:
        """Use *sender*; *on_call* hears outcome and seconds."""
        self._sender = sender
        self._on_call = on_call

    def fits(self, message: OutgoingMessage) -> bool:
        """Whether Telegram takes the message's text as one message."""
        return self._sender.fits(message)

    def parts(self, message: OutgoingMessage) -> tuple[OutgoingMessage, ...]:
        """Return the message as several that fit, usually itself."""
        return self._sender.parts(message)

    async def send(
        self,
        *,
        chat_id: int,
        message: OutgoingMessage,
        reply_to: int | None = None,
        is_plain: bool = False,
    ) -> SendOutcome:
        """Send one message."""
        return await self._measured(
            self._sender.send(
                chat_id=chat_id, message=message, reply_to=reply_to, is_plain=is_plain
            )
        )

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Replace text and buttons of a message."""
        return await self._measured(
            self._sender.edit(chat_id=chat_id, message_id=message_id, message=message)
        )

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Take a message away."""
        return await self._measured(self._sender.delete(chat_id=chat_id, message_id=message_id))

    async def _measured(self, call: Awaitable[SendOutcome]) -> SendOutcome:
        begun = time.monotonic()
        outcome = await call
        self._on_call(outcome, time.monotonic() - begun)
        return outcome

"""The reading half of a person: what stands on the screen, and waiting for what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import CannotDo
from bot.sandbox.model import Account, Chat
from bot.sandbox.screen import ScreenMessage, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.chats import Telegram
    from bot.sandbox.profile import Command

__all__ = ["PersonScreen", "key_caption"]


class PersonScreen:
    """The private chat with the bot as one person sees it."""

    def __init__(self, *, telegram: Telegram, account: Account, chat: Chat) -> None:
        """Look at *chat* with the eyes of *account*."""
        self._telegram = telegram
        self._chat = chat
        self.account = account
        self._acted = 0

    @property
    def user_id(self) -> int:
        """The account's id, and that of the private chat with the bot."""
        return self.account.user_id

    @property
    def messages(self) -> list[ScreenMessage]:
        """What stands in the chat with the bot now, oldest first."""
        return [snapshot(message) for message in self._chat.messages.values()]

    @property
    def last(self) -> ScreenMessage:
        """The newest message of the bot.

        Raises:
            CannotDo: the bot has not written anything.
        """
        for message in reversed(self.messages):
            if message.from_bot:
                return message
        raise CannotDo("the bot has not written anything")

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The captions of the keyboard under the input field, row by row."""
        if self._chat.keyboard is None:
            return []
        return [[key_caption(button) for button in row] for row in self._chat.keyboard["keyboard"]]

    @property
    def commands(self) -> tuple[Command, ...]:
        """The menu behind the «/» button."""
        language = self.account.language_code
        return self._telegram.profile.commands_shown(self.user_id, language)

    @property
    def has_blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self._chat.bot_status == "kicked"

    def mark(self) -> int:
        """Return the present moment, for wait_for(..., since=…)."""
        return self._telegram.changes.revision

    async def wait_for(
        self,
        what: str | Callable[[ScreenMessage], bool],
        *,
        since: int | None = None,
        timeout: float = 5.0,  # noqa: ASYNC109  # handed to asyncio.timeout
    ) -> ScreenMessage:
        """Return the bot's newest message that contains or satisfies *what*.

        Counted are messages that came or changed *since* that mark; without one, since the
        person last did something. Event driven: looks again after each change.

        Raises:
            TimeoutError: it did not come; the error shows what stands on the screen.
        """
        after = self._acted if since is None else since

        def look() -> ScreenMessage | None:
            fresh = [
                message
                for message in self.messages
                if message.from_bot and message.changed > after and _matches(message, what)
            ]
            return max(fresh, key=lambda message: message.changed, default=None)

        try:
            return await self._telegram.changes.wait_until(look, timeout_seconds=timeout)
        except TimeoutError:
            shown = "\n".join(
                f"  {'bot' if message.from_bot else 'me '} {message.text!r} {message.captions}"
                for message in self.messages[-6:]
            )
            wanted = f"«{what}»" if isinstance(what, str) else "the awaited message"
            raise TimeoutError(
                f"{wanted} did not come to {self.account.full_name}; the screen shows\n{shown}"
            ) from None


def _matches(message: ScreenMessage, what: str | Callable[[ScreenMessage], bool]) -> bool:
    return what in message.text if isinstance(what, str) else what(message)


def key_caption(button: dict[str, object] | str) -> str:
    """Return the words on a key of a reply keyboard."""
    return button if isinstance(button, str) else str(button["text"])

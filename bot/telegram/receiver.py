"""Long polling: what Telegram hands out is committed to the inbox before it is confirmed."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.methods import DeleteWebhook

from bot.telegram.client import CALL_SECONDS, LONG_POLL_SECONDS, GetRawUpdates
from bot.telegram.raw_update import HANDLED_KINDS
from bot.telegram.receiving import Receiving, backoff_seconds

__all__ = ["Receiver", "backoff_seconds"]

_ANOTHERS_TURN_SECONDS = 1.0  # between looks whether the process that polls has died


async def _always() -> bool:
    return True


class Receiver(Receiving):
    """Fetches updates; of several processes only the one that *leads*."""

    def __init__(
        self, *arguments: Any, leads: Callable[[], Awaitable[bool]] = _always, **options: Any
    ) -> None:
        """As ``Receiving``; *leads* says whether it is this process's turn."""
        super().__init__(*arguments, **options)
        self._leads = leads
        self._offset: int | None = None

    async def _begin(self) -> None:
        if await self._leads():
            await super()._begin()
        else:
            await self._pause(_ANOTHERS_TURN_SECONDS)

    async def _switch(self) -> None:
        await self._bot(DeleteWebhook(drop_pending_updates=False))

    async def _receive(self) -> None:
        if not await self._leads():
            self._is_connected = False
            return
        fetch = GetRawUpdates(
            offset=self._offset, timeout=LONG_POLL_SECONDS, allowed_updates=HANDLED_KINDS
        )
        fetched = await self._stop.unless_asked(
            lambda: self._bot(fetch, request_timeout=LONG_POLL_SECONDS + CALL_SECONDS)
        )
        if fetched:
            updates = await self._take_in(fetched)
            # Telegram's own rule and no arithmetic beyond it: ids turn random after a silent week.
            self._offset = max(update.update_id for update in updates) + 1

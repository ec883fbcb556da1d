"""What receiving has in common, however updates come: connect, go on after trouble, take them in.

Nothing is lost at a stop: what is not confirmed comes again, what comes again is left out.
"""

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe
from structlog import get_logger

from bot.telegram.client import WrongToken
from bot.telegram.raw_update import chat_id_of, storable
from bot.waiting import Pause, Stop
from services.inbox.bots import BotRegistry
from services.inbox.facts import ChatKey, NewUpdate
from services.inbox.service import InboxService

__all__ = ["Receiving", "backoff_seconds"]

_LONGEST_WAIT_SECONDS = 30.0

_log = get_logger(__name__)


def backoff_seconds(failures: int, *, dice: float) -> float:
    """Return the wait after that many failures in a row; *dice* (0…1) takes up to half off it.

    1, 2, 4 … 30 seconds: without the dice all schools would come back at the same moment.
    """
    return min(_LONGEST_WAIT_SECONDS, 2.0 ** min(failures - 1, 10)) * (1 - dice / 2)


class Receiving(ABC):
    """Receives updates of one bot, until it is stopped or Telegram does not know the token."""

    def __init__(
        self,
        bot: Bot,
        *,
        bot_id: int,
        inbox: InboxService,
        bots: BotRegistry,
        on_new: Callable[[Sequence[NewUpdate]], None],
        on_reached: Callable[[], Awaitable[None]] | None = None,
        pause: Pause | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """Receive for *bot* (our id: *bot_id*); *on_new* hears of what has been committed.

        *on_reached* hears of every time Telegram answered.
        """
        self._on_reached = on_reached
        self._bot = bot
        self._bot_id = bot_id
        self._inbox = inbox
        self._bots = bots
        self._on_new = on_new
        self._stop = Stop()
        self._pause = pause or self._stop.pause
        self._dice = dice
        self._failures = 0
        self._trouble = ""
        self._is_connected = False
        self.connected = asyncio.Event()  # set when Telegram has first been reached

    @property
    def is_connected(self) -> bool:
        """Whether the last call worked."""
        return self._is_connected and not self._failures

    def stop(self) -> None:
        """Stop: at once while waiting, after the commit while storing."""
        self._stop.ask()

    async def run(self) -> None:
        """Receive until stopped.

        Raises:
            WrongToken: Telegram does not know the token.
        """
        while not self._stop.is_asked:
            try:
                if self._is_connected:
                    await self._receive()
                else:
                    await self._begin()
                if self._on_reached is not None and self._is_connected:
                    await self._on_reached()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise WrongToken from None
            except Exception as error:  # noqa: BLE001  # the loop must go on
                await self._recover(error)
            else:
                self._all_is_well()

    @abstractmethod
    async def _switch(self) -> None:
        """Tell Telegram how updates are to come."""

    @abstractmethod
    async def _receive(self) -> None:
        """Take in what there is, or see that it still comes."""

    async def _take_in(self, raw: Sequence[dict[str, Any]]) -> list[NewUpdate]:
        """Commit updates as they came, then let others know."""
        updates = [self._new_update(one) for one in raw]
        await self._inbox.accept(updates)
        self._on_new(updates)
        return updates

    async def _begin(self) -> None:
        """Learn the bot's own name, and choose the way."""
        me = await self._stop.unless_asked(lambda: self._bot(GetMe()))
        if me is None:
            return
        await self._stop.unless_asked(self._switch)
        await self._bots.set_username(self._bot_id, me.username or "")
        self._is_connected = True
        self.connected.set()

    def _new_update(self, raw: dict[str, Any]) -> NewUpdate:
        payload = storable(raw)
        chat = ChatKey(bot_id=self._bot_id, chat_id=chat_id_of(payload))
        return NewUpdate(chat=chat, update_id=raw["update_id"], payload=payload)

    async def _recover(self, error: Exception) -> None:
        self._failures += 1
        trouble = type(error).__name__
        # Whoever set a webhook meanwhile does not keep it: it is deleted with a new start.
        self._is_connected &= not isinstance(error, TelegramConflictError)
        if trouble != self._trouble:  # one line per trouble, not per attempt
            self._trouble = trouble
            if isinstance(error, TelegramConflictError):
                _log.error("another program receives this bot's updates: stop one of the two")
            elif isinstance(error, AiogramError | OSError):
                _log.warning("Telegram cannot be reached, trying again", error=trouble)
            else:
                _log.exception("receiving failed, trying again")
        if isinstance(error, TelegramRetryAfter):
            await self._pause(error.retry_after)
        else:
            await self._pause(backoff_seconds(self._failures, dice=self._dice()))

    def _all_is_well(self) -> None:
        if self._failures:
            _log.info("receiving again", attempt=self._failures)
        self._failures = 0
        self._trouble = ""

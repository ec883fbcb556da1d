"""Hands chats with something in the inbox to the handling: one update per chat at a time."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta

from structlog import get_logger

from bot.update_handling import NOTHING_LEFT, UpdateHandling
from bot.waiting import Pause, Stop
from services.inbox.facts import ChatKey
from services.inbox.service import InboxService

__all__ = ["InboxWorker"]

# Chats at a time: on SQLite the transactions take turns, but the screens of one chat are on their
# way while the next is handled. PostgreSQL's pool has eight connections for all parts together.
CHATS_AT_A_TIME = 6
# Another process's updates, and a moved clock, are noticed within this time.
LOOK_AGAIN_SECONDS = 2.0
_REST_AFTER_FAULT_SECONDS = 1.0
# A chat that another process works for is not tried again for so long: that one goes on with it.
_ELSEWHERE_SECONDS = 1.0
# With other processes alive: longer than a screen may be on its way (60 s at Telegram's limits).
ABANDONED_AFTER = timedelta(seconds=75)
_LOOK_FOR_ABANDONED_SECONDS = 15.0

_log = get_logger(__name__)


class InboxWorker:
    """Works until stopped; what is being handled then is finished first."""

    def __init__(
        self,
        *,
        inbox: InboxService,
        handlings: Mapping[int, UpdateHandling],
        is_alone: bool,
        pause: Pause | None = None,
    ) -> None:
        """Work for *inbox* through *handlings*, one for each of this process's bots by our id.

        *is_alone*: no other process works on this database, so what was applied before the start
        and not shown never will be. *pause* waits in tests.
        """
        self._inbox = inbox
        self._handlings = handlings
        self._is_alone = is_alone
        self._stop = Stop()
        self._pause = pause or self._stop.pause
        self._wake = asyncio.Event()
        self._busy: set[ChatKey] = set()
        self._elsewhere: dict[ChatKey, float] = {}  # until when they are left to others

    def wake(self, chats: Collection[ChatKey] = ()) -> None:
        """Look at the inbox now; there is something new in *chats*."""
        for chat in chats:
            self._elsewhere.pop(chat, None)
        self._wake.set()

    def stop(self) -> None:
        """Begin nothing new; ``run`` returns when what has begun is finished."""
        self._stop.ask()
        self._wake.set()

    async def run(self) -> None:
        """Handle what comes, the longest waiting chat first, until stopped."""
        async with asyncio.TaskGroup() as group:
            if self._is_alone:
                # Before the first update of our own is applied.
                group.create_task(self._tell(await self._abandoned(for_at_least=timedelta())))
            else:
                group.create_task(self._look_for_abandoned())
            while not self._stop.is_asked:
                try:
                    for chat in await self._next_chats():
                        self._busy.add(chat)
                        group.create_task(self._serve(chat))
                except Exception:  # noqa: BLE001  # the loop must go on
                    _log.exception("the inbox cannot be read, trying again")
                    await self._pause(_REST_AFTER_FAULT_SECONDS)
                await self._wait_for_more()

    async def _next_chats(self) -> list[ChatKey]:
        free = CHATS_AT_A_TIME - len(self._busy)
        if free <= 0:
            return []
        now = asyncio.get_running_loop().time()
        self._elsewhere = {chat: until for chat, until in self._elsewhere.items() if until > now}
        # As many more as are worked for, here or elsewhere: those may be the ones that wait the
        # longest. A process that hangs with six chats would stop all the others.
        taken = self._busy | self._elsewhere.keys()
        waiting = await self._inbox.waiting_chats(
            bot_ids=self._handlings.keys(), limit=free + len(taken)
        )
        return [chat for chat in waiting if chat not in taken][:free]

    async def _look_for_abandoned(self) -> None:
        while not self._stop.is_asked:
            await self._tell(await self._abandoned(for_at_least=ABANDONED_AFTER))
            await self._pause(_LOOK_FOR_ABANDONED_SECONDS)

    async def _abandoned(self, *, for_at_least: timedelta) -> list[ChatKey]:
        """Return the chats whose effect was committed but whose screens died with a process."""
        try:
            return await self._inbox.take_abandoned(
                bot_ids=self._handlings.keys(), for_at_least=for_at_least
            )
        except Exception:  # noqa: BLE001  # the loop must go on
            _log.exception("the inbox cannot be read")
            return []

    async def _tell(self, chats: list[ChatKey]) -> None:
        for chat in chats:
            try:
                await self._handlings[chat.bot_id].tell_abandoned(chat)
            except Exception:  # noqa: BLE001  # one chat's trouble is not the others'
                _log.exception("a chat could not be told")

    async def _serve(self, chat: ChatKey) -> None:
        try:
            rest = await self._handlings[chat.bot_id].handle_next(chat)
            if rest is not NOTHING_LEFT and rest > 0:
                await self._pause(rest)
        except Exception:  # noqa: BLE001  # one chat's trouble is not the others'
            _log.exception("a chat could not be served, trying again")
            await self._pause(_REST_AFTER_FAULT_SECONDS)
        else:
            if rest is NOTHING_LEFT:
                if self._is_alone:
                    return
                until = asyncio.get_running_loop().time() + _ELSEWHERE_SECONDS
                self._elsewhere[chat] = until
            self._wake.set()
        finally:
            self._busy.discard(chat)

    async def _wait_for_more(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                await self._wake.wait()
        self._wake.clear()

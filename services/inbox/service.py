"""The life of an update: received, applied together with its effect, shown, done; or set aside."""

import json
from collections.abc import Collection, Sequence
from datetime import timedelta

from services.clock import Clock
from services.database import Database
from services.inbox import repository
from services.inbox.facts import ChatKey, InboxItem, NewUpdate
from services.inbox.retry import KEPT_SET_ASIDE, KEPT_UPDATES, wait_after_failure
from services.inbox.room import with_room
from services.keys import Keys
from services.models import InboxState

__all__ = ["InboxService"]


class InboxService:
    """Keeps every update until its effect is committed, and nothing of it longer than that."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def accept(self, updates: Sequence[NewUpdate]) -> int:
        """Store updates durably and return how many were new.

        Left out are repeated ones, and those of a chat that floods: it has no room for more.
        """
        if not updates:
            return 0
        async with self._database.transaction() as session:
            waiting = await repository.waiting_of(session, {one.chat for one in updates})
            kept = with_room(updates, waiting)
            return await repository.insert_new(session, kept, now=self._clock.now()) if kept else 0

    async def waiting_chats(self, *, bot_ids: Collection[int], limit: int) -> list[ChatKey]:
        """Return chats of some bots with something to handle, the longest waiting first.

        Others may be another bot's of the same deployment: only that one can answer there.
        """
        async with self._database.reading() as session:
            return await repository.waiting_chats(session, bot_ids=bot_ids, limit=limit)

    async def backlog(self) -> tuple[int, float]:
        """Return how many updates wait, and for how many seconds the oldest has."""
        async with self._database.reading() as session:
            number, oldest = await repository.waiting(session)
        if oldest is None:
            return number, 0.0
        return number, max(0.0, (self._clock.now() - oldest).total_seconds())

    async def take(self, chat: ChatKey) -> InboxItem | None:
        """Return the chat's next update, for the unit of work this is called in.

        None: there is none, or another process is working for this chat.
        """
        async with self._database.transaction() as session:
            if not await repository.lock_chat(session, chat):
                return None
            return await repository.oldest_new(session, chat)

    async def apply(self, item: InboxItem, *, is_shown: bool) -> None:
        """Record in the unit of work that the effect is in it; *is_shown*: screens follow."""
        state = InboxState.APPLIED if is_shown else InboxState.DONE
        async with self._database.transaction() as session:
            await repository.mark(session, item.id, state, now=self._clock.now())

    async def finish(self, item: InboxItem) -> None:
        """Record that the person has seen, or was refused, what there was to see."""
        async with self._database.transaction() as session:
            await repository.mark(session, item.id, InboxState.DONE, now=self._clock.now())

    async def count_failure(self, item: InboxItem) -> timedelta | None:
        """Count a failed attempt; return the wait before the next one, None when there is none."""
        async with self._database.transaction() as session:
            attempts = await repository.count_failure(session, item.id)
        return wait_after_failure(attempts)

    async def set_aside(self, item: InboxItem, *, is_stranger: bool) -> None:
        """Give an update up so that its chat goes on: sealed; a stranger's is erased."""
        sealed = None
        if not is_stranger:
            plain = json.dumps(item.payload, ensure_ascii=False).encode()
            sealed = self._keys.seal(plain, f"inbox_update:{item.id}")
        async with self._database.transaction() as session:
            await repository.set_aside(session, item.id, sealed=sealed, now=self._clock.now())

    async def take_abandoned(
        self, *, bot_ids: Collection[int], for_at_least: timedelta
    ) -> list[ChatKey]:
        """Finish updates applied that long ago whose screens nobody shows; return their chats.

        Only those of *bot_ids*; with zero, at the start of the only process, all there are.
        """
        async with self._database.transaction() as session:
            before = self._clock.now() - for_at_least
            return await repository.take_abandoned(session, bot_ids=bot_ids, before=before)

    async def purge(self) -> int:
        """Delete updates that cannot be repeated any more, and those set aside long enough."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            return await repository.purge(
                session,
                received_before=now - KEPT_UPDATES,
                set_aside_before=now - KEPT_SET_ASIDE,
            )

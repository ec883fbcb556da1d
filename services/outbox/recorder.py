"""Stores what became of messages, in groups: one task commits the outcomes of some milliseconds.

One commit for each message was measured to cost three times the processor and to make other
writers wait fifteen times as long.
"""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from services.database import Database
from services.outbox import record_repository as repository
from services.outbox.ports import EngineTime
from services.outbox.queue_time import QueueTime
from services.outbox.work import Record

__all__ = ["Recorder"]

_log = structlog.get_logger(__name__)

_SHORTEST_GROUP_SECONDS, _LONGEST_GROUP_SECONDS = 0.04, 0.1
_MESSAGES_OF_GROUP = 3  # at least, where that does not take too long
_LARGEST_GROUP = 200
_AGAIN_SECONDS = 1.0
_LAST_TRIES = 5  # when the process ends and the database stays away


class Recorder:
    """Takes records from senders and stores them; a stale owner's records are dropped."""

    def __init__(
        self, database: Database, time: EngineTime, queue_time: QueueTime, *, rate: float
    ) -> None:
        """Store what is sent at *rate* messages a second."""
        self._group_seconds = min(
            max(_MESSAGES_OF_GROUP / rate, _SHORTEST_GROUP_SECONDS), _LONGEST_GROUP_SECONDS
        )
        self._database = database
        self._time = time
        self._queue_time = queue_time
        self._waiting: list[Record] = []
        self._changed = asyncio.Event()
        self._is_finishing = False

    def put(self, record: Record) -> None:
        """Take a record; it is stored within some milliseconds."""
        self._waiting.append(record)
        self._changed.set()

    def finish(self) -> None:
        """Let ``run`` end when everything taken so far is stored."""
        self._is_finishing = True
        self._changed.set()

    async def run(self) -> None:
        """Store groups of records until told to finish."""
        tries_left = _LAST_TRIES
        while not (self._is_finishing and not self._waiting) and tries_left:
            if not self._waiting:
                self._changed.clear()
                await self._changed.wait()
                continue
            await self._time.sleep(self._group_seconds)
            try:
                await self.flush()
            except (SQLAlchemyError, OSError):
                # Kept, and stored when the database is back: these messages have left.
                _log.exception("outcomes cannot be stored yet")
                tries_left -= self._is_finishing
                await self._time.sleep(_AGAIN_SECONDS)

    async def flush(self) -> None:
        """Store everything taken so far; on failure it stays taken."""
        while self._waiting:
            group = self._waiting[:_LARGEST_GROUP]
            await self._store(group)
            del self._waiting[: len(group)]

    async def _store(self, group: list[Record]) -> None:
        async with self._database.transaction() as session:
            ours = await repository.still_ours(session, group)
            await repository.store(session, ours, queue_now=self._queue_time.now())
        if len(ours) < len(group):
            kept = {id(one) for one in ours}
            _log.warning(
                "chats were taken over before their outcome was stored",
                account_ids=[one.claim.account_id for one in group if id(one) not in kept],
            )

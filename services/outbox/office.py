"""What delivery has once in a process, however many bots it tells people through.

One name among the owners of chats, one look at what fell due, one record of outcomes. Where each
bot had its own, a process of ten that had nothing to do asked the database ten times as often.
"""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from services.clock import Clock
from services.database import Database
from services.database.scope import SchoolSession
from services.outbox import repository
from services.outbox.ownership import ownership_of
from services.outbox.ports import EngineTime
from services.outbox.queue_time import QueueTime, queue_time_of
from services.outbox.recorder import Recorder
from services.outbox.waking_repository import WAKE

__all__ = ["DeliveryOffice"]

_log = structlog.get_logger(__name__)

_LOOK_SECONDS = 0.5  # between looks for what fell due, so a moved clock is noticed at once
_OWNERS_SECONDS = 1.0  # the chats of a process that died are free within two of these
_SWEEP_SECONDS = 60.0


class DeliveryOffice:
    """Serves the engines of one process; it begins before them and ends after them."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        time: EngineTime,
        rate: float,
        queue_time: QueueTime | None = None,
    ) -> None:
        """Serve engines that send *rate* messages a second together.

        *queue_time*: by default what fits the database.
        """
        self.database = database
        self.clock = clock
        self.time = time
        self.queue_time = queue_time or queue_time_of(database, time)
        self.recorder = Recorder(database, time, self.queue_time, rate=rate)
        self.owner: int | None = None  # nothing is claimed without one
        self._ownership = ownership_of(database)
        self._wakes: dict[int, Callable[[], None]] = {}
        self._can_look = True

    @property
    def is_ready(self) -> bool:
        """Whether chats can be claimed, and what falls due is noticed."""
        return self.owner is not None and self._can_look

    def join(self, bot_id: int, *, wake: Callable[[], None]) -> None:
        """Let the engine of a bot know through *wake* that it should look."""
        self._wakes[bot_id] = wake

    async def begin(self) -> int:
        """Take a place among the owners of chats, and return its name."""
        self.owner = await self._ownership.begin()
        return self.owner

    async def close(self) -> None:
        """Give the place up; ``run`` does it by itself."""
        await self._ownership.end()
        self.owner = None

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until *stop*; then store the outcomes that have not been."""
        await self.begin()
        event.listen(SchoolSession, "after_commit", self._after_commit)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.recorder.run())
                tasks.create_task(self._look_after(stop))
                tasks.create_task(self._look_for_due(stop))
                await stop.wait()
                self.recorder.finish()
        finally:
            event.remove(SchoolSession, "after_commit", self._after_commit)
            await self.close()

    async def _look_for_due(self, stop: asyncio.Event) -> None:
        """Wake whoever has something due; what is committed here wakes them by itself."""
        while not stop.is_set():
            try:
                async with self.database.reading() as session:
                    due = await repository.due_priorities(
                        session, bot_ids=self._wakes.keys(), now=self.clock.now()
                    )
            except (SQLAlchemyError, OSError):
                if self._can_look:
                    _log.exception("what is due cannot be read, delivery waits")
                self._can_look = False
            else:
                self._can_look = True
                for bot_id in due:
                    self._wakes[bot_id]()
            await self.time.wait(stop, _LOOK_SECONDS)

    async def _look_after(self, stop: asyncio.Event) -> None:
        """Keep the ownership, free the chats of dead processes, sweep what nobody will claim."""
        next_sweep = self.time.now()
        while not stop.is_set():
            await self._keep_ownership()
            if self.time.now() >= next_sweep:
                next_sweep = self.time.now() + _SWEEP_SECONDS
                await self._sweep()
            await self.time.wait(stop, _OWNERS_SECONDS)

    async def _keep_ownership(self) -> None:
        try:
            if self.owner is None:
                await self.begin()
            else:
                await self._ownership.look_after()
        except (SQLAlchemyError, OSError):
            _log.exception("the place among the owners of chats is lost")
            self.owner = None  # until there is another

    async def _sweep(self) -> None:
        try:
            async with self.database.transaction() as session:
                await repository.expire_unclaimed(session, now=self.clock.now())
        except (SQLAlchemyError, OSError):
            _log.exception("what expired cannot be stored yet")

    def _after_commit(self, session: Session) -> None:
        for bot_id in session.info.get(WAKE, ()):
            if (wake := self._wakes.get(bot_id)) is not None:
                wake()

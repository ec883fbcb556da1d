"""The engine that tells people: claims chats, prepares their messages, sends them at the pace
allowed, and records what became of each. It knows channels only through ``ports``.

A message is *in flight* from its claim to its record: if the process dies meanwhile, that is what
may be repeated, and nothing else. A chat never has two messages in flight.
"""

import asyncio
import math
import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from services.clock import Clock
from services.database import Database
from services.database.scope import SchoolSession
from services.outbox import repository
from services.outbox.courier import Courier
from services.outbox.kinds import PRIORITIES
from services.outbox.ownership import ownership_of
from services.outbox.pacer import LOOK_AHEAD_SECONDS, Pacer
from services.outbox.ports import (
    ChannelRefused,
    DeliveryGate,
    EngineTime,
    FactsLoader,
    MessageSender,
    NoticeRenderer,
)
from services.outbox.preparing import Preparer
from services.outbox.queue_time import QueueTime, queue_time_of
from services.outbox.recorder import Recorder
from services.outbox.room import ClaimRoom
from services.outbox.waiting_repository import WAKE
from services.outbox.work import Claim, Job, Record, Sent

__all__ = ["DeliveryEngine"]

_log = structlog.get_logger(__name__)

NewsT = TypeVar("NewsT")

_IDLE_SECONDS = 0.5  # between looks for what fell due, so a moved clock is noticed at once
_AGAIN_SECONDS = 1.0
_OWNERS_SECONDS = 1.0  # the chats of a process that died are free within two of these
_SWEEP_SECONDS = 60.0
_STEP_CHATS = 100
_URGENT_SECONDS = 0.2  # between looks for what is urgent while the rest has to wait for room


class DeliveryEngine(Generic[NewsT]):
    """Delivers the notices of one bot."""

    def __init__(
        self,
        database: Database,
        *,
        bot_id: int,
        clock: Clock,
        time: EngineTime,
        pacer: Pacer,
        sender: MessageSender,
        gate: DeliveryGate,
        facts: FactsLoader[NewsT],
        renderer: NoticeRenderer[NewsT],
        jitter: Callable[[], float] = random.random,
        queue_time: QueueTime | None = None,
        on_sent: Callable[[Sent], None] | None = None,
    ) -> None:
        """Deliver through *sender*; the same *pacer* serves answers, and others run it.

        *queue_time*: by default what fits the database. *on_sent* hears of every message that
        was taken, or finally was not.
        """
        self._database = database
        self._bot_id = bot_id
        self._clock = clock
        self._time = time
        self._pacer = pacer
        self._preparer = Preparer(
            database, gate=gate, facts=facts, renderer=renderer, sender=sender
        )
        self._courier = Courier(sender, pacer, clock, jitter=jitter, on_sent=on_sent)
        self._queue_time = queue_time or queue_time_of(database, time)
        self._recorder = Recorder(database, time, self._queue_time, rate=pacer.rate)
        self._ownership = ownership_of(database, bot_id=bot_id)
        self._owner: int | None = None
        self._can_claim = True
        self._room = ClaimRoom(rate=pacer.rate)
        self._look_at = -math.inf  # when what is due is asked for again, unless something changes
        self._is_more_due = False  # than there was room for
        self._changed = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """Whether what falls due can leave: chats can be claimed, and the bot is not refused."""
        return self._owner is not None and self._can_claim and not self._courier.is_refused

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until *stop*; then let everything in flight end and be recorded.

        Raises:
            ChannelRefused: the channel does not know the bot any more.
        """
        self._owner = await self._ownership.begin()
        ended = asyncio.Event()
        event.listen(SchoolSession, "after_commit", self._after_commit)
        try:
            async with asyncio.TaskGroup() as beside:
                beside.create_task(self._recorder.run())
                beside.create_task(self._look_after(ended))
                try:
                    async with asyncio.TaskGroup() as sending:
                        await self._claim_until(stop, sending)
                finally:
                    self._recorder.finish()
                    ended.set()
        finally:
            event.remove(SchoolSession, "after_commit", self._after_commit)
            await self.close()
        if self._courier.is_refused:
            raise ChannelRefused

    async def step(self) -> int:
        """Claim what may leave now, send and record it; return how many chats were claimed."""
        if self._owner is None:
            self._owner = await self._ownership.begin()
        async with asyncio.TaskGroup() as sending:
            rooms = dict.fromkeys(PRIORITIES, _STEP_CHATS)
            claimed = await self._claim_and_send(rooms, self._owner, sending)
        await self._recorder.flush()
        return claimed

    async def close(self) -> None:
        """Give up the place among the owners of chats; ``run`` does it by itself."""
        await self._ownership.end()
        self._owner = None

    async def _claim_until(self, stop: asyncio.Event, sending: asyncio.TaskGroup) -> None:
        while not stop.is_set() and not self._courier.is_refused:
            self._changed.clear()
            rooms = {} if self._owner is None else self._rooms()
            if self._owner is None or not self._should_look(rooms):
                wait = self._look_at - self._time.now() if rooms else _IDLE_SECONDS
                await self._time.wait(self._changed, min(wait, _IDLE_SECONDS))
                continue
            try:
                await self._claim_and_send(rooms, self._owner, sending)
            except Exception:  # noqa: BLE001  # delivery must go on when the database is back
                _log.exception("nothing can be claimed, delivery waits")
                self._can_claim = False
                await self._time.sleep(_AGAIN_SECONDS)
                self._look_at = -math.inf
                continue
            self._can_claim = True

    def _rooms(self) -> Mapping[int, int]:
        if self._pacer.paused_seconds > LOOK_AHEAD_SECONDS:
            return {}
        return self._room.by_priority(PRIORITIES, now=self._time.now())

    def _should_look(self, rooms: Mapping[int, int]) -> bool:
        """Whether to ask what is due: at once for the next of many, and when something came."""
        if not rooms:
            return False
        has_room = len(rooms) == len(PRIORITIES)
        return (has_room and self._is_more_due) or self._look_at <= self._time.now()

    async def _claim_and_send(
        self, rooms: Mapping[int, int], owner: int, sending: asyncio.TaskGroup
    ) -> int:
        self._look_at = math.inf  # a wake from now on means something that may not be seen here
        async with self._database.reading() as session:
            due = await repository.due_priorities(
                session, bot_id=self._bot_id, now=self._clock.now()
            )
        priorities = {one: rooms[one] for one in due if one in rooms}
        claims: list[Claim] = []
        if priorities:
            async with self._database.transaction() as session:
                claims = await repository.claim_chats(
                    session,
                    priorities,
                    bot_id=self._bot_id,
                    owner=owner,
                    now=self._clock.now(),
                    queue_now=self._queue_time.now(),
                )
        self._is_more_due = len(priorities) < len(due) or (
            bool(priorities) and len(claims) >= min(priorities.values())
        )
        rest = _URGENT_SECONDS if self._is_more_due else _IDLE_SECONDS
        self._look_at = min(self._look_at, self._time.now() + rest)
        if not claims:
            return 0
        try:
            jobs = await self._preparer.prepare(claims, now=self._clock.now())
        except BaseException:
            for claim in claims:
                self._recorder.put(Record(claim))  # let go as soon as that can be stored
            raise
        for job in jobs:
            self._room.claimed(job)
            sending.create_task(self._deliver(job))
        return len(claims)

    async def _deliver(self, job: Job) -> None:
        record = await self._courier.deliver(job, on_slot=partial(self._on_slot, job))
        self._room.ended()
        self._changed.set()
        self._recorder.put(record)

    def _on_slot(self, job: Job) -> None:
        self._room.has_slot(job, now=self._time.now())
        self._changed.set()

    async def _look_after(self, ended: asyncio.Event) -> None:
        """Keep the ownership, free the chats of dead processes, sweep what nobody will claim."""
        next_sweep = self._time.now()
        while not ended.is_set():
            await self._keep_ownership()
            if self._time.now() >= next_sweep:
                next_sweep = self._time.now() + _SWEEP_SECONDS
                await self._sweep()
            await self._time.wait(ended, _OWNERS_SECONDS)

    async def _keep_ownership(self) -> None:
        try:
            if self._owner is None:
                self._owner = await self._ownership.begin()
            else:
                await self._ownership.look_after()
        except (SQLAlchemyError, OSError):
            _log.exception("the place among the owners of chats is lost")
            self._owner = None  # nothing is claimed until there is another

    async def _sweep(self) -> None:
        try:
            async with self._database.transaction() as session:
                await repository.expire_unclaimed(session, now=self._clock.now())
        except (SQLAlchemyError, OSError):
            _log.exception("what expired cannot be stored yet")

    def _after_commit(self, session: Session) -> None:
        # Read and left: each bot's engine of this process hears of the same commit.
        if self._bot_id in session.info.get(WAKE, ()):
            self._look_at = -math.inf
            self._changed.set()

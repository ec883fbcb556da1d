"""The engine that tells people: claims chats, prepares their messages, sends them at the pace
allowed, and records what became of each. It knows channels only through ``ports``.

A message is *in flight* from its claim to its record: if the process dies meanwhile, that is what
may be repeated, and nothing else. A chat never has two messages in flight.
"""

import asyncio
import random
from collections.abc import Callable
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
from services.outbox.waiting_repository import WAKE
from services.outbox.work import Job, Record, Sent

__all__ = ["DeliveryEngine"]

_log = structlog.get_logger(__name__)

NewsT = TypeVar("NewsT")

_IDLE_SECONDS = 0.5  # between looks for what fell due, so a moved clock is noticed at once
_AGAIN_SECONDS = 1.0
_OWNERS_SECONDS = 1.0  # the chats of a process that died are free within two of these
_SWEEP_SECONDS = 60.0
_SLOW_ANSWER_SECONDS = 1.5  # in flight at most: what leaves while the channel thinks so long
_MOST_IN_FLIGHT = 500
_STEP_CHATS = 100
_STILL_READY = 80  # at 950 a second for 0.08 s; at 30 a second two are


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
        self._look_ahead = max(1, int(pacer.rate * LOOK_AHEAD_SECONDS))
        # Few chats at a time cost as many statements as many; the slots meanwhile need the rest.
        self._worth_claiming = self._look_ahead - min(self._look_ahead // 3, _STILL_READY)
        self._most_in_flight = min(_MOST_IN_FLIGHT, max(4, int(pacer.rate * _SLOW_ANSWER_SECONDS)))
        self._before_slot = 0  # claimed, their turn has not come
        self._after_slot = 0  # on the wire
        self._wake = asyncio.Event()
        self._progress = asyncio.Event()

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
            claimed = await self._claim_and_send(_STEP_CHATS, self._owner, sending)
        await self._recorder.flush()
        return claimed

    async def close(self) -> None:
        """Give up the place among the owners of chats; ``run`` does it by itself."""
        await self._ownership.end()
        self._owner = None

    async def _claim_until(self, stop: asyncio.Event, sending: asyncio.TaskGroup) -> None:
        while not stop.is_set() and not self._courier.is_refused:
            self._progress.clear()
            room = self._room()
            if self._owner is None or room < self._worth_claiming:
                await self._time.wait(self._progress, _IDLE_SECONDS)
                continue
            self._wake.clear()
            try:
                claimed = await self._claim_and_send(room, self._owner, sending)
            except Exception:  # noqa: BLE001  # delivery must go on when the database is back
                _log.exception("nothing can be claimed, delivery waits")
                self._can_claim = False
                await self._time.sleep(_AGAIN_SECONDS)
                continue
            self._can_claim = True
            if claimed < room:
                await self._time.wait(self._wake, _IDLE_SECONDS)

    def _room(self) -> int:
        """How many chats may be claimed: few, so that what is urgent does not wait behind them."""
        if self._pacer.paused_seconds > LOOK_AHEAD_SECONDS:
            return 0
        in_flight = self._before_slot + self._after_slot
        return min(self._look_ahead - self._before_slot, self._most_in_flight - in_flight)

    async def _claim_and_send(self, room: int, owner: int, sending: asyncio.TaskGroup) -> int:
        async with self._database.reading() as session:
            priorities = await repository.due_priorities(session, now=self._clock.now())
        if not priorities:
            return 0
        async with self._database.transaction() as session:
            claims = await repository.claim_chats(
                session,
                priorities,
                bot_id=self._bot_id,
                owner=owner,
                now=self._clock.now(),
                queue_now=self._queue_time.now(),
                limit=room,
            )
        if not claims:
            return 0
        try:
            jobs = await self._preparer.prepare(claims, now=self._clock.now())
        except BaseException:
            for claim in claims:
                self._recorder.put(Record(claim))  # let go as soon as that can be stored
            raise
        self._before_slot += len(jobs)
        for job in jobs:
            sending.create_task(self._deliver(job))
        return len(claims)

    async def _deliver(self, job: Job) -> None:
        record = await self._courier.deliver(job, on_slot=self._on_slot)
        self._after_slot -= 1
        self._progress.set()
        self._recorder.put(record)

    def _on_slot(self) -> None:
        self._before_slot -= 1
        self._after_slot += 1
        self._progress.set()

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
        if session.info.pop(WAKE, False):
            self._wake.set()

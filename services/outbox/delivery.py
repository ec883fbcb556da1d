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

from services.outbox import repository
from services.outbox.courier import Courier
from services.outbox.kinds import PRIORITIES
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import LOOK_AHEAD_SECONDS, Pacer
from services.outbox.ports import (
    ChannelRefused,
    DeliveryGate,
    FactsLoader,
    MessageSender,
    NoticeRenderer,
)
from services.outbox.preparing import Preparer
from services.outbox.room import ClaimRoom
from services.outbox.work import Claim, Job, Record, Sent

__all__ = ["DeliveryEngine"]

_log = structlog.get_logger(__name__)

NewsT = TypeVar("NewsT")

_REST_SECONDS = 0.5  # without a place among the owners, or while the pacer is silent
_LONGEST_REST_SECONDS = 60.0  # whatever happens wakes it before
_AGAIN_SECONDS = 1.0
_STEP_CHATS = 100
_URGENT_SECONDS = 0.2  # between looks for what is urgent while the rest has to wait for room


class DeliveryEngine(Generic[NewsT]):
    """Delivers the notices of one bot."""

    def __init__(
        self,
        office: DeliveryOffice,
        *,
        bot_id: int,
        pacer: Pacer,
        sender: MessageSender,
        gate: DeliveryGate,
        facts: FactsLoader[NewsT],
        renderer: NoticeRenderer[NewsT],
        jitter: Callable[[], float] = random.random,
        on_sent: Callable[[Sent], None] | None = None,
    ) -> None:
        """Deliver through *sender*; the same *pacer* serves answers, and others run it.

        The *office* is that of the process. *on_sent* hears of every message that was taken, or
        finally was not.
        """
        self._office = office
        self._database = office.database
        self._bot_id = bot_id
        self._clock = office.clock
        self._time = office.time
        self._pacer = pacer
        self._preparer = Preparer(
            office.database, gate=gate, facts=facts, renderer=renderer, sender=sender
        )
        self._courier = Courier(sender, pacer, office.clock, jitter=jitter, on_sent=on_sent)
        self._can_claim = True
        self._room = ClaimRoom(rate=pacer.rate)
        self._look_at = -math.inf  # when what is due is asked for again, unless something changes
        self._is_more_due = False  # than there was room for
        self._changed = asyncio.Event()
        office.join(bot_id, wake=self.wake)

    @property
    def is_ready(self) -> bool:
        """Whether what falls due can leave: chats can be claimed, and the bot is not refused."""
        return self._office.is_ready and self._can_claim and not self._courier.is_refused

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until *stop*, while the office runs; then let everything in flight end.

        Raises:
            ChannelRefused: the channel does not know the bot any more.
        """
        async with asyncio.TaskGroup() as sending:
            await self._claim_until(stop, sending)
        if self._courier.is_refused:
            raise ChannelRefused

    async def step(self) -> int:
        """Claim what may leave now, send and record it; return how many chats were claimed."""
        owner = self._office.owner
        if owner is None:
            owner = await self._office.begin()
        async with asyncio.TaskGroup() as sending:
            rooms = dict.fromkeys(PRIORITIES, _STEP_CHATS)
            claimed = await self._claim_and_send(rooms, owner, sending)
        await self._office.recorder.flush()
        return claimed

    def wake(self) -> None:
        """Look for what is due, or that it is time to stop."""
        self._look_at = -math.inf
        self._changed.set()

    async def _claim_until(self, stop: asyncio.Event, sending: asyncio.TaskGroup) -> None:
        while not stop.is_set() and not self._courier.is_refused:
            self._changed.clear()
            owner = self._office.owner
            rooms = {} if owner is None else self._rooms()
            if owner is None or not self._should_look(rooms):
                wait = self._look_at - self._time.now() if rooms else _REST_SECONDS
                await self._time.wait(self._changed, min(wait, _LONGEST_REST_SECONDS))
                continue
            try:
                await self._claim_and_send(rooms, owner, sending)
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
            found = await repository.due_priorities(
                session, bot_ids=[self._bot_id], now=self._clock.now()
            )
        due = found.get(self._bot_id, ())
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
                    queue_now=self._office.queue_time.now(),
                )
        self._is_more_due = len(priorities) < len(due) or (
            bool(priorities) and len(claims) >= min(priorities.values())
        )
        if self._is_more_due:
            self._look_at = min(self._look_at, self._time.now() + _URGENT_SECONDS)
        if not claims:
            return 0
        try:
            jobs = await self._preparer.prepare(claims, now=self._clock.now())
        except BaseException:
            for claim in claims:
                self._office.recorder.put(Record(claim))  # let go as soon as that can be stored
            raise
        for job in jobs:
            self._room.claimed(job)
            sending.create_task(self._deliver(job))
        return len(claims)

    async def _deliver(self, job: Job) -> None:
        record = await self._courier.deliver(job, on_slot=partial(self._on_slot, job))
        self._room.ended()
        self._changed.set()
        self._office.recorder.put(record)

    def _on_slot(self, job: Job) -> None:
        self._room.has_slot(job, now=self._time.now())
        self._changed.set()

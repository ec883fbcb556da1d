"""Ticks: asks the jobs whether they are due. APScheduler only wakes it and remembers nothing."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from structlog import get_logger

from bot.schedule.jobs import Job
from services.clock import Clock
from services.due.service import DueService

__all__ = ["TICK_SECONDS", "Ticker"]

TICK_SECONDS = 5  # a slot already done by this process costs nothing, so the tick may be short
_TICK = "tick"
_LATE_SECONDS = 120.0
_GRACE_SECONDS = 3600  # APScheduler's own is one second: a busy moment would skip a tick

_log = get_logger(__name__)


class Ticker:
    """Runs what is due when it starts, then at every tick."""

    def __init__(
        self,
        *,
        jobs: Sequence[Job],
        due: DueService,
        clock: Clock,
        leads: Callable[[], Awaitable[bool]] | None = None,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        """Ask *due* for the slots of *jobs*, by *clock*; only while this process *leads*."""
        self._tick_seconds = tick_seconds
        self._leads = leads
        self._ticked_at = -math.inf
        self._jobs = jobs
        self._due = due
        self._clock = clock
        self._done: dict[str, str] = {}
        self._works_done = 0
        self._failing: set[str] = set()
        self._tick = asyncio.Event()
        self._is_stopped = False
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": _GRACE_SECONDS,
            },
        )

    @property
    def is_ready(self) -> bool:
        """Whether it has ticked of late: no job holds up the others."""
        return time.monotonic() - self._ticked_at < _LATE_SECONDS

    def has_done(self, moment: datetime) -> bool:
        """Whether nothing is left to do in the slots *moment* belongs to, which may be over."""
        return all(self._done.get(job.name, "") >= job.slot(moment) for job in self._jobs)

    @property
    def works_done(self) -> int:
        """How many pieces of work it has done: as long as this grows, it gets on."""
        return self._works_done

    async def run_due(self) -> None:
        """Do every job whose slot nobody has done yet; one that fails waits for the next tick."""
        self._ticked_at = time.monotonic()
        if self._leads is not None and not await self._leads():
            return
        now = self._clock.now()
        for job in self._jobs:
            slot = job.slot(now)
            if self._done.get(job.name) == slot:
                continue
            try:
                is_done = await self._do(job, slot)
            except Exception:  # noqa: BLE001  # the loop must go on
                if job.name not in self._failing:  # one line per trouble, not per tick
                    _log.exception("job failed", job=job.name)
                self._failing.add(job.name)
            else:
                self._failing.discard(job.name)
                self._works_done += 1
                if is_done:
                    self._done[job.name] = slot
                else:
                    self._tick.set()

    async def _do(self, job: Job, slot: str) -> bool:
        """Do a job, or its next slice; whether there is nothing more to do in this slot."""
        if job.is_sliced:
            return not await job.work()
        await self._due.do_once(job.name, job.work, slot=slot)
        return True

    async def run(self) -> None:
        """Catch up, then tick until stopped; what has begun is finished."""
        self._scheduler.add_job(self._wake, self._every_tick(), id=_TICK)
        self._scheduler.start()
        try:
            while not self._is_stopped:
                await self.run_due()
                await self._tick.wait()
                self._tick.clear()
        finally:
            self._scheduler.shutdown(wait=False)

    def clock_was_moved(self) -> None:
        """Tick now and by the new time: after a step back the scheduler would wait for the old."""
        if self._scheduler.running:
            self._scheduler.reschedule_job(_TICK, trigger=self._every_tick())
        self._tick.set()

    def stop(self) -> None:
        """Tick no more."""
        self._is_stopped = True
        self._tick.set()

    async def _wake(self) -> None:  # a coroutine: APScheduler runs functions in a thread
        self._tick.set()

    def _every_tick(self) -> IntervalTrigger:
        return IntervalTrigger(seconds=self._tick_seconds, timezone=UTC)

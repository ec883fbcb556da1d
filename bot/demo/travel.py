"""Moves the demo's clock the way time passes: stop by stop, each settled before the next."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select

from bot.application import Application
from bot.demo.calendar import SchoolCalendar, jumps_from, stops_between
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo, StillBusy
from bot.sandbox.page_feed import Jump
from services.clock import MovableClock
from services.database import bind_school
from services.models import InboxState, InboxUpdate, Notice
from services.vocabulary import NoticeState

__all__ = ["Quiet", "Travel", "until_quiet"]

_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 10.0  # in which nothing at all gets done


class Settle(Protocol):
    """Waits until what is due has happened; with *jobs*, what is scheduled, too."""

    async def __call__(self, patience_seconds: float, *, jobs: bool) -> bool:
        """Return whether it did; False when nothing gets on any more."""
        ...


async def until_quiet(
    look: Callable[[], Awaitable[Hashable | None]],
    *,
    patience_seconds: float,
    now: Callable[[], float] = time.monotonic,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> bool:
    """Wait until *look* sees nothing left to do; False when it sees the same for too long.

    However much there is to do on however slow a machine: patience is with what stands still.
    """
    seen, since = await look(), now()
    while seen is not None:
        if now() - since >= patience_seconds:
            return False
        await pause(_LOOK_SECONDS)
        before, seen = seen, await look()
        if seen != before:
            since = now()
    return True


class Quiet:
    """Whether everything that is due has happened: updates handled, jobs run, messages sent."""

    def __init__(
        self, application: Application, telegram: Telegram, clock: MovableClock, school_id: int
    ) -> None:
        self._application = application
        self._telegram = telegram
        self._clock = clock
        self._school_id = school_id

    async def wait(
        self, patience_seconds: float = _PATIENCE_SECONDS, *, jobs: bool = False
    ) -> bool:
        """Return when it is quiet; False when nothing has got on for *patience_seconds*.

        *jobs*: what is scheduled for this minute has been done, too.
        """
        moment = self._clock.now()
        return await until_quiet(
            lambda: self._left(moment, jobs=jobs), patience_seconds=patience_seconds
        )

    async def _left(self, moment: datetime, *, jobs: bool) -> Hashable | None:
        """Return what is left to do and how far it has come; None when it is quiet."""
        ticker = self._application.ticker
        progress = ticker.works_done, self._telegram.changes.revision
        if self._telegram.updates.waiting() or (jobs and not ticker.has_done(moment)):
            return progress  # the database need not be asked
        counts = await self._counts()
        return (*progress, *counts) if any(counts) else None

    async def _counts(self) -> tuple[int, ...]:
        # By now: what is owed since is due a moment later than what time stopped for.
        unhandled = select(func.count()).where(
            InboxUpdate.state.in_([InboxState.NEW, InboxState.APPLIED])
        )
        due = select(func.count()).where(
            Notice.state == NoticeState.WAITING,
            Notice.account_id.is_not(None),
            Notice.due_at <= self._clock.now(),
        )
        with bind_school(self._school_id):
            async with self._application.database.reading() as session:
                return tuple([(await session.scalars(query)).one() for query in (unhandled, due)])


class Travel:
    """The clock's buttons: where it can go from now, and going there."""

    def __init__(
        self,
        clock: MovableClock,
        calendar: SchoolCalendar,
        *,
        settle: Settle,
        tick: Callable[[], None],
        live: Callable[[datetime, datetime], Awaitable[None]],
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        """*settle*: wait until what is due has happened; *tick*: tell that time has moved.

        *live*: what the school does by itself from one moment to another.
        """
        self._clock = clock
        self._calendar = calendar
        self._settle = settle
        self._tick = tick
        self._live = live
        self._patience_seconds = patience_seconds
        self._lived_until = clock.now()
        self._moving = asyncio.Lock()

    def jumps(self) -> Sequence[Jump]:
        """Return where the clock can go now."""
        return jumps_from(self._clock.now(), self._calendar)

    def begin(self) -> None:
        """Let the school live by itself from now on, and not before."""
        self._lived_until = self._clock.now()

    async def go(self, key: str) -> None:
        """Let time pass until the moment a button names.

        Raises:
            CannotDo: there is no such button now.
            StillBusy: the clock has stopped on its way.
        """
        found = next((one for one in self.jumps() if one.key == key), None)
        if found is None:
            raise CannotDo(f"the clock has no jump {key}")
        await self.go_to(found.at)

    async def go_to(self, moment: datetime) -> None:
        """Let time pass until *moment*.

        Raises:
            StillBusy: at a stop nothing gets on, so what is due later would come wrong. The clock
                stands there; from there it can be moved on.
        """
        async with self._moving:
            for stop in stops_between(self._clock.now(), moment, self._calendar):
                # What was quick to happen has moved the clock on by itself.
                self._clock.move_to(max(stop, self._clock.now() + timedelta(seconds=1)))
                await self._live(self._lived_until, self._clock.now())
                self._lived_until = self._clock.now()
                # What is due leaves first: otherwise the jobs would find it late.
                await self._until_settled(jobs=False)
                self._tick()
                await self._until_settled(jobs=True)

    async def _until_settled(self, *, jobs: bool) -> None:
        if not await self._settle(self._patience_seconds, jobs=jobs):
            now = self._clock.now().isoformat()
            raise StillBusy(f"not everything due at {now} has happened")

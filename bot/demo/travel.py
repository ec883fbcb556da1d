"""Moves the demo's clock the way time passes: stop by stop, each settled before the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.application import Application
from bot.demo.calendar import SchoolCalendar, jumps_from, stops_between
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo
from bot.sandbox.page_feed import Jump
from services.clock import MovableClock
from services.database import bind_school
from services.models import InboxState, InboxUpdate, Notice
from services.vocabulary import NoticeState

__all__ = ["Quiet", "Travel"]

_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 4.0  # then time goes on: somebody may be typing meanwhile
_PATIENCE_AT_THE_END_SECONDS = 15.0


class Quiet:
    """Whether everything that is due has happened: updates handled, jobs run, messages sent."""

    def __init__(
        self, application: Application, telegram: Telegram, clock: MovableClock, school_id: int
    ) -> None:
        self._application = application
        self._telegram = telegram
        self._clock = clock
        self._school_id = school_id

    async def wait(self, patience_seconds: float = _PATIENCE_SECONDS) -> bool:
        """Return when it is quiet; False when it did not become so in time."""
        moment = self._clock.now()
        try:
            async with asyncio.timeout(patience_seconds):
                while not await self._is_quiet(moment):  # noqa: ASYNC110  # the database tells nobody
                    await asyncio.sleep(_LOOK_SECONDS)
        except TimeoutError:
            return False
        return True

    async def _is_quiet(self, moment: datetime) -> bool:
        if not self._application.ticker.has_done(moment) or self._telegram.updates.waiting():
            return False
        unhandled = select(func.count()).where(
            InboxUpdate.state.in_([InboxState.NEW, InboxState.APPLIED])
        )
        due = select(func.count()).where(
            Notice.state == NoticeState.WAITING,
            Notice.account_id.is_not(None),
            Notice.due_at <= moment,
        )
        with bind_school(self._school_id):
            async with self._application.database.reading() as session:
                counts = [(await session.scalars(query)).one() for query in (unhandled, due)]
        return not any(counts)


class Travel:
    """The clock's buttons: where it can go from now, and going there."""

    def __init__(
        self,
        clock: MovableClock,
        calendar: SchoolCalendar,
        *,
        settle: Callable[[float], Awaitable[bool]],
        tick: Callable[[], None],
    ) -> None:
        """*settle*: wait until what is due has happened; *tick*: tell that time has moved."""
        self._clock = clock
        self._calendar = calendar
        self._settle = settle
        self._tick = tick
        self._moving = asyncio.Lock()

    def jumps(self) -> Sequence[Jump]:
        """Return where the clock can go now."""
        return jumps_from(self._clock.now(), self._calendar)

    async def go(self, key: str) -> None:
        """Let time pass until the moment a button names.

        Raises:
            CannotDo: there is no such button now.
        """
        found = next((one for one in self.jumps() if one.key == key), None)
        if found is None:
            raise CannotDo(f"the clock has no jump {key}")
        await self.go_to(found.at)

    async def go_to(self, moment: datetime) -> None:
        """Let time pass until *moment*."""
        async with self._moving:
            for stop in stops_between(self._clock.now(), moment, self._calendar):
                # What was quick to happen has moved the clock on by itself.
                self._clock.move_to(max(stop, self._clock.now() + timedelta(seconds=1)))
                self._tick()
                is_last = stop == moment
                await self._settle(_PATIENCE_AT_THE_END_SECONDS if is_last else _PATIENCE_SECONDS)

"""Time goes from stop to stop, and nowhere before what is due has happened."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo.calendar import SchoolCalendar
from bot.demo.travel import Travel, until_quiet
from bot.sandbox.errors import StillBusy
from services.clock import MovableClock
from tests.fakes import FakeClock

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FAR = NOW + timedelta(days=20)
CALENDAR = SchoolCalendar(
    zone=ZoneInfo("Asia/Yekaterinburg"),
    bells=((time(8, 30), time(9, 10)),),
    days_off=frozenset(),
    period_ends=(date(2026, 12, 28),),
)


class School:
    """A school whose work is done, but for the stops named."""

    def __init__(self, clock: MovableClock, *, stuck_on: set[date]) -> None:
        self.clock = clock
        self.stuck_on = stuck_on
        self.ticks: list[datetime] = []

    async def settle(self, patience_seconds: float, *, jobs: bool) -> bool:
        """Have what is scheduled still to do on the days it is stuck."""
        del patience_seconds
        return not (jobs and self.clock.now().date() in self.stuck_on)

    def tick(self) -> None:
        """Note when time was told to have moved."""
        self.ticks.append(self.clock.now())

    async def live(self, after: datetime, until: datetime) -> None:
        """Do nothing by itself."""


def _travel(school: School, clock: MovableClock) -> Travel:
    return Travel(
        clock,
        CALENDAR,
        settle=school.settle,
        tick=school.tick,
        live=school.live,
    )


async def test_time_stops_where_something_is_left_to_do() -> None:
    """What is due there would come at a later hour, or never; asked again, it goes on."""
    clock = MovableClock(FakeClock(NOW), start=NOW)
    school = School(clock, stuck_on={date(2026, 12, 4)})
    travel = _travel(school, clock)

    with pytest.raises(StillBusy):
        await travel.go_to(FAR)
    stopped_at = clock.now()
    await travel.go_to(FAR)

    assert date(2026, 12, 4) == stopped_at.date()
    assert clock.now() == FAR
    assert [date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11), FAR.date()] == [
        one.date() for one in school.ticks
    ]


def _looks(*seen: int | None) -> Iterator[int | None]:
    yield from seen


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([None], True),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, None], True),  # slow, and getting on
        ([9, 9, 9, 9], False),
        ([3, 2, 2, 2, 2], False),
    ],
)
async def test_patience_is_with_what_stands_still(
    seen: list[int | None],
    expected: bool,  # noqa: FBT001  # a column of the table
) -> None:
    """However long it takes in all; the loop's clock is moved by each look."""
    looks = _looks(*seen)
    now = 0.0

    async def look() -> int | None:
        nonlocal now
        now += 1.0
        return next(looks)

    async def pause(_seconds: float) -> None:
        """Come back at once: looking takes the time."""

    is_quiet = await until_quiet(look, patience_seconds=2.5, now=lambda: now, pause=pause)

    assert expected == is_quiet

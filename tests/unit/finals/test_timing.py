"""When a family hears of a period mark: after the hold, one message a day, within a day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.finals.timing import final_due, result_moment
from services.regulation.profile import SchoolProfile

ZONE = ZoneInfo("Asia/Yekaterinburg")


def at(clock: str, day: int = 24) -> datetime:
    """Return a moment of the school's November."""
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "was_told", "due", "on"),
    [
        (at("12:00"), False, at("12:30"), 24),
        (at("12:00"), True, at("07:00", 25), 25),
        (at("20:50"), True, at("07:00", 25), 25),
        # The next morning would be more than a day after the result: the deadline wins.
        (at("06:50"), True, at("07:20"), 24),
        (at("07:00"), True, at("07:00", 25), 25),
    ],
)
def test_due(now, was_told, due, on):
    """The first message of the day after the hold, a second one with the next morning's."""
    found = final_due(now=now, was_told_today=was_told, profile=SchoolProfile(timezone=ZONE))

    assert (due, date(2026, 11, on)) == (found.due_at, found.on)


def test_without_quiet_hours_the_morning_is_seven():
    """A school without quiet hours has mornings, too."""
    profile = SchoolProfile(timezone=ZONE, quiet_hours=None, final_hold=timedelta(0))

    assert (
        at("07:00", 25) == final_due(now=at("15:00"), was_told_today=True, profile=profile).due_at
    )


@pytest.mark.parametrize(
    ("result_day", "now", "counts_from"),
    [
        (24, at("12:00"), at("12:00")),  # entered on its day: from the entry
        (23, at("12:00"), at("00:00")),  # of yesterday: since the end of that day
        (20, at("12:00"), at("00:00", 21)),  # late from its first minute
    ],
)
def test_a_result_of_a_day_counts_from_the_end_of_that_day(result_day, now, counts_from):
    """S1 App.5 3: 24 hours from the result, however late it is entered."""
    moment = result_moment(date(2026, 11, result_day), now=now, zone=ZONE)

    assert counts_from == moment


def test_a_late_result_does_not_wait_for_the_morning():
    """Told once today already, yesterday's exam leaves after the hold all the same."""
    found = final_due(
        now=at("12:00"),
        was_told_today=True,
        profile=SchoolProfile(timezone=ZONE),
        result_at=at("00:00"),
    )

    assert (at("12:30"), date(2026, 11, 24)) == (found.due_at, found.on)

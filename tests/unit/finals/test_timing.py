"""When a family hears of a period mark: after the hold, one message a day, within a day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.finals.timing import final_due
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

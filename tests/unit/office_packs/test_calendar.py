"""When packs are due, and which days they are about."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from services.office_packs.calendar import month_due, week_due
from services.regulation.profile import SchoolProfile
from services.regulation.working_days import WorkDays

ZONE = ZoneInfo("Asia/Yekaterinburg")


def span(found):
    """Return the days of a pack, as (month, day) pairs."""
    return found and ((found.first.month, found.first.day), (found.last.month, found.last.day))


def moment(day, clock, *, month=11):
    """Return a moment of the school's clock."""
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("set_to", "now", "expected"),
    [
        ((5, time(15)), moment(27, "14:59"), None),
        ((5, time(15)), moment(27, "15:00"), ((11, 23), (11, 27))),
        ((5, time(15)), moment(29, "15:00"), ((11, 23), (11, 27))),
        ((5, time(15)), moment(29, "15:01"), None),
        ((6, time(12)), moment(28, "12:00"), ((11, 23), (11, 28))),
        ((1, time(8)), moment(30, "08:00"), ((11, 23), (11, 29))),
    ],
)
def test_a_week_is_due_at_the_schools_moment(set_to, now, expected):
    """From Thursday on it is about the week up to that day, before about the last one."""
    assert expected == span(week_due(SchoolProfile(ZONE, week_pack_at=set_to), now=now))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (moment(1, "15:00", month=12), ((11, 1), (11, 30))),
        (moment(1, "14:59", month=12), None),
        (moment(1, "15:00"), None),  # a Sunday
        (moment(2, "15:00"), ((10, 1), (10, 31))),
        (moment(5, "15:00"), None),
    ],
)
def test_a_month_is_due_on_the_first_working_day_of_the_next(now, expected):
    """And for two days after it, if the program stood still."""
    assert expected == span(month_due(SchoolProfile(ZONE), WorkDays(), now=now))

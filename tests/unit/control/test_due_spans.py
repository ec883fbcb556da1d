"""Which pack an entry stands in: the one made next after its deadline."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.control.due_spans import entries_of
from services.regulation.profile import SchoolProfile

ZONE = ZoneInfo("Asia/Yekaterinburg")
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("set_to", "days"),
    [((5, time(15)), (0, 4)), ((6, time(12)), (0, 5)), ((1, time(8)), (0, 6))],
    ids=["Friday", "Saturday", "the Monday after"],
)
def test_every_moment_of_a_month_lies_in_one_weekly_pack(set_to, days):
    """Packs follow on each other: nothing falls between two, nothing stands in both."""
    profile = SchoolProfile(ZONE, week_pack_at=set_to)
    first, last = (MONDAY + timedelta(days=one) for one in days)
    spans = [
        entries_of(profile, first=first + timedelta(weeks=one), last=last + timedelta(weeks=one))
        for one in range(5)
    ]
    begin = spans[0].after
    hours = (spans[-1].until - begin) // timedelta(hours=1)
    moments = [begin + timedelta(hours=one) for one in range(1, hours + 1)]

    assert {1} == {sum(span.holds(moment) for span in spans) for moment in moments}


def test_a_week_ends_when_its_pack_is_made():
    """Friday's lessons owe until midnight: they stand in the pack of the week after."""
    profile = SchoolProfile(ZONE, week_pack_at=(5, time(15)))
    week = entries_of(profile, first=MONDAY, last=MONDAY + timedelta(days=4))
    after = entries_of(profile, first=MONDAY + timedelta(days=7), last=MONDAY + timedelta(days=11))
    midnight = datetime(2026, 11, 28, tzinfo=ZONE)

    assert (False, True) == (week.holds(midnight), after.holds(midnight))


def test_a_month_has_what_fell_due_on_its_days():
    """The end of a day belongs to it."""
    month = entries_of(SchoolProfile(ZONE), first=date(2026, 11, 1), last=date(2026, 11, 30))

    assert month.holds(datetime(2026, 12, 1, tzinfo=ZONE))
    assert not month.holds(datetime(2026, 11, 1, tzinfo=ZONE))

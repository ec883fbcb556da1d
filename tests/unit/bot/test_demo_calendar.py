"""Where the demo's clock can go, and where it stops on the way."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.demo.calendar import SchoolCalendar, calendar_of, jumps_from, stops_between
from bot.demo.scenes import demo_lists

ZONE = ZoneInfo("Asia/Yekaterinburg")
CALENDAR = SchoolCalendar(
    zone=ZONE,
    bells=((time(8, 30), time(9, 10)), (time(9, 20), time(10, 0))),
    days_off=frozenset({date(2026, 11, 4)}),
    period_ends=(date(2026, 10, 22), date(2026, 12, 28)),
)


def _at(text: str) -> datetime:
    return datetime.strptime(f"2026.{text}", "%Y.%d.%m %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "jump", "expected"),
    [
        ("24.11 08:40", "ten_minutes", "24.11 08:50"),
        ("24.11 08:40", "next_lesson", "24.11 09:21"),
        ("24.11 08:40", "end_of_day", "24.11 10:01"),
        ("24.11 08:40", "morning", "25.11 07:05"),
        ("24.11 06:00", "morning", "24.11 07:05"),
        ("24.11 10:01", "end_of_day", "25.11 10:01"),  # the day is over: the next one's end
        ("27.11 11:00", "next_lesson", "30.11 08:31"),  # over the weekend
        ("03.11 11:00", "next_lesson", "05.11 08:31"),  # over a holiday
        ("03.11 11:00", "morning", "04.11 07:05"),  # mornings are every day
        ("24.11 08:40", "summary", "27.11 18:01"),
        ("27.11 18:01", "summary", "04.12 18:01"),
        ("24.11 08:40", "period_end", "28.12 07:05"),
    ],
)
def test_a_button_names_a_moment_of_the_school(now: str, jump: str, expected: str):
    """Lessons and their end are of school days; nothing lies in the past."""
    found = {one.key: one.at for one in jumps_from(_at(now), CALENDAR)}

    assert _at(expected) == found[jump]


def test_there_is_no_button_without_a_meaning():
    """After the last period, and in a school without bells, only what exists is offered."""
    bare = SchoolCalendar(zone=ZONE, bells=(), days_off=frozenset(), period_ends=())

    assert ["ten_minutes", "morning", "summary"] == [
        one.key for one in jumps_from(_at("24.11 08:40"), bare)
    ]


@pytest.mark.parametrize(
    ("now", "until", "expected"),
    [
        ("24.11 08:40", "24.11 08:50", ["24.11 08:50"]),
        ("24.11 08:40", "24.11 09:30", ["24.11 09:11", "24.11 09:21", "24.11 09:30"]),
        ("24.11 21:30", "25.11 07:05", ["25.11 07:05"]),
        ("24.11 20:00", "25.11 07:20", ["24.11 20:48", "25.11 07:06", "25.11 07:20"]),
        ("24.11 08:40", "24.11 08:00", ["24.11 08:00"]),  # nothing lies between
    ],
)
def test_time_stops_where_something_may_be_due(now: str, until: str, expected: list[str]):
    """Bells of today, then the hours of messages; the last stop is where the button goes."""
    assert [_at(one) for one in expected] == stops_between(_at(now), _at(until), CALENDAR)


def test_a_long_way_has_few_stops():
    """Weeks pass with one stop each, on Friday evening."""
    stops = stops_between(_at("24.11 08:40"), _at("28.12 07:05"), CALENDAR)

    assert 6 == len(stops)
    assert {"5 18:03"} == {f"{one:%u %H:%M}" for one in stops[:-1]}


def test_the_demo_school_has_bells_and_periods():
    """Only the first shift's bells make lessons to go to."""
    calendar = calendar_of(demo_lists(), ZONE)

    assert (7, time(8, 30)) == (len(calendar.bells), calendar.bells[0][0])
    assert date(2026, 12, 28) in calendar.period_ends
    assert not calendar.is_school_day(date(2026, 10, 26))
    assert ["28.12"] == [
        f"{one.at:%d.%m}"
        for one in jumps_from(datetime(2026, 11, 24, tzinfo=UTC), calendar)
        if one.key == "period_end"
    ]

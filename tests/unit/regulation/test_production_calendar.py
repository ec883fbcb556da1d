"""Worked days come from the year's file and the school's own days, and are never guessed."""

from datetime import date

import pytest

from services.regulation.production_calendar import (
    CalendarUnknown,
    is_worked,
    known_years,
    nth_worked_day_after,
    year_calendar,
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 9), False),  # transferred from Saturday 3 January
        (date(2026, 3, 9), False),
        (date(2026, 11, 3), True),
        (date(2026, 11, 4), False),
        (date(2026, 12, 31), False),  # transferred from Sunday 4 January
        (date(2026, 11, 28), False),
        (date(2027, 11, 5), False),
        (date(2027, 11, 13), True),  # a Saturday
    ],
)
def test_a_day_is_worked_as_the_state_decreed(on, expected):
    """Holidays, transfers and working Saturdays of the decrees."""
    assert expected is is_worked(on, {})


def test_the_schools_own_days_go_first():
    """A regional holiday, or a working Saturday, is the school's to say."""
    own = {date(2026, 11, 3): False, date(2026, 11, 28): True, date(2031, 5, 5): True}

    assert [False, True, True] == [is_worked(day, own) for day in own]


def test_saturday_is_worked_in_a_week_of_six_days_unless_it_is_a_holiday():
    """Transfers are made for weeks of five days; a holiday is one for everybody."""
    assert [True, False] == [
        is_worked(day, {}, days_per_week=6) for day in (date(2026, 11, 28), date(2026, 5, 9))
    ]


def test_a_year_without_a_calendar_is_not_guessed():
    """What has not been decreed is said to be unknown."""
    with pytest.raises(CalendarUnknown) as refusal:
        is_worked(date(2031, 3, 3), {})

    assert {"year": 2031} == refusal.value.facts


def test_a_preliminary_year_says_so():
    """2026 is decreed, 2027 is a draft; both end somewhere."""
    calendars = [calendar for year in known_years() if (calendar := year_calendar(year))]

    preliminary = {calendar.year: calendar.is_preliminary for calendar in calendars}
    assert {2026: False, 2027: True} == preliminary
    assert year_calendar(2031) is None


@pytest.mark.parametrize(
    ("on", "count", "expected"),
    [
        (date(2026, 10, 30), 2, date(2026, 11, 3)),
        (date(2026, 10, 30), 3, date(2026, 11, 5)),
        (date(2026, 12, 30), 5, date(2027, 1, 15)),
        (date(2026, 12, 30), 0, date(2026, 12, 30)),
    ],
)
def test_days_are_counted_over_holidays(on, count, expected):
    """Five working days after 30 December end in the middle of January."""
    assert expected == nth_worked_day_after(on, count, {})

"""Turning the timetable's page: over weekends and holidays, to the ends of the school year."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.timetable.rules import Calendar, FreeDays
from services.timetable.school_days import EVERY_GRADE, FreeSpan, SchoolDaysAround, days_around

YEAR = Calendar(
    timezone=ZoneInfo("Europe/Moscow"),
    year_starts_on=date(2026, 9, 1),
    year_ends_on=date(2027, 5, 26),
    free_days=(
        FreeDays(date(2026, 10, 24), date(2026, 11, 1)),
        FreeDays(date(2027, 2, 8), date(2027, 2, 14), frozenset({1})),
    ),
)


@pytest.mark.parametrize(
    ("first", "last", "grades", "expected"),
    [
        pytest.param(
            date(2026, 11, 25),
            date(2026, 11, 25),
            (7,),
            SchoolDaysAround(date(2026, 11, 24), date(2026, 11, 26)),
            id="inside a week",
        ),
        pytest.param(
            date(2026, 11, 27),
            date(2026, 11, 27),
            (7,),
            SchoolDaysAround(
                date(2026, 11, 26),
                date(2026, 11, 30),
                FreeSpan(date(2026, 11, 28), date(2026, 11, 29)),
            ),
            id="a Friday",
        ),
        pytest.param(
            date(2026, 11, 28),
            date(2026, 11, 28),
            (7,),
            SchoolDaysAround(
                date(2026, 11, 27),
                date(2026, 11, 30),
                FreeSpan(date(2026, 11, 29), date(2026, 11, 29)),
            ),
            id="a Saturday",
        ),
        pytest.param(
            date(2026, 10, 19),
            date(2026, 10, 25),
            (7,),
            SchoolDaysAround(
                date(2026, 10, 16),
                date(2026, 11, 2),
                FreeSpan(date(2026, 10, 26), date(2026, 11, 1)),
            ),
            id="a week before holidays",
        ),
        pytest.param(
            date(2027, 2, 5),
            date(2027, 2, 5),
            (1,),
            SchoolDaysAround(
                date(2027, 2, 4), date(2027, 2, 15), FreeSpan(date(2027, 2, 6), date(2027, 2, 14))
            ),
            id="holidays of one grade",
        ),
        pytest.param(
            date(2027, 2, 5),
            date(2027, 2, 5),
            EVERY_GRADE,
            SchoolDaysAround(
                date(2027, 2, 4), date(2027, 2, 8), FreeSpan(date(2027, 2, 6), date(2027, 2, 7))
            ),
            id="those are no holidays of a teacher",
        ),
        pytest.param(
            date(2026, 9, 1),
            date(2026, 9, 1),
            (7,),
            SchoolDaysAround(None, date(2026, 9, 2)),
            id="the first day",
        ),
        pytest.param(
            date(2027, 5, 26),
            date(2027, 5, 26),
            (7,),
            SchoolDaysAround(date(2027, 5, 25), None),
            id="the last day",
        ),
    ],
)
def test_a_turn_leads_to_a_school_day(first, last, grades, expected):
    """Never to a Sunday, and what is jumped over is known."""
    assert expected == days_around(YEAR, first=first, last=last, grades=grades)

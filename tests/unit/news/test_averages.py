"""Averages of a message: the period a mark counts in, before and after."""

from datetime import date
from fractions import Fraction

import pytest

from services.journal.averages import WeightedMark
from services.news.averages import average_of, period_of
from services.news.repository import CountedMark, PeriodRow

QUARTER = PeriodRow((5, 6, 7, 8, 9), None, date(2026, 11, 2), date(2026, 12, 30))
HALF_YEAR = PeriodRow((10, 11), None, date(2026, 9, 1), date(2026, 12, 30))
MUSIC = PeriodRow((7,), 9, date(2026, 9, 1), date(2026, 12, 30))
EVERYBODY = PeriodRow((), None, date(2027, 1, 11), date(2027, 3, 20))
PERIODS = (QUARTER, HALF_YEAR, MUSIC, EVERYBODY)


@pytest.mark.parametrize(
    ("grade", "subject_id", "on", "period"),
    [
        (7, 1, date(2026, 11, 24), QUARTER),
        (7, 1, date(2026, 11, 2), QUARTER),
        (7, 1, date(2026, 12, 30), QUARTER),
        (7, 1, date(2026, 10, 30), None),  # holidays
        (10, 1, date(2026, 11, 24), HALF_YEAR),
        (7, 9, date(2026, 11, 24), MUSIC),  # one lesson a week: half-years of its own
        (8, 9, date(2026, 11, 24), QUARTER),
        (1, 1, date(2027, 2, 1), EVERYBODY),
        (4, 1, date(2026, 11, 24), None),
    ],
)
def test_a_mark_counts_in_its_grades_period(grade, subject_id, on, period):
    """The subject's own period comes before the grade's."""
    assert period == period_of(PERIODS, grade=grade, subject_id=subject_id, on=on)


def counted(number: int, value: int, weight_tenths: int = 10) -> CountedMark:
    """Return a mark in algebra."""
    return CountedMark(number, 1, 1, date(2026, 11, 24), value, weight_tenths)


MARKS = (counted(1, 4), counted(2, 5, 20), counted(3, 3))


@pytest.mark.parametrize(
    ("changed", "average"),
    [
        ({}, Fraction(17, 4)),
        ({3: None}, Fraction(14, 3)),  # the family does not know the third mark yet
        ({1: WeightedMark(2)}, Fraction(15, 4)),  # it knows the first as a 2
        ({4: WeightedMark(5)}, Fraction(22, 5)),  # it knows one more, since removed
        ({1: None, 2: None, 3: None}, None),
    ],
)
def test_the_average_as_the_family_knows_it(changed, average):
    """Exact fractions of the marks, as if those that changed were as they were told."""
    assert average == average_of(MARKS, changed=changed)

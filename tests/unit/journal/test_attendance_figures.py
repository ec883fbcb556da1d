"""Tests of missed lessons in figures."""

from datetime import date

import pytest

from services.journal.attendance_figures import (
    AttendanceFigures,
    count_attendance,
    is_systematic,
    stretches,
)
from services.vocabulary import AttendanceCode as A

MON, TUE, FRI = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
NEXT_MON = date(2026, 11, 23)


def test_letters_are_counted_by_reason_and_days_from_three_lessons():
    """Two missed lessons are no missed day, three are; lateness and exemption miss nothing."""
    seen = [
        (MON, A.ABSENT_SICK), (MON, A.ABSENT_SICK), (MON, A.ABSENT_EXCUSED),
        (TUE, A.ABSENT), (TUE, A.ABSENT_UNEXCUSED), (TUE, A.TARDY), (TUE, A.EXEMPT),
    ]  # fmt: skip
    figures = count_attendance(seen)

    assert AttendanceFigures(1, 2, 1, 1, 1, 1) == figures
    assert (5, 3) == (figures.missed, figures.valid)


@pytest.mark.parametrize(
    ("missed", "held", "expected"),
    [
        (0, 0, False),
        (3, 10, True),
        (2, 10, False),
        (29, 100, False),
        (30, 100, True),
        (1, 0, False),
    ],
)
def test_three_tenths_are_systematic(missed, held, expected):
    """Exactly three tenths count; where no lesson was held nothing does."""
    assert expected == is_systematic(missed=missed, held=held)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], ()),
        ([MON], ((MON, MON),)),
        ([TUE, MON, MON], ((MON, TUE),)),
        ([MON, FRI], ((MON, MON), (FRI, FRI))),
        ([FRI, NEXT_MON], ((FRI, NEXT_MON),)),
    ],
)
def test_a_weekend_does_not_part_days(days, expected):
    """School days between two days do."""
    found = stretches(days, is_school_day=lambda day: day.isoweekday() < 6)

    assert expected == found

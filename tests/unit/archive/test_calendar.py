"""Which archives are due on which day."""

from datetime import date

import pytest

from services.archive.calendar import due_archives
from services.models import AcademicYear, GradingPeriod
from services.regulation.working_days import WorkDays
from services.vocabulary import PeriodKind

YEAR = AcademicYear(id=1, name="2026/2027", starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 26))
PERIODS = [
    GradingPeriod(
        id=1, academic_year_id=1, kind=PeriodKind.QUARTER, grades=[], subject_id=None, name="1",
        starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 23), marks_until=None,
    ),
    GradingPeriod(
        id=2, academic_year_id=1, kind=PeriodKind.QUARTER, grades=[], subject_id=None, name="2",
        starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 30), marks_until=None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 1), []),
        (date(2026, 10, 1), ["month-2026-09"]),
        (date(2026, 10, 14), ["month-2026-09"]),
        (date(2026, 10, 15), []),
        (date(2026, 10, 30), []),  # the fifth working day after the 23rd
        (date(2026, 10, 31), ["quarter-1-2026"]),
        (date(2026, 11, 1), ["month-2026-10", "quarter-1-2026"]),
        (date(2027, 6, 1), ["month-2027-05"]),
        (date(2027, 7, 1), []),
    ],
)
def test_months_and_closed_periods(today, expected):
    """The month from its first day after, a period when its last day for marks is over."""
    assert expected == list(due_archives(YEAR, PERIODS, WorkDays(), today=today))

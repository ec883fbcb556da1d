"""The school days before and after what a page shows, and what lies between; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.timetable.rules import Calendar, next_school_day, previous_school_day

__all__ = ["EVERY_GRADE", "FreeSpan", "SchoolDaysAround", "days_around"]

EVERY_GRADE = tuple(range(1, 12))  # a teacher's school day is anybody's
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FreeSpan:
    """Days in a row on which nobody of these grades has lessons."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SchoolDaysAround:
    """Where a page's turns lead; None where the school year ends. *free*: what is jumped over."""

    previous_on: date | None
    next_on: date | None
    free: FreeSpan | None = None


def days_around(
    calendar: Calendar, *, first: date, last: date, grades: Iterable[int]
) -> SchoolDaysAround:
    """Return the last school day before *first* and the first one after *last*."""
    of_grades = tuple(grades)
    before = [previous_school_day(calendar, before=first, grade=one) for one in of_grades]
    after = [next_school_day(calendar, after=last, grade=one) for one in of_grades]
    next_on = min((day for day in after if day is not None), default=None)
    free = None
    if next_on is not None and next_on - last > _DAY:
        free = FreeSpan(last + _DAY, next_on - _DAY)
    return SchoolDaysAround(
        previous_on=max((day for day in before if day is not None), default=None),
        next_on=next_on,
        free=free,
    )

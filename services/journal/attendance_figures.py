"""Missed lessons and days in figures, as reports and families count them; pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.journal.attendance_rules import is_absence
from services.regulation.attendance import MISSED_DAY_LESSONS, SYSTEMATIC_SHARE
from services.vocabulary import AttendanceCode

__all__ = ["AttendanceFigures", "count_attendance", "is_systematic", "stretches"]


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """Missed lessons by reason, days of which three lessons or more were missed, latenesses.

    ``sick`` is for staff alone: families read it together with ``excused``.
    """

    unknown: int = 0
    sick: int = 0
    excused: int = 0
    unexcused: int = 0
    tardy: int = 0
    days: int = 0

    @property
    def missed(self) -> int:
        """All missed lessons."""
        return self.unknown + self.valid + self.unexcused

    @property
    def valid(self) -> int:
        """Lessons missed for a valid reason, whichever it is."""
        return self.sick + self.excused


def count_attendance(seen: Iterable[tuple[date, AttendanceCode]]) -> AttendanceFigures:
    """Count letters of attendance, each with the day of its lesson."""
    letters: Counter[AttendanceCode] = Counter()
    of_day: Counter[date] = Counter()
    for on, code in seen:
        letters[code] += 1
        of_day[on] += is_absence(code)
    return AttendanceFigures(
        unknown=letters[AttendanceCode.ABSENT],
        sick=letters[AttendanceCode.ABSENT_SICK],
        excused=letters[AttendanceCode.ABSENT_EXCUSED],
        unexcused=letters[AttendanceCode.ABSENT_UNEXCUSED],
        tardy=letters[AttendanceCode.TARDY],
        days=sum(missed >= MISSED_DAY_LESSONS for missed in of_day.values()),
    )


def is_systematic(*, missed: int, held: int) -> bool:
    """Whether so many of the lessons held in a month were missed that somebody has to act."""
    return held > 0 and missed >= SYSTEMATIC_SHARE * held


def stretches(
    days: Iterable[date], *, is_school_day: Callable[[date], bool]
) -> tuple[tuple[date, date], ...]:
    """Join days into stretches: a weekend or holidays between two days do not part them."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and not any(
            is_school_day(found[-1][1] + timedelta(days=step))
            for step in range(1, (day - found[-1][1]).days)
        ):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)

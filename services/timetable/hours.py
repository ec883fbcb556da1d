"""How many lessons a base timetable gives a group between two days; pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.models import TimetableEntry
from services.timetable.rules import Calendar, is_school_day, week_parity
from services.vocabulary import WeekParity

__all__ = ["planned_lessons"]


def planned_lessons(
    entries: Sequence[TimetableEntry], calendar: Calendar, *, grade: int, first: date, last: date
) -> int:
    """Return how many lessons *entries* give between two days, without holidays."""
    count, on = 0, first
    while on <= last:
        if is_school_day(calendar, on=on, grade=grade):
            count += sum(_is_on(entry, on, calendar) for entry in entries)
        on += timedelta(days=1)
    return count


def _is_on(entry: TimetableEntry, on: date, calendar: Calendar) -> bool:
    return (
        entry.weekday == on.isoweekday()
        and (entry.valid_from is None or entry.valid_from <= on)
        and (entry.valid_to is None or on <= entry.valid_to)
        and entry.parity
        in (WeekParity.EVERY, week_parity(on, year_starts_on=calendar.year_starts_on))
    )

"""Which days are worked in Russia, year by year, from data files with their sources.

A year without a file is not guessed: transfers of days off are decreed anew each autumn. The
school's own sheet «Рабочие дни» goes before the state's calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from services.errors import DiaryError

__all__ = [
    "CalendarUnknown",
    "YearCalendar",
    "is_worked",
    "known_years",
    "nth_worked_day_after",
    "year_calendar",
]

_FRIDAY, _SATURDAY = 5, 6
_PRELIMINARY = "# Состояние: предварительно"
_LONGEST_WAIT = 60  # days; no run of days off is longer


class CalendarUnknown(DiaryError):
    """There is no calendar of a year, and the school's own days do not say. Facts: year."""


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The days of a year that are unlike their weekday; a preliminary one may still change."""

    year: int
    days: Mapping[date, bool]
    is_preliminary: bool


@cache
def year_calendar(year: int) -> YearCalendar | None:
    """Return the calendar of a year; None when it is not known."""
    file = files(__package__) / "calendars" / f"{year}.csv"
    if not file.is_file():
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [line.split(";") for line in lines if line and not line.startswith("#")][1:]
    days = {date.fromisoformat(day): working == "yes" for day, working in rows}
    return YearCalendar(year, days, is_preliminary=_PRELIMINARY in lines)


@cache
def known_years() -> frozenset[int]:
    """Return the years that have a calendar."""
    folder = files(__package__) / "calendars"
    return frozenset(int(file.name[:4]) for file in folder.iterdir() if file.name.endswith(".csv"))


def is_worked(on: date, own: Mapping[date, bool], *, days_per_week: int = 5) -> bool:
    """Whether a day is worked; *own* are the school's own days.

    In a week of six days a Saturday is worked unless a holiday falls on it.

    Raises:
        CalendarUnknown: neither the school nor a calendar says.
    """
    if on in own:
        return own[on]
    calendar = year_calendar(on.year)
    if calendar is None:
        raise CalendarUnknown(year=on.year)
    if on in calendar.days:
        return calendar.days[on]
    if on.isoweekday() == _SATURDAY and days_per_week == _SATURDAY:
        return (on.month, on.day) not in _HOLIDAYS
    return on.isoweekday() <= _FRIDAY


# Labour Code of Russia, article 112.
_HOLIDAYS = frozenset(
    {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)


def nth_worked_day_after(
    on: date, count: int, own: Mapping[date, bool], *, days_per_week: int = 5
) -> date:
    """Return the *count*-th worked day after a day (5 working days to attest a period: S0).

    Raises:
        CalendarUnknown: a year on the way is not known.
    """
    day = on
    while count and day < on + timedelta(days=_LONGEST_WAIT + count * 2):
        day += timedelta(days=1)
        count -= is_worked(day, own, days_per_week=days_per_week)
    return day

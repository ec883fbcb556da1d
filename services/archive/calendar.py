"""Which archives are due on a day: the month's and those of closed periods; pure.

Sources: S4 5.1 (monthly), S3 4 and S1 App.4 2.5 (when a period is over).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from services.finals.periods import names_of_periods
from services.models import AcademicYear, GradingPeriod
from services.regulation.deadlines import PERIOD_BREACH_DAYS
from services.regulation.working_days import WorkDays
from services.reports.office.ask import PeriodWish

__all__ = ["due_archives"]

_A_WEEK = timedelta(days=7)
_CATCH_UP = timedelta(days=14)  # after a standstill, or until the medium is found


def due_archives(
    year: AcademicYear, periods: Sequence[GradingPeriod], work_days: WorkDays, *, today: date
) -> dict[str, PeriodWish]:
    """Return the archives that must exist by *today*, by their names for the list of done work.

    A month is archived with the year so far, from its first day on; a period from the day after
    the last one for its marks; where working days are not known, a week after its end.
    """
    found: dict[str, PeriodWish] = {}
    month_on = today.replace(day=1)
    before = month_on - timedelta(days=1)
    is_of_year = year.starts_on <= before and before.replace(day=1) <= year.ends_on
    if is_of_year and today - month_on < _CATCH_UP:
        found[f"month-{before:%Y-%m}"] = PeriodWish(is_year=True)
    names = names_of_periods(periods)
    closed: dict[tuple[str, int], date] = {}
    for one in periods:
        name = names[one.id]
        ends_on = one.marks_until or one.ends_on
        last = work_days.after(ends_on, PERIOD_BREACH_DAYS) or ends_on + _A_WEEK
        key = (name.kind.value, name.number)
        closed[key] = max(closed.get(key, last), last)
    for one in periods:
        name = names[one.id]
        last = closed[name.kind.value, name.number]
        if last < today <= last + _CATCH_UP:
            slot = f"{name.kind.value}-{name.number}-{year.starts_on.year}"
            found[slot] = PeriodWish(name.kind, name.number)
    return found

"""Which grading period a page shows; pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from services.diary.facts import PeriodFacts
from services.vocabulary import PeriodKind

__all__ = ["number_periods", "period_at", "period_to_show"]


def number_periods(
    periods: Sequence[tuple[int, PeriodKind, date, date]],
) -> tuple[PeriodFacts, ...]:
    """Number the periods of a year by kind, in order of time."""
    counted: Counter[PeriodKind] = Counter()
    numbered = []
    for period_id, kind, starts_on, ends_on in sorted(periods, key=lambda one: one[2]):
        counted[kind] += 1
        numbered.append(PeriodFacts(period_id, kind, counted[kind], starts_on, ends_on))
    return tuple(numbered)


def period_at(periods: Sequence[PeriodFacts], on: date) -> PeriodFacts | None:
    """The period a day belongs to: the one it lies in, else the last before it, else the first."""
    begun = [period for period in periods if period.starts_on <= on]
    return begun[-1] if begun else next(iter(periods), None)


def period_to_show(
    periods: Sequence[PeriodFacts], *, wanted_id: int | None, today: date
) -> PeriodFacts | None:
    """The period asked for, if it is one of these, else the one of today."""
    asked = next((one for one in periods if one.period_id == wanted_id), None)
    return asked or period_at(periods, today)

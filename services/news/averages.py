"""A subject's average in its grading period, as the family knew it and as it is now (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from services.journal.averages import WeightedMark, weighted_average
from services.news.repository import CountedMark, PeriodRow

__all__ = ["average_of", "period_of"]


def period_of(
    periods: Iterable[PeriodRow], *, grade: int, subject_id: int, on: date
) -> PeriodRow | None:
    """Return the period a mark counts in: the subject's own one before the grade's."""
    fitting = [
        period
        for period in periods
        if period.starts_on <= on <= period.ends_on
        and period.subject_id in {None, subject_id}
        and (not period.grades or grade in period.grades)
    ]
    return next(
        (one for one in fitting if one.subject_id == subject_id), next(iter(fitting), None)
    )


def average_of(
    marks: Sequence[CountedMark], *, changed: Mapping[int, WeightedMark | None] | None = None
) -> Fraction | None:
    """Return the average of *marks* as if *changed* ones were as given there, or (None) absent."""
    known = {mark.mark_id: WeightedMark(mark.value, mark.weight_tenths) for mark in marks}
    as_if: dict[int, WeightedMark | None] = {**known, **(changed or {})}
    return weighted_average(mark for mark in as_if.values() if mark is not None)

"""Which period a sheet is for, and what a period is called; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.bulk_entry.model import PeriodRef
from services.diary.facts import PeriodFacts
from services.diary.pages import periods_of
from services.diary.periods import period_at
from services.finals.errors import FinalsNotTaken, FinalsNotTakenReason
from services.finals.facts import FinalTerm, PeriodName
from services.models import GradingPeriod, PeriodMark
from services.vocabulary import FinalKind

__all__ = ["DATED", "dated_term", "name_of", "names_of_periods", "subject_periods", "term_of"]


# Results of one day, told within 24 hours of it (S1 App.5 3); the others sum up what was before.
DATED = frozenset({FinalKind.EXAM, FinalKind.INTERIM, FinalKind.CONTEST})


def dated_term(row: PeriodMark, names: Mapping[int, PeriodName]) -> FinalTerm:
    """Return what a stored mark sums up, with the day of the result where it has one."""
    return FinalTerm(
        row.kind,
        row.academic_year_id,
        row.grading_period_id,
        names.get(row.grading_period_id or 0),
        row.result_on if row.kind in DATED else None,
    )


def subject_periods(rows: Sequence[GradingPeriod], subject_id: int) -> tuple[PeriodFacts, ...]:
    """Return the periods of a subject: its own where it has any, else those of all subjects."""
    return periods_of(rows, subject_id=subject_id) or periods_of(rows, subject_id=None)


def name_of(period: PeriodFacts) -> PeriodName:
    """Return what a period is called."""
    return PeriodName(period.kind, period.number)


def term_of(
    wanted: PeriodRef | None,
    periods: Sequence[PeriodFacts],
    *,
    year_id: int,
    today: date,
    result_on: date | None = None,
) -> FinalTerm:
    """Return what is summed up: the period asked for, else the one of today.

    *result_on*: the day named with a result of its own day; without one it is today's.

    Raises:
        FinalsNotTaken: there is no such period, it has not begun, or the result lies ahead.
    """
    if wanted is not None and wanted.result is not None:
        if wanted.result not in DATED:
            return FinalTerm(wanted.result, year_id)
        on = result_on or today
        if on > today:
            raise FinalsNotTaken(reason=FinalsNotTakenReason.RESULT_AHEAD, starts_on=on)
        return FinalTerm(wanted.result, year_id, result_on=on, is_day_named=result_on is not None)
    if wanted is not None and wanted.kind is None:
        return FinalTerm(FinalKind.YEAR, year_id)
    if wanted is None:
        found = period_at(periods, today)
    else:
        found = next(
            (one for one in periods if (one.kind, one.number) == (wanted.kind, wanted.number)),
            None,
        )
    if found is None:
        raise FinalsNotTaken(
            reason=FinalsNotTakenReason.NO_PERIOD, periods=tuple(map(name_of, periods))
        )
    if found.starts_on > today:
        raise FinalsNotTaken(reason=FinalsNotTakenReason.PERIOD_AHEAD, starts_on=found.starts_on)
    return FinalTerm(FinalKind.PERIOD, year_id, found.period_id, name_of(found))


def names_of_periods(rows: Iterable[GradingPeriod]) -> dict[int, PeriodName]:
    """Return names of periods of whatever grades, counted among those of the same students."""
    rows = list(rows)
    return {
        row.id: PeriodName(
            row.kind,
            sum(_counts(other, row) and other.starts_on <= row.starts_on for other in rows),
        )
        for row in rows
    }


def _counts(other: GradingPeriod, row: GradingPeriod) -> bool:
    is_same_kind = (other.academic_year_id, other.subject_id, other.kind) == (
        row.academic_year_id,
        row.subject_id,
        row.kind,
    )
    share = not row.grades or not other.grades or bool(set(other.grades) & set(row.grades))
    return is_same_kind and share

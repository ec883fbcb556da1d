"""What a student's marks come to: of a period by average, of a year by its periods; pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from services.finals.facts import FinalValue, PeriodName, Proposal
from services.journal.averages import WeightedMark
from services.journal.period_marks import Doubt, mean_mark, propose_period_mark
from services.regulation.profile import SchoolProfile
from services.vocabulary import PassFail, PeriodKind

__all__ = [
    "certificate_proposal",
    "minimum_of",
    "pass_fail_proposal",
    "period_proposal",
    "year_proposal",
]

_ONCE = 10  # tenths
_LAST_GRADE = 11
_HALVES, _YEARS = 4, 2  # of the 10th and 11th form together


def minimum_of(kind: PeriodKind | None, profile: SchoolProfile) -> int:
    """Return how many marks a period of this kind needs at least."""
    is_half_year = kind is PeriodKind.HALF_YEAR
    return profile.minimum_marks_half_year if is_half_year else profile.minimum_marks


def period_proposal(
    marks: Iterable[WeightedMark],
    *,
    of_three: Fraction,
    minimum: int,
    missed: int,
    held: int,
) -> Proposal:
    """Return the proposal of a period; *missed* of *held* lessons were missed."""
    marks = tuple(marks)
    total = sum((Fraction(one.value * one.weight_tenths, _ONCE) for one in marks), Fraction(0))
    weight = sum((Fraction(one.weight_tenths, _ONCE) for one in marks), Fraction(0))
    lowest = min((one.value for one in marks), default=None)
    found = propose_period_mark(
        total / weight if weight else None,
        of_three=of_three,
        count=len(marks),
        minimum=minimum,
        missed_share=Fraction(min(missed, held), held) if held else Fraction(0),
        lowest=lowest,
    )
    is_refused = found.doubt is Doubt.NOT_ATTESTED
    decided = found.mark is not None or is_refused
    return Proposal(
        value=FinalValue(found.mark) if decided else None,
        doubt=found.doubt,
        average=found.average,
        count=len(marks),
        total=total,
        weight=weight,
        lowest=lowest,
        missed=missed,
        held=held,
    )


def pass_fail_proposal(signs: Sequence[int], *, missed: int, held: int) -> Proposal:
    """Return the proposal of a period with pass and fail; *signs* in order of time.

    A fail stands until a later pass. Without an open fail it is a pass, without signs as well;
    with nothing but fails a fail; an open fail behind passes is left to the teacher, and so is who
    missed more than half of the lessons held. Source: docs/GLOSSARY.md, «зачёт за период».
    """
    passes = signs.count(PassFail.PASSED)
    chosen: FinalValue | None = FinalValue(PassFail.PASSED)
    doubt = Doubt.NONE
    is_open = bool(signs) and signs[-1] == PassFail.FAILED
    if held and Fraction(min(missed, held), held) > Fraction(1, 2):
        chosen, doubt = None, Doubt.NOT_ATTESTED
    elif is_open and passes:
        chosen, doubt = None, Doubt.OPEN_FAIL
    elif is_open:
        chosen = FinalValue(PassFail.FAILED)
    return Proposal(
        chosen, doubt, missed=missed, held=held, passes=passes, fails=len(signs) - passes
    )


def certificate_proposal(
    grade: int, *, years: Sequence[int], halves: Sequence[int], exam: int | None
) -> Proposal:
    """Return the proposal of a certificate's mark, from the marks that stand.

    Of the 9th form it is the mean of year and exam where there was one, else the year; of the 11th
    the mean of half-years and years of two forms, usually six; the state exam of the 11th takes no
    part. *years* are in order of time. Source: domain B.8.
    """
    if grade >= _LAST_GRADE:
        marks = [*halves, *years]
        is_whole = len(halves) == _HALVES and len(years) == _YEARS
    else:
        marks = [*years[-1:], *([exam] if exam is not None else [])]
        is_whole = bool(years)
    mark = mean_mark(marks) if years else None
    return Proposal(
        value=None if mark is None else FinalValue(mark),
        doubt=Doubt.NONE if is_whole else Doubt.PERIODS_MISSING,
        average=Fraction(sum(marks), len(marks)) if marks else None,
        count=len(marks),
        total=Fraction(sum(marks)),
        weight=Fraction(len(marks)),
    )


def year_proposal(parts: Sequence[tuple[PeriodName, FinalValue | None]]) -> Proposal:
    """Return the proposal of a year: the mean of its periods, a half in the student's favour.

    Of passes and fails it is a pass when every period was one.
    """
    marks = [value.mark for _, value in parts if value is not None and value.mark is not None]
    if set(marks) & set(PassFail):
        is_passed = set(marks) == {PassFail.PASSED}
        return Proposal(
            FinalValue(PassFail.PASSED if is_passed else PassFail.FAILED),
            Doubt.NONE if len(marks) == len(parts) else Doubt.PERIODS_MISSING,
            parts=tuple(parts),
        )
    mark = mean_mark(marks)
    is_whole = len(marks) == len(parts) and bool(parts)
    return Proposal(
        value=None if mark is None else FinalValue(mark),
        doubt=Doubt.NONE if is_whole else Doubt.PERIODS_MISSING,
        average=Fraction(sum(marks), len(marks)) if marks else None,
        count=len(marks),
        total=Fraction(sum(marks)),
        weight=Fraction(len(marks)),
        parts=tuple(parts),
    )

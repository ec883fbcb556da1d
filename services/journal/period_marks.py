"""From an exact average to the mark a period, a year or a certificate would show; pure.

The program proposes, the teacher decides: nothing here is stored by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "Doubt",
    "PeriodProposal",
    "mark_for",
    "mean_mark",
    "propose_period_mark",
    "threshold_of",
]

HIGHEST_MARK = 5
LOWEST_MARK = 2
_HALF = Fraction(1, 2)
_WIDE = 2


class Doubt(StrEnum):
    """Why a teacher should look twice at a proposal."""

    NONE = "none"
    TOO_FEW_MARKS = "too_few_marks"
    NOT_ATTESTED = "not_attested"  # too few marks and more than half of the lessons missed
    SPREAD = "spread"  # one of the marks lies two or more below the proposed one
    OPEN_FAIL = "open_fail"  # of pass and fail: the last sign is a fail, passes stand before it
    PERIODS_MISSING = "periods_missing"  # of a year: not every period has its mark


@dataclass(frozen=True, slots=True)
class PeriodProposal:
    """What a period's marks come to: a mark, or none with the reason in *doubt*."""

    mark: int | None
    average: Fraction | None
    doubt: Doubt


def threshold_of(mark: int, *, of_three: Fraction) -> Fraction | None:
    """Return the least average that gives *mark*; None for the lowest, which needs none.

    *of_three* is the school's threshold of a 3 (2.5, 2.6 or 2.65); a 4 and a 5 lie one and two
    above it.
    """
    if mark <= LOWEST_MARK:
        return None
    return of_three + (mark - 3)


def mark_for(average: Fraction, *, of_three: Fraction) -> int:
    """Return the mark an average gives; the exact fraction is compared, never a rounded one."""
    for mark in range(HIGHEST_MARK, LOWEST_MARK, -1):
        threshold = threshold_of(mark, of_three=of_three)
        if threshold is not None and average >= threshold:
            return mark
    return LOWEST_MARK


def propose_period_mark(
    average: Fraction | None,
    *,
    of_three: Fraction,
    count: int,
    minimum: int,
    missed_share: Fraction,
    lowest: int | None = None,
) -> PeriodProposal:
    """Propose the mark of a period.

    *count* marks were given where at least *minimum* are needed; *missed_share* of the subject's
    lessons was missed. Fewer marks alone are a warning; together with more than half of the
    lessons missed they propose «not attested». *lowest* of the marks is a warning, too, where it
    lies far below what comes out. Source: docs/GLOSSARY.md, «н/а».
    """
    if average is None or count < minimum:
        if missed_share > _HALF:
            return PeriodProposal(None, average, Doubt.NOT_ATTESTED)
        mark = None if average is None else mark_for(average, of_three=of_three)
        return PeriodProposal(mark, average, Doubt.TOO_FEW_MARKS)
    mark = mark_for(average, of_three=of_three)
    is_wide = lowest is not None and lowest <= mark - _WIDE
    return PeriodProposal(mark, average, Doubt.SPREAD if is_wide else Doubt.NONE)


def mean_mark(marks: Sequence[int]) -> int | None:
    """Return the arithmetic mean of whole marks, a half rounded up; None of nothing.

    This is the rule of the year (from its periods), of the 9th form's certificate (year and
    exam) and of the 11th form's (half-years and years of two forms).
    """
    if not marks:
        return None
    return int((Fraction(sum(marks), len(marks)) + _HALF).__floor__())

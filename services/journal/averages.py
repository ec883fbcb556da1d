"""The weighted average of marks, exact; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["BEST_MARK", "LOWEST_MARK", "InvalidMark", "WeightedMark", "weighted_average"]

# Domain B.4: the scale is 1–5, in practice 2–5.
LOWEST_MARK = 1
BEST_MARK = 5


class InvalidMark(ValueError):
    """A value outside the scale, or a weight that is not positive: a programming error."""


@dataclass(frozen=True, slots=True)
class WeightedMark:
    """A mark and its weight in tenths (10 counts once, 20 twice, 5 half)."""

    value: int
    weight_tenths: int = 10


def weighted_average(marks: Iterable[WeightedMark]) -> Fraction | None:
    """Average of marks by weight, exact; None when nothing counts.

    Never rounded here: thresholds compare the fraction. Withdrawn marks and absences are left out
    by the caller; they carry no value. Source: domain B.6, Σ(mark·weight) / Σ(weight).

    Raises:
        InvalidMark: a value is outside the scale, or a weight is not positive.
    """
    total = weights = 0
    for mark in marks:
        if not LOWEST_MARK <= mark.value <= BEST_MARK or mark.weight_tenths <= 0:
            raise InvalidMark
        total += mark.value * mark.weight_tenths
        weights += mark.weight_tenths
    return Fraction(total, weights) if weights else None

"""What the marks so far allow: how many more are needed, what can still be reached; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from services.journal.period_marks import HIGHEST_MARK, LOWEST_MARK, mark_for, threshold_of

__all__ = ["Reach", "Standing", "marks_needed", "reachable"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The marks of a period as two sums: of mark·weight, and of weights."""

    weighted_sum: Fraction
    weight: Fraction

    @property
    def average(self) -> Fraction | None:
        """The weighted average; None where nothing counts yet."""
        return self.weighted_sum / self.weight if self.weight else None

    def with_marks(self, value: int, *, weight: Fraction, times: int = 1) -> "Standing":
        """Return the standing after *times* more marks of *value* and *weight*."""
        added = weight * times
        return Standing(self.weighted_sum + value * added, self.weight + added)


@dataclass(frozen=True, slots=True)
class Reach:
    """The lowest and highest mark still possible, and the mark as it stands (None: no marks)."""

    lowest: int
    highest: int
    now: int | None


def marks_needed(
    standing: Standing, target: int, *, of_three: Fraction, value: int, weight: Fraction
) -> int | None:
    """Return how many more marks of *value* and *weight* bring the average to *target*.

    0 when it is there already; None when marks of this value can never bring it there.
    k = ⌈(T·W − S) / (v·(m − T))⌉ for sum S, weight W, threshold T, mark m of weight v.
    """
    threshold = threshold_of(target, of_three=of_three)
    if threshold is None:
        return 0
    missing = threshold * standing.weight - standing.weighted_sum
    if standing.weight and missing <= 0:
        return 0
    gain = weight * (value - threshold)
    if gain < 0 or (gain == 0 and missing > 0):
        return None
    if gain == 0:
        return 1  # nothing counts yet, and one mark exactly at the threshold is enough
    return max(1, ceil(missing / gain))


def reachable(
    standing: Standing, *, of_three: Fraction, ahead: Sequence[tuple[int, Fraction]]
) -> Reach:
    """Return which marks the works *ahead* can still lead to: so many of each weight."""
    weight = sum((times * each for times, each in ahead), Fraction(0))
    best, worst = (
        standing.with_marks(value, weight=weight).average for value in (HIGHEST_MARK, LOWEST_MARK)
    )
    now = standing.average
    return Reach(
        lowest=LOWEST_MARK if worst is None else mark_for(worst, of_three=of_three),
        highest=HIGHEST_MARK if best is None else mark_for(best, of_three=of_three),
        now=None if now is None else mark_for(now, of_three=of_three),
    )

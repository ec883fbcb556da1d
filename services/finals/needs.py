"""What a mark still needs: so many fives, one control work, or more than is left; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from services.journal.forecast import Standing, marks_needed
from services.journal.period_marks import HIGHEST_MARK, LOWEST_MARK, mark_for, threshold_of

__all__ = ["CONTROL_WEIGHT", "ControlWork", "Need", "WayUp", "need_of", "next_target", "tried"]

_ONCE = Fraction(1)
CONTROL_WEIGHT = Fraction(2)  # S3: a control work counts twice


@dataclass(frozen=True, slots=True)
class WayUp:
    """*count* more marks of *value* lead to *average*, which is enough."""

    value: int
    count: int
    average: Fraction


@dataclass(frozen=True, slots=True)
class ControlWork:
    """What one control work with the best mark would make of the average."""

    average: Fraction
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What *target* needs. Without ways it cannot be reached in the lessons left."""

    target: int
    threshold: Fraction
    is_there: bool
    ways: tuple[WayUp, ...]
    control: ControlWork | None


def next_target(standing: Standing, *, of_three: Fraction) -> int:
    """Return the mark to ask about first: the next one up, or the best."""
    if standing.average is None:
        return HIGHEST_MARK
    return min(mark_for(standing.average, of_three=of_three) + 1, HIGHEST_MARK)


def need_of(standing: Standing, target: int, *, of_three: Fraction, lessons_left: int) -> Need:
    """Return what it takes to come out with *target*, as far as the lessons left allow."""
    threshold = threshold_of(target, of_three=of_three) or Fraction(0)
    average = standing.average
    if average is not None and average >= threshold:
        return Need(target, threshold, is_there=True, ways=(), control=None)
    ways: list[WayUp] = []
    for value in range(HIGHEST_MARK, LOWEST_MARK, -1):
        count = marks_needed(standing, target, of_three=of_three, value=value, weight=_ONCE)
        if count is None or not 0 < count <= lessons_left:
            continue
        then = standing.with_marks(value, weight=_ONCE, times=count).average
        if then is not None:
            ways.append(WayUp(value, count, then))
    after = standing.with_marks(HIGHEST_MARK, weight=CONTROL_WEIGHT).average
    control = None
    if after is not None and lessons_left:
        control = ControlWork(after, is_enough=after >= threshold)
    return Need(target, threshold, is_there=False, ways=tuple(ways), control=control)


def tried(standing: Standing, values: Iterable[int]) -> Standing:
    """Return the standing as if these marks had been given, each counting once."""
    for value in values:
        standing = standing.with_marks(value, weight=_ONCE)
    return standing

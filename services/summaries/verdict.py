"""The verdict of a summary by fixed rules, the same for every child; pure.

A child is measured by the own fortnight before and by the school's thresholds, never by others.
The screen «Как считается» explains these very rules.
"""

from fractions import Fraction

from services.summaries.facts import (
    FortnightFacts,
    Point,
    PointKind,
    SubjectLine,
    Trend,
    Verdict,
)

__all__ = [
    "ENOUGH_MARKS",
    "FALL",
    "FALL_OF_ALL",
    "LATE_OFTEN",
    "LEAST_MARKS",
    "MISSED_SHARE",
    "MOST_POINTS_WELL",
    "has_fallen",
    "points_of",
    "trend_of",
    "verdict_of",
]

FALL = Fraction(1, 2)  # half a mark: from every second mark being one lower
LEAST_MARKS = 2  # one mark alone is no trend
# All subjects together: a quarter is every fourth mark being one lower. It is no point, which a
# subject or a lesson has to be, but «all is well» above such a fall reads as a mistake.
FALL_OF_ALL = Fraction(1, 4)
ENOUGH_MARKS = 4  # in each fortnight, twice as many as of one subject
LATE_OFTEN = 3  # domain D.2: «третье за две недели»
MISSED_SHARE = Fraction(3, 10)  # domain B.5: 30 % of the lessons is systematic absence
MOST_POINTS_WELL = 2  # more of them, and it is not «on the whole well» any more
_LOWEST_GOOD = 3
_WEIGHTY = frozenset({PointKind.UNEXCUSED, PointKind.MUCH_MISSED})


def trend_of(line: SubjectLine) -> Trend | None:
    """Compare the exact averages of two fortnights; None where one of them has no marks."""
    if line.average is None or line.average_before is None:
        return None
    if line.average == line.average_before:
        return Trend.SAME
    return Trend.UP if line.average > line.average_before else Trend.DOWN


def points_of(facts: FortnightFacts) -> tuple[Point, ...]:
    """Return what deserves a look: the subjects, what is owed, then attendance by its weight."""
    points = [point for line in facts.subjects if (point := _of_subject(line)) is not None]
    if facts.debts:
        points.append(Point(PointKind.OWES, count=len(facts.debts)))
    if facts.unexcused:
        points.append(Point(PointKind.UNEXCUSED, count=facts.unexcused))
    if facts.lessons and Fraction(facts.missed, facts.lessons) >= MISSED_SHARE:
        points.append(Point(PointKind.MUCH_MISSED, count=facts.missed))
    if facts.unknown:
        points.append(Point(PointKind.REASON_UNKNOWN, count=facts.unknown))
    if facts.late >= LATE_OFTEN:
        points.append(Point(PointKind.OFTEN_LATE, count=facts.late))
    return tuple(points)


def verdict_of(facts: FortnightFacts) -> Verdict:
    """Return the verdict that the points add up to."""
    points = points_of(facts)
    if not points:
        has_marks = bool(facts.marks or facts.signs)
        is_empty = not (has_marks or facts.missed or facts.late or facts.topics)
        return Verdict.NOTHING_NEW if is_empty else Verdict.WELL
    low = sum(point.kind is PointKind.COMES_OUT_LOW for point in points)
    is_weighty = any(point.kind in _WEIGHTY for point in points)
    if len(points) > MOST_POINTS_WELL or low > 1 or is_weighty:
        return Verdict.LOOK
    return Verdict.MOSTLY_WELL


def has_fallen(facts: FortnightFacts) -> bool:
    """Whether the average of all subjects fell by so much that it is said beside the verdict."""
    if facts.average is None or facts.average_before is None:
        return False
    before = sum(line.count_before for line in facts.subjects)
    is_enough = min(len(facts.marks), before) >= ENOUGH_MARKS
    return is_enough and facts.average_before - facts.average >= FALL_OF_ALL


def _of_subject(line: SubjectLine) -> Point | None:
    outcome = line.given.mark if line.given is not None else line.outcome
    if outcome is not None and outcome < _LOWEST_GOOD:
        return Point(PointKind.COMES_OUT_LOW, line.subject)
    if line.average is None or line.average_before is None:
        return None
    is_enough = min(len(line.marks), line.count_before) >= LEAST_MARKS
    if is_enough and line.average_before - line.average >= FALL:
        return Point(PointKind.FELL, line.subject)
    return None

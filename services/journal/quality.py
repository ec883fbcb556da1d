"""The figures a school reports about marks of a period: success, quality, SOU, average; pure.

«Not attested» counts into the number of students. Source: docs/GLOSSARY.md, «качество».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["QualityFigures", "Standing", "quality_figures", "standing_of"]

# Weights of the degree of learning (SOU) by mark; 7 is that of «not attested».
_SOU_WEIGHTS = {5: 100, 4: 64, 3: 36, 2: 16, None: 7}
_GOOD = 4
_PASSING = 3


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """Percentages as exact fractions; all None where nobody is counted (shown as «—»)."""

    students: int
    success: Fraction | None
    quality: Fraction | None
    sou: Fraction | None
    average: Fraction | None


class Standing(StrEnum):
    """How a student ends a period over all subjects."""

    EXCELLENT = "excellent"
    GOOD = "good"
    ONE_FOUR = "one_four"
    ONE_THREE = "one_three"
    SATISFACTORY = "satisfactory"
    FAILING = "failing"
    NOT_MARKED = "not_marked"


def quality_figures(marks: Sequence[int | None]) -> QualityFigures:
    """Return the figures of one subject or class from each student's mark (None: not attested)."""
    students = len(marks)
    if not students:
        return QualityFigures(0, None, None, None, None)
    values = [mark for mark in marks if mark is not None]
    return QualityFigures(
        students=students,
        success=Fraction(100 * sum(mark >= _PASSING for mark in values), students),
        quality=Fraction(100 * sum(mark >= _GOOD for mark in values), students),
        sou=Fraction(sum(_SOU_WEIGHTS.get(mark, 0) for mark in marks), students),
        average=Fraction(sum(values), len(values)) if values else None,
    )


def standing_of(marks: Sequence[int | None]) -> Standing:
    """Return a student's place from all period marks; one missing mark is failing.

    A single 4 among fives, and a single 3 among better ones, are told apart as the reserve.
    """
    if not marks:
        return Standing.NOT_MARKED
    values = [mark for mark in marks if mark is not None]
    if len(values) < len(marks) or min(values) < _PASSING:
        return Standing.FAILING
    fours, threes = values.count(_GOOD), values.count(_PASSING)
    if threes:
        return Standing.ONE_THREE if threes == 1 else Standing.SATISFACTORY
    if fours:
        return Standing.ONE_FOUR if fours == 1 else Standing.GOOD
    return Standing.EXCELLENT

"""What stands against a control work on a day; pure.

Sources: domain B.10 (orders on assessment load: one a day for a class, once in 2.5 weeks of a
subject, not at the first or last lesson of a day but of subjects with an hour a week, a tenth of a
subject's lessons in a year) and S3 2 (two a quarter in mathematics and Russian, one elsewhere).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

__all__ = ["ControlDoubt", "PlannedWork", "Proposal", "doubts_of", "limit_in_period"]

_APART = Fraction(35, 2)  # days: two and a half weeks
_SHARE = Fraction(1, 10)
_SCHOOL_WEEKS = 34  # domain B.1: weeks of a school year from the second grade on
_MANY, _FEW = 2, 1  # S3 2
_MATHEMATICS_AND_RUSSIAN = ("матем", "алгебр", "геометр", "вероятн", "русск")


class ControlDoubt(StrEnum):
    """Why a control work should not be on that day."""

    SAME_DAY = "same_day"  # the class has another one then
    TOO_SOON = "too_soon"  # after or before another one of the subject
    EDGE_OF_DAY = "edge_of_day"  # the first or last lesson of the class
    TOO_MANY_IN_PERIOD = "too_many_in_period"
    TOO_MUCH_TIME = "too_much_time"  # more than a tenth of the subject's lessons


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Another control work of the same class."""

    subject_id: int
    on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """A control work that somebody wants: where it would stand, and what the subject is.

    *numbers*: the lessons the class has that day. *period*: the grading period, both days
    included. *hours*: of the subject a week (0: not known).
    """

    subject_id: int
    subject: str
    on: date
    number: int
    numbers: tuple[int, ...]
    period: tuple[date, date] | None
    hours: int


def limit_in_period(subject: str) -> int:
    """Return how many control works of a subject a grading period takes."""
    is_many = subject.casefold().startswith(_MATHEMATICS_AND_RUSSIAN)
    return _MANY if is_many else _FEW


def doubts_of(wanted: Proposal, others: Collection[PlannedWork]) -> tuple[ControlDoubt, ...]:
    """Return everything that stands against it; *others*: of the class, all of the year."""
    same = [one for one in others if one.subject_id == wanted.subject_id]
    found = []
    if any(one.on == wanted.on for one in others):
        found.append(ControlDoubt.SAME_DAY)
    if any(0 < abs((one.on - wanted.on).days) < _APART for one in same):
        found.append(ControlDoubt.TOO_SOON)
    is_edge = wanted.numbers and wanted.number in {min(wanted.numbers), max(wanted.numbers)}
    if is_edge and wanted.hours != 1:
        found.append(ControlDoubt.EDGE_OF_DAY)
    if wanted.period is not None:
        first, last = wanted.period
        in_period = sum(first <= one.on <= last for one in same)
        if in_period >= limit_in_period(wanted.subject):
            found.append(ControlDoubt.TOO_MANY_IN_PERIOD)
    if wanted.hours and len(same) + 1 > _SHARE * wanted.hours * _SCHOOL_WEEKS:
        found.append(ControlDoubt.TOO_MUCH_TIME)
    return tuple(found)

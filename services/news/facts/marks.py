"""News about marks of lessons and periods, and about work not handed in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from services.finals.facts import FinalTerm, FinalValue
from services.news.facts.children import ChildName

__all__ = [
    "DebtNews",
    "DebtState",
    "FinalNews",
    "MarkNews",
    "MarkValue",
    "UntoldNews",
]


@dataclass(frozen=True, slots=True)
class MarkValue:
    """A mark with what it counts."""

    value: int
    work_kind: str
    weight_tenths: int


@dataclass(frozen=True, slots=True)
class MarkNews:
    """A mark that is new (``told`` is None), has changed, or is gone (``mark`` is None).

    The averages are the subject's in its grading period, without and with everything the message
    says; None where there is nothing to average.
    """

    child: ChildName
    subject: str
    on: date
    lesson_id: int
    part: int
    mark: MarkValue | None
    told: MarkValue | None
    mark_id: int
    comment: str = ""
    average_before: Fraction | None = None
    average_after: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FinalNews:
    """The mark of a period or year: new (``told`` is None), changed, or gone (no ``value``)."""

    child: ChildName
    subject: str
    term: FinalTerm
    value: FinalValue | None
    told: FinalValue | None


@dataclass(frozen=True, slots=True)
class UntoldNews:
    """A student whose family does not know a final mark yet, for the class teacher."""

    pupil: ChildName
    child: None = None


class DebtState(StrEnum):
    """How far a debt has come."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DebtNews:
    """Work a child has not handed in, or has at last; or the debt was a slip."""

    child: ChildName
    subject: str
    work_kind: str
    on: date
    due_on: date
    state: DebtState
    is_reminder: bool = False
    has_more_time: bool = False

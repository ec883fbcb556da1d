"""Pages of the timetable as plain values."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from services.diary.facts import ChildFacts
from services.diary.timetable_lines import TimetableLine
from services.roster.classes import ListedClass
from services.timetable.school_days import FreeSpan
from services.vocabulary import DayKind

__all__ = ["NoLessonsBetween", "TimetableDay", "TimetablePage"]


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """A day: its lessons, why there are none, and what kind of day it is."""

    on: date
    lines: tuple[TimetableLine, ...]
    holiday: str = ""
    is_weekend: bool = False
    kind: DayKind | None = None


@dataclass(frozen=True, slots=True)
class NoLessonsBetween:
    """The free days the next turn jumps over, and the holidays they belong to, if any."""

    days: FreeSpan
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class TimetablePage:
    """A day or a week of a child, of a class, or (with neither) a teacher's own.

    ``has_own``: the reader gives lessons too, and may turn to them; ``sees_classes``: to any
    class. The turns lead from school day to school day, None where the school year ends.
    """

    child: ChildFacts | None
    children: tuple[ChildFacts, ...]
    has_own: bool
    on: date
    today: date
    zone: ZoneInfo
    days: tuple[TimetableDay, ...]
    is_week: bool = False
    may_take_over: bool = False
    of_class: ListedClass | None = None
    sees_classes: bool = False
    previous_on: date | None = None
    next_on: date | None = None
    free: NoLessonsBetween | None = None

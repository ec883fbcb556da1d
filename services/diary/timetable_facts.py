"""Pages of the timetable as plain values."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from services.diary.facts import ChildFacts
from services.diary.timetable_lines import TimetableLine
from services.vocabulary import DayKind

__all__ = ["TimetableDay", "TimetablePage"]


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """A day: its lessons, why there are none, and what kind of day it is."""

    on: date
    lines: tuple[TimetableLine, ...]
    holiday: str = ""
    kind: DayKind | None = None


@dataclass(frozen=True, slots=True)
class TimetablePage:
    """A day or a week of somebody. Without *child* it is a teacher's own.

    ``has_own``: the reader gives lessons too, and may turn to them.
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

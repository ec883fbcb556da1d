"""News about homework and the evening card."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from services.diary.timetable_lines import TimetableLine
from services.news.facts.children import ChildName
from services.vocabulary import DayKind

__all__ = [
    "CardHomework",
    "CardNews",
    "HomeworkNews",
    "HomeworkValue",
]


@dataclass(frozen=True, slots=True)
class HomeworkValue:
    """What is to be done and by when; ``is_none`` is «не задано»."""

    text: str
    is_none: bool
    due_on: date | None  # None: for the next lesson, which is not planned yet
    files: int = 0


@dataclass(frozen=True, slots=True)
class HomeworkNews:
    """Homework that is new (``told`` is None), has changed, or is gone (``homework`` is None)."""

    child: ChildName
    subject: str
    homework: HomeworkValue | None
    told: HomeworkValue | None
    is_individual: bool = False
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class CardHomework:
    """Homework of one subject for the day of a card."""

    subject: str
    text: str
    is_individual: bool = False


@dataclass(frozen=True, slots=True)
class CardNews:
    """The evening card: a coming day with its changes, and what is due on it."""

    child: ChildName
    on: date
    zone: ZoneInfo
    kind: DayKind | None
    lines: tuple[TimetableLine, ...]
    homework: tuple[CardHomework, ...]

"""A week on paper as values: one page for each child, one pile for each class."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.diary.facts import LessonLine
from services.errors import BadInput
from services.finals.facts import PeriodName
from services.homework.visible import VisibleHomework
from services.reports.paper.rules import PaperReason
from services.roster.names import PersonName
from services.vocabulary import FinalKind

__all__ = [
    "ClassPaper",
    "FinalOfWeek",
    "NoClassOfOwn",
    "PaperDay",
    "PaperEntry",
    "PaperList",
    "WeekPage",
]


class NoClassOfOwn(BadInput):
    """Somebody asks for the sheets of a class without naming one, and has none of their own."""


@dataclass(frozen=True, slots=True)
class PaperDay:
    """A day with its lessons, recorded or changed."""

    on: date
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class FinalOfWeek:
    """A mark of a period or a year whose result is of this week."""

    subject: str
    kind: FinalKind
    period: PeriodName | None
    value: int | None


@dataclass(frozen=True, slots=True)
class WeekPage:
    """Everything on one sheet; nothing of health is in it."""

    sheet_id: int
    student_id: int
    student: PersonName
    class_name: str
    reason: PaperReason
    week_on: date
    days: tuple[PaperDay, ...]
    homework: tuple[VisibleHomework, ...]
    finals: tuple[FinalOfWeek, ...]
    changes: tuple[PaperDay, ...]  # of the week that follows
    missed: int
    missed_unexcused: int
    tardy: int


@dataclass(frozen=True, slots=True)
class ClassPaper:
    """The sheets of one class for one week, by name."""

    school_name: str
    class_id: int
    class_name: str
    homeroom_teacher: PersonName | None
    week_on: date
    made_at: datetime
    zone: ZoneInfo
    pages: tuple[WeekPage, ...]


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A child in the list of those whose sheet is to be handed over."""

    sheet_id: int
    student: PersonName
    reason: PaperReason
    handed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperList:
    """What a class teacher ticks off; *classes* are those to choose from."""

    class_id: int
    class_name: str
    week_on: date
    newest_on: date  # no later week can be opened
    zone: ZoneInfo
    entries: tuple[PaperEntry, ...]
    classes: tuple[tuple[int, str], ...]

    @property
    def handed(self) -> int:
        """How many are handed over."""
        return sum(one.handed_at is not None for one in self.entries)

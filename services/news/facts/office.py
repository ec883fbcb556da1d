"""News for staff about their own work and the installation."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.control.nudge_facts import NudgedItem
from services.control.week import Tally
from services.lesson_cards.facts import LessonCardFacts
from services.roster.names import PersonName
from services.vocabulary import OfficeAlertKind

__all__ = [
    "ClassWeekNews",
    "LessonCardNews",
    "NudgeNews",
    "OfficeAlertNews",
    "OutageNews",
    "SchoolPackNews",
    "WeekFigures",
]


@dataclass(frozen=True, slots=True)
class LessonCardNews:
    """A lesson that has begun, for who gives it."""

    card: LessonCardFacts
    child: None = None


@dataclass(frozen=True, slots=True)
class ClassWeekNews:
    """The class teacher's week: what to print, whom to settle, whom nothing reaches."""

    class_id: int
    class_name: str
    first: date
    last: date
    sheets: int  # of paper, not handed over yet
    unread: tuple[PersonName, ...]  # students of whose last summary no guardian has read
    unexcused: tuple[tuple[PersonName, int], ...]  # lessons missed without a good reason
    open_reasons: int  # students with lessons whose reason nobody knows
    unreached: tuple[PersonName, ...]
    child: None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """The school's week in numbers, as it stood when the pack was made."""

    tally: Tally
    worst: tuple[tuple[PersonName | None, int], ...]  # teachers, entries they have not made
    thin: int  # groups with few marks
    late_periods: int
    students: int
    unreached: int


@dataclass(frozen=True, slots=True)
class SchoolPackNews:
    """The heads' pack of a week (with its figures) or of a month."""

    first: date
    last: date
    figures: WeekFigures | None = None
    chain: tuple[int, str] | None = None  # number and hash of the last entry, for the director
    child: None = None


@dataclass(frozen=True, slots=True)
class NudgeNews:
    """What a member of staff is reminded of."""

    items: tuple[NudgedItem, ...]
    child: None = None


@dataclass(frozen=True, slots=True)
class OfficeAlertNews:
    """Something of the installation that an administrator must see to."""

    child: None
    kind: OfficeAlertKind
    detail: str
    raised_at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class OutageNews:
    """A time in which the diary was away (or, *is_silence*, nothing of it was taken).

    What people wrote before ``lost_before`` has not come.
    """

    began_at: datetime
    ended_at: datetime
    lost_before: datetime | None
    is_silence: bool
    waiting: int
    zone: ZoneInfo
    is_for_staff: bool
    child: None = None

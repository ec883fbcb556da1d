"""What the dispatcher is shown: each change with its doubts, whom it concerns, what was saved."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.roster.names import PersonName
from services.timetable.change_news import FamilyCount
from services.timetable.changes import ChangeSort
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind

__all__ = [
    "ChangeDiscarded",
    "ChangeLine",
    "ChangePreview",
    "ChangeSaved",
    "ChangeWithdrawn",
    "DayLine",
    "Doubt",
    "DoubtKind",
    "LessonLine",
    "MissingLine",
    "PlaceFacts",
]


class DoubtKind(StrEnum):
    """What speaks against a change without forbidding it."""

    TEACHER_BUSY = "teacher_busy"
    ROOM_BUSY = "room_busy"
    CLASS_BUSY = "class_busy"
    ADDED = "added"  # there is no such lesson in the timetable
    DAY_OFF = "day_off"  # holidays, or no day of the school's week
    PAST = "past"  # over already: nobody is told
    CHANGED_BEFORE = "changed_before"
    USUAL_TIMES = "usual_times"  # a shared lesson waits for a class that is not shortened


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt, with the lesson that stands in the way, where one does."""

    kind: DoubtKind
    group: str = ""
    subject: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A lesson in words."""

    group: str
    subject: str
    teacher: PersonName
    on: date
    number: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A changed lesson: before and after."""

    sort: ChangeSort
    old: PlaceFacts | None
    new: PlaceFacts | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class DayLine:
    """A changed day: of whole grades, or of classes named one by one."""

    kind: DayKind
    starts_on: date
    ends_on: date
    classes: tuple[str, ...]
    grades: tuple[int, ...] = ()
    bells: ShortBells | None = None
    first_at: datetime | None = None  # of a shortened day: when it begins and ends
    last_at: datetime | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A line without effect: the class has no such lesson on that day."""

    group: str
    on: date
    number: int


ChangeLine = LessonLine | DayLine | MissingLine


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a message would do. *due_at*: when people would hear, saved now; None: nobody has to.

    An empty one has nothing to save.
    """

    entry_id: int
    lines: tuple[ChangeLine, ...]
    families: FamilyCount
    teachers: int
    zone: ZoneInfo
    now: datetime
    due_at: datetime | None = None
    is_urgent: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSaved:
    """Saved changes. *is_repeat*: they had been saved before, and nothing changed now."""

    entry_id: int
    lines: tuple[ChangeLine, ...]
    zone: ZoneInfo
    now: datetime
    saved_at: datetime
    held_until: datetime | None = None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDiscarded:
    """A preview that was not saved."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class ChangeWithdrawn:
    """Changes taken back; *families_told*: somebody had heard of them, and hears of this."""

    entry_id: int
    families_told: bool
    is_repeat: bool = False

"""The card of a lesson and its two sheets, as plain values for a screen."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.bulk_entry.facts import SavedFacts
from services.roster.namesakes import UNLIKE, Apart
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode

__all__ = [
    "AbsenteeSheet",
    "CardName",
    "LessonCardFacts",
    "ListedName",
    "MarkSheet",
    "SheetName",
]


@dataclass(frozen=True, slots=True)
class ListedName:
    """A student of the class list."""

    student_id: int
    family_name: str
    given_name: str
    number: int
    apart: Apart = UNLIKE


@dataclass(frozen=True, slots=True)
class CardName:
    """A student with a letter, as the card names who is not there."""

    name: ListedName
    code: AttendanceCode


@dataclass(frozen=True, slots=True)
class LessonCardFacts:
    """A lesson as its teacher sees it.

    ``absent`` is what the journal says; ``expected`` whom the previous lesson or the family says
    will be missing, while nobody has looked (``attendance_at`` is None). ``mark_until`` is when
    the absentees have to be marked. ``planned_topic`` is the next one of the thematic plan,
    its number of so many ``planned_lines``.
    ``control_work`` is the title of the one planned here (None: there is none).
    """

    lesson: PlannedLesson
    zone: ZoneInfo
    now: datetime
    students: int
    absent: tuple[CardName, ...]
    expected: tuple[ListedName, ...]
    attendance_at: datetime | None
    mark_until: datetime
    marks: int
    topic: str
    takes_marks: bool
    needs_homework: bool
    has_homework: bool
    planned_topic: str = ""
    planned_number: int = 0
    planned_lines: int = 0
    control_work: str | None = None
    saved: SavedFacts | None = None

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to look at yet."""
        return self.lesson.starts_at <= self.now


@dataclass(frozen=True, slots=True)
class SheetName:
    """A student on a sheet: the letter as it would be saved, and what a tap makes of it."""

    name: ListedName
    code: AttendanceCode
    marks: tuple[int, ...] = ()  # of the sheet, not saved yet
    standing: tuple[int, ...] = ()  # in the journal for this kind of work
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class AbsenteeSheet:
    """Who is there, name by name; ``page`` of ``pages``, both counted from zero and one."""

    entry_id: int
    lesson: PlannedLesson
    names: tuple[SheetName, ...]
    page: int
    pages: int
    absent: int
    late: int


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """Marks of one kind of work, name by name; ``chosen`` waits for its mark."""

    entry_id: int
    lesson: PlannedLesson
    work_kind: str
    names: tuple[SheetName, ...]
    page: int
    pages: int
    chosen: ListedName | None
    given: int
    is_pass_fail: bool = False

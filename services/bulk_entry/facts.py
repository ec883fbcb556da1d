"""What the teacher is shown: a preview, a question, a saved or a taken-back entry."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.bulk_entry.faults import QuestionKind
from services.journal.mark_rules import PlannedMark
from services.journal.planning import AttendanceStep
from services.vocabulary import AttendanceCode

__all__ = [
    "DiscardedFacts",
    "EntryStep",
    "LessonOption",
    "LessonPreview",
    "LessonQuestion",
    "PersonOption",
    "PersonQuestion",
    "PreviewFacts",
    "SavedFacts",
    "StudentPreview",
    "UndoneFacts",
    "WordQuestion",
]


@dataclass(frozen=True, slots=True)
class PersonOption:
    """A student a name may mean; *number* is the place in the class list."""

    student_id: int
    family_name: str
    given_name: str
    patronymic: str
    number: int


@dataclass(frozen=True, slots=True)
class LessonOption:
    """A lesson a line may be about."""

    on: date
    number: int
    group: str
    subject: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class WordQuestion:
    """A word that can be read in more than one way; a single option asks for a yes."""

    entry_id: int
    step: int
    kind: QuestionKind
    word: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """A name that several students have, or (*is_guess*) that nobody has just so."""

    entry_id: int
    step: int
    word: str
    group: str
    is_guess: bool
    options: tuple[PersonOption, ...]


@dataclass(frozen=True, slots=True)
class LessonQuestion:
    """A line that fits several lessons."""

    entry_id: int
    step: int
    options: tuple[LessonOption, ...]


@dataclass(frozen=True, slots=True)
class StudentPreview:
    """What the line says of one student, and what it changes."""

    family_name: str
    given_name: str
    marks: tuple[PlannedMark, ...] = ()
    attendance: AttendanceCode | None = None
    minutes_late: int | None = None
    attendance_step: AttendanceStep | None = None
    is_absent_with_mark: bool = False


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """One lesson of the preview. *is_ahead*: it has not begun yet."""

    on: date
    number: int
    group: str
    subject: str
    students: tuple[StudentPreview, ...]
    topic: str | None = None
    topic_was: str = ""
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """What was understood; *is_unchanged*: the journal says all of it already.

    The moments at which families hear are those of saving now.
    """

    entry_id: int
    lessons: tuple[LessonPreview, ...]
    zone: ZoneInfo
    now: datetime
    is_unchanged: bool
    marks_due_at: datetime | None = None
    absences_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """A saved entry. *is_repeat*: it had been saved before, and nothing changed now."""

    entry_id: int
    lessons: tuple[LessonOption, ...]
    marks: int
    attendance: int
    topics: int
    saved_at: datetime
    now: datetime
    zone: ZoneInfo
    held_until: datetime | None = None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class DiscardedFacts:
    """A preview that was not saved."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class UndoneFacts:
    """An entry taken back. *kept* facts had been changed again since and stay as they are."""

    entry_id: int
    lessons: tuple[LessonOption, ...]
    restored: int
    kept: int
    families_told: bool
    is_repeat: bool = False


EntryStep = (
    WordQuestion
    | PersonQuestion
    | LessonQuestion
    | PreviewFacts
    | SavedFacts
    | DiscardedFacts
    | UndoneFacts
)

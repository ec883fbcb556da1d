"""What the teacher is shown: a preview, a question, a saved or a taken-back entry."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.bulk_entry.faults import QuestionKind
from services.homework.planning import StandingHomework
from services.journal.mark_rules import PlannedMark
from services.journal.planning import AttendanceStep
from services.roster.namesakes import UNLIKE, Apart
from services.vocabulary import AttendanceCode

__all__ = [
    "DiscardedFacts",
    "DueQuestion",
    "EntryStep",
    "HomeworkPreview",
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
    group_id: int = 0
    subject_id: int = 0


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
class DueQuestion:
    """A due day that may be meant in one week or the next."""

    entry_id: int
    step: int
    lesson: LessonOption
    options: tuple[date, ...]


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
    owes: bool = False
    opens_debt: bool = False
    apart: Apart = UNLIKE


@dataclass(frozen=True, slots=True)
class HomeworkPreview:
    """A piece of homework of the preview, for all or for the student named.

    *has_lesson*: there is a lesson of the subject on the day it is due. *was* is what stands
    there now.
    """

    text: str
    is_none: bool
    due_on: date | None
    has_lesson: bool
    family_name: str = ""
    given_name: str = ""
    was: StandingHomework | None = None
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """One lesson of the preview. *is_ahead*: it has not begun yet.

    *left_out*: who is absent, so that a mark «for all» is not theirs.
    """

    on: date
    number: int
    group: str
    subject: str
    students: tuple[StudentPreview, ...]
    topic: str | None = None
    topic_was: str = ""
    homework: tuple[HomeworkPreview, ...] = ()
    is_ahead: bool = False
    left_out: tuple[StudentPreview, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """What was understood; *is_unchanged*: the journal says all of it already.

    The moments at which families hear are those of saving now. *is_homework_complete*: with it
    the homework of the class's day is all in; otherwise they hear sooner if the rest comes.
    """

    entry_id: int
    lessons: tuple[LessonPreview, ...]
    zone: ZoneInfo
    now: datetime
    is_unchanged: bool
    marks_due_at: datetime | None = None
    absences_due_at: datetime | None = None
    homework_due_at: datetime | None = None
    is_homework_complete: bool = False
    files: int = 0


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """A saved entry. *is_repeat*: it had been saved before, and nothing changed now.

    *is_roll_taken*: with it somebody has looked who is there.
    """

    entry_id: int
    lessons: tuple[LessonOption, ...]
    marks: int
    attendance: int
    topics: int
    saved_at: datetime
    now: datetime
    zone: ZoneInfo
    homework: int = 0
    held_until: datetime | None = None
    is_repeat: bool = False
    is_roll_taken: bool = False
    debts: int = 0


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
    | DueQuestion
    | PreviewFacts
    | SavedFacts
    | DiscardedFacts
    | UndoneFacts
)

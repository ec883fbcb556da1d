"""Pages of the journal as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.finals.facts import PeriodName
from services.roster.classes import ListedClass
from services.roster.names import PersonName
from services.roster.namesakes import Apart
from services.vocabulary import AttendanceCode

__all__ = [
    "JournalCell",
    "JournalColumn",
    "JournalList",
    "JournalOf",
    "JournalPage",
    "JournalProgress",
    "JournalRow",
    "MarkInCell",
    "MarkPast",
    "StudentInSubject",
]


@dataclass(frozen=True, slots=True)
class JournalOf:
    """A group and a subject that there is a page of."""

    group_id: int
    subject_id: int
    group: str
    subject: str


@dataclass(frozen=True, slots=True)
class JournalList:
    """The pages somebody may open; a deputy head chooses a class first."""

    journals: tuple[JournalOf, ...]
    classes: tuple[ListedClass, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkInCell:
    """A mark as it stands in a cell; the parts of a double mark share a work."""

    value: int
    work_kind: str
    weight_tenths: int
    part: int = 1


@dataclass(frozen=True, slots=True)
class JournalCell:
    """One student at one lesson."""

    marks: tuple[MarkInCell, ...] = ()
    code: AttendanceCode | None = None
    minutes_late: int | None = None


@dataclass(frozen=True, slots=True)
class JournalColumn:
    """One lesson."""

    lesson_id: int
    on: date
    number: int
    topic: str
    homework: str = ""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One student: a cell for each column of the page, and the average of the whole period."""

    student_id: int
    number: int
    family_name: str
    given_name: str
    apart: Apart
    cells: tuple[JournalCell, ...]
    average: Fraction | None


@dataclass(frozen=True, slots=True)
class JournalProgress:
    """The school year so far: lessons *due* before today, *given* with a topic; hours of the plan.

    Without a plan ``plan_hours`` is 0.
    """

    due: int
    given: int
    plan_hours: int = 0
    plan_given: int = 0

    @property
    def behind(self) -> int:
        """How many lessons are due and not given."""
        return max(self.due - self.given, 0)


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Students × dates; ``page`` of ``pages`` of dates, counted from zero and one."""

    journal: JournalOf
    period: PeriodName | None
    starts_on: date
    ends_on: date
    columns: tuple[JournalColumn, ...]
    rows: tuple[JournalRow, ...]
    page: int
    pages: int
    progress: JournalProgress | None = None


@dataclass(frozen=True, slots=True)
class MarkPast:
    """A mark with what became of it: each earlier value, by whom and when it was changed."""

    on: date
    value: int
    work_kind: str
    is_withdrawn: bool
    comment: str
    recorded_at: datetime
    author: PersonName
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StudentInSubject:
    """A student's marks and absences of a subject in a period, with their history."""

    journal: JournalOf
    student_id: int
    name: PersonName
    marks: tuple[MarkPast, ...]
    letters: tuple[tuple[date, AttendanceCode, int | None], ...]
    average: Fraction | None
    zone: ZoneInfo

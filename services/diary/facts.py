"""Pages of the diary as plain values. Illness is not in them: families read only «excused»."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.diary.timetable_lines import TimetableLine
from services.errors import DiaryError, NotAllowed
from services.homework.visible import VisibleHomework
from services.vocabulary import AttendanceCode, ContentMode, DayKind, PeriodKind

__all__ = [
    "ChildFacts",
    "DatedMark",
    "DatedMarksPage",
    "DayPage",
    "DetailsAtSchool",
    "FamilyAttendance",
    "LessonLine",
    "MarkFacts",
    "MarksPage",
    "NoChildOpen",
    "PeriodFacts",
    "SubjectMarks",
    "WeekDay",
    "WeekPage",
    "as_family_reads",
]


class DetailsAtSchool(DiaryError):
    """The school lets messages name nobody: details are in its own diary. Facts: none."""


class NoChildOpen(NotAllowed):
    """A family may see no child now: consent or the paper half is missing. Facts: action."""


class FamilyAttendance(StrEnum):
    """A letter of attendance as families read it."""

    ABSENT = "absent"  # the reason is not known
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    TARDY = "tardy"
    EXEMPT = "exempt"


_AS_FAMILY_READS = {
    AttendanceCode.ABSENT: FamilyAttendance.ABSENT,
    AttendanceCode.ABSENT_SICK: FamilyAttendance.EXCUSED,
    AttendanceCode.ABSENT_EXCUSED: FamilyAttendance.EXCUSED,
    AttendanceCode.ABSENT_UNEXCUSED: FamilyAttendance.UNEXCUSED,
    AttendanceCode.TARDY: FamilyAttendance.TARDY,
    AttendanceCode.EXEMPT: FamilyAttendance.EXEMPT,
}


def as_family_reads(code: AttendanceCode) -> FamilyAttendance | None:
    """How a letter reads for a family; None for plain presence."""
    return _AS_FAMILY_READS.get(code)


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """A child as pages name it; outside ``full`` by what the reader calls it, or not at all."""

    student_id: int
    given_name: str
    family_name: str
    class_name: str
    content_mode: ContentMode


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A mark on a page; *part* 2 is the second of a double mark."""

    value: int
    weight_tenths: int
    work_kind: str
    on: date
    part: int = 1


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of a day with what happened in it."""

    number: int
    starts_at: datetime
    ends_at: datetime
    subject: str
    room: str = ""
    topic: str = ""
    marks: tuple[MarkFacts, ...] = ()
    attendance: FamilyAttendance | None = None
    minutes_late: int | None = None
    timetable: TimetableLine | None = None  # with what differs; None: recorded beside it

    @property
    def is_club(self) -> bool:
        """Whether it is an activity after lessons."""
        return self.timetable is not None and self.timetable.is_club


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day of a child. *holiday* names the holidays it lies in; neighbours are school days."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    on: date
    today: date
    zone: ZoneInfo
    lessons: tuple[LessonLine, ...]
    homework: tuple[VisibleHomework, ...] = ()  # given or due on the day
    kind: DayKind | None = None
    holiday: str = ""
    previous_on: date | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of a week page; *holiday* and *kind* say why there are no lessons."""

    on: date
    lessons: tuple[LessonLine, ...]
    homework: tuple[VisibleHomework, ...] = ()  # due on the day
    kind: DayKind | None = None
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The school days of a week of a child."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    today: date
    zone: ZoneInfo
    days: tuple[WeekDay, ...]


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A grading period; *number* counts the periods of its kind in the year from 1."""

    period_id: int
    kind: PeriodKind
    number: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SubjectMarks:
    """A subject's marks in a period, oldest first, and their exact average.

    ``outcome`` is the mark the average comes to now; a period that is over has its final marks.
    """

    subject: str
    marks: tuple[MarkFacts, ...]
    average: Fraction | None
    outcome: int | None = None
    average_before: Fraction | None = None  # without the last two weeks: the trend's yardstick


@dataclass(frozen=True, slots=True)
class DatedMark:
    """A mark with its subject and what the teacher wrote beside it."""

    subject: str
    mark: MarkFacts
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DatedMarksPage:
    """Every mark of a child in a period, the newest first."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    period: PeriodFacts | None
    periods: tuple[PeriodFacts, ...]
    marks: tuple[DatedMark, ...] = ()


@dataclass(frozen=True, slots=True)
class MarksPage:
    """The marks of a child in a period; without a period the school has not named any."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    period: PeriodFacts | None
    periods: tuple[PeriodFacts, ...]
    subjects: tuple[SubjectMarks, ...]
    missed: int = 0
    missed_unexcused: int = 0
    tardy: int = 0

"""News about who is not at school, for families and for staff."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from services.diary.facts import FamilyAttendance
from services.news.facts.children import ChildName
from services.roster.names import PersonName

__all__ = [
    "AbsenceNews",
    "AlarmNews",
    "AlarmState",
    "CallNews",
    "CallState",
    "LetterNews",
    "StaffAlarmNews",
]


@dataclass(frozen=True, slots=True)
class AbsenceNews:
    """Attendance at one lesson, as families read it; None is presence.

    ``is_answer``: the person was told something else before, ``told``. ``before``: what the
    message says already that goes on with this lesson.
    """

    child: ChildName
    subject: str
    lesson_number: int
    starts_at: time
    on: date | None  # None: today
    attendance: FamilyAttendance | None
    minutes_late: int | None = None
    is_answer: bool = False
    told: FamilyAttendance | None = None
    day: date | None = None  # the day itself, for what is pressed under the message
    before: "tuple[AbsenceNews, ...]" = ()


@dataclass(frozen=True, slots=True)
class LetterNews:
    """How missed lessons of some days (both included) are marked; None: nobody knows why."""

    child: ChildName
    starts_on: date
    ends_on: date
    is_excused: bool | None
    is_correction: bool = False


class AlarmState(StrEnum):
    """How far an alarm has come."""

    OPEN = "open"
    TAKEN = "taken"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class AlarmNews:
    """A child who left home and is not at school, as the guardians hear of it."""

    child: ChildName
    alarm_id: int
    state: AlarmState
    taken_by: PersonName | None = None


@dataclass(frozen=True, slots=True)
class StaffAlarmNews:
    """The same, as staff hear of it."""

    pupil: ChildName
    alarm_id: int
    state: AlarmState
    taken_by: PersonName | None = None
    child: None = None


class CallState(StrEnum):
    """How far a call has come."""

    OPEN = "open"
    NOT_REACHED = "not_reached"
    REACHED = "reached"
    EXPLAINED = "explained"  # the family has said it by itself


@dataclass(frozen=True, slots=True)
class CallNews:
    """A family to be called about a day; or one that need not be called any more."""

    pupil: ChildName
    call_id: int
    state: CallState
    is_told: bool  # whether a message of ours about that day has reached anybody of the family
    child: None = None

"""What families and staff are shown of absences, as plain values, and what refuses them."""

from dataclasses import dataclass
from datetime import date

from services.errors import BadInput, DiaryError, OutOfDate
from services.roster.names import PersonName
from services.vocabulary import AbsenceKind, ContentMode

__all__ = [
    "AbsenceQuestion",
    "Alarm",
    "AlarmClosed",
    "Announcement",
    "CallRecord",
    "Child",
    "DayPassed",
    "ManyChildren",
    "NotAbsent",
    "ReasonDays",
    "ReasonGiven",
    "UnreadAbsence",
]


class DayPassed(OutOfDate):
    """The alert is of a day that is over. Facts: on."""


class NotAbsent(OutOfDate):
    """Nobody misses the child any more. Facts: none."""


class AlarmClosed(OutOfDate):
    """The child was found already. Facts: none."""


class UnreadAbsence(BadInput):
    """An announcement could not be read. Facts: none."""


class ManyChildren(DiaryError):
    """It is not said which child is meant. Facts: none."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child as messages may name it; outside ``full`` by what the reader calls it, if at all."""

    student_id: int
    given_name: str
    family_name: str
    class_name: str
    content_mode: ContentMode = ContentMode.FULL
    alias: str = ""
    number: int | None = None  # among the reader's children, if there are several


@dataclass(frozen=True, slots=True)
class ReasonDays:
    """Which lessons a reason is for: days (both included), whole or from lesson to lesson."""

    starts_on: date
    ends_on: date
    first_lesson: int | None = None
    last_lesson: int | None = None

    def covers(self, on: date, number: int) -> bool:
        """Whether a lesson is among them."""
        return (
            self.starts_on <= on <= self.ends_on
            and (self.first_lesson or 0) <= number
            and (self.last_lesson is None or number <= self.last_lesson)
        )


@dataclass(frozen=True, slots=True)
class AbsenceQuestion:
    """The alert of a day, about to be answered: numbers and subjects of the lessons missed."""

    child: Child
    on: date
    lessons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """A reason that is recorded; ``is_repeat``: it was before."""

    reason_id: int
    child: Child
    days: ReasonDays
    today: date
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """An absence to be announced; without a kind it is asked."""

    children: tuple[Child, ...]
    child: Child
    days: ReasonDays
    today: date
    kind: AbsenceKind | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm as it stands after a press."""

    alarm_id: int
    child: Child
    taken_by: PersonName | None
    is_found: bool
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What came of calling a family."""

    call_id: int
    child: Child
    is_reached: bool

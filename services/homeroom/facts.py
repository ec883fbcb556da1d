"""What class teachers are shown of absences, as plain values, and what refuses their lines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.absences.letters import SetLetter
from services.errors import BadInput, NotAllowed
from services.journal.attendance_figures import AttendanceFigures
from services.roster.names import PersonName
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = [
    "AbsenceStretch",
    "ClassFacts",
    "LettersSet",
    "LineFault",
    "MonthFigures",
    "NamesToChoose",
    "NoClass",
    "OpenPupil",
    "PupilFigures",
    "PupilName",
    "ReasonLineNotRead",
    "ReasonsPage",
    "ReasonsPreview",
]


class NoClass(NotAllowed):
    """Somebody who leads no class asks for one. Facts: action."""


class LineFault(StrEnum):
    """What is wrong with a line of reasons."""

    NO_NAME = "no_name"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_WORD = "unknown_word"
    BAD_DATES = "bad_dates"
    NOTHING_MISSED = "nothing_missed"


class ReasonLineNotRead(BadInput):
    """A line of reasons could not be used. Facts: fault, word."""


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class by id and name."""

    class_id: int
    name: str


@dataclass(frozen=True, slots=True)
class PupilName:
    """A student as staff know them."""

    student_id: int
    name: PersonName


@dataclass(frozen=True, slots=True)
class AbsenceStretch:
    """School days in a row with missed lessons; *numbers*: of a single day."""

    starts_on: date
    ends_on: date
    lessons: int
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPupil:
    """A student whose absences nobody has settled: unexplained, or without the paper.

    *said*: what the family gave as reason, for the class teacher alone.
    """

    pupil: PupilName
    stretches: tuple[AbsenceStretch, ...]
    is_today: bool
    needs_paper: bool = False
    said: AbsenceKind | None = None


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """A class's open absences; *roster* is what choices of students count in."""

    school_class: ClassFacts
    others: tuple[ClassFacts, ...]
    today: date
    roster: tuple[int, ...]
    pupils: tuple[OpenPupil, ...]
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True)
class ReasonsPreview:
    """What a line would mark, before anything is stored; no days: all that is open."""

    class_id: int
    roster: tuple[int, ...]
    pupils: tuple[OpenPupil, ...]
    starts_on: date | None
    ends_on: date | None
    code: AttendanceCode | None
    today: date


@dataclass(frozen=True, slots=True)
class NamesToChoose:
    """A name that several students have: each of them with what the line would mean."""

    word: str
    options: tuple[tuple[PupilName, ReasonsPreview], ...]


@dataclass(frozen=True, slots=True)
class LettersSet:
    """What was marked, student by student; *nothing*: who has missed nothing on these days."""

    class_id: int
    code: AttendanceCode
    done: tuple[tuple[PupilName, SetLetter], ...]
    nothing: tuple[PupilName, ...]

    @property
    def is_repeat(self) -> bool:
        """Whether all of it stood so already."""
        return bool(self.done) and not any(letter.is_changed for _pupil, letter in self.done)


@dataclass(frozen=True, slots=True)
class PupilFigures:
    """A student's month; *held*: the lessons there were."""

    pupil: PupilName
    class_name: str
    figures: AttendanceFigures
    held: int
    is_systematic: bool


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A class's month: everybody who missed something, and the whole class together."""

    school_class: ClassFacts
    others: tuple[ClassFacts, ...]
    first: date
    last: date
    today: date
    pupils: tuple[PupilFigures, ...]
    students: int
    total: AttendanceFigures

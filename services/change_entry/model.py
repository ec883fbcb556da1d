"""What a line about the timetable means before the school's lists were asked; frozen values."""

from dataclasses import dataclass, field
from datetime import date

from services.bulk_entry.model import Span
from services.bulk_entry.wordlist import SubjectWord
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind

__all__ = ["ChangeVocabulary", "MoveTarget", "ParsedChange", "Spans", "StaffWord"]


_NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class StaffWord:
    """A member of staff, as the school writes the name."""

    person_id: int
    family_name: str
    given_name: str
    patronymic: str = ""


@dataclass(frozen=True, slots=True)
class ChangeVocabulary:
    """Everything a line is read against; it comes from outside, with the school's date."""

    today: date
    classes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    subjects: tuple[SubjectWord, ...] = ()
    staff: tuple[StaffWord, ...] = ()
    bell_sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveTarget:
    """Where a lesson goes; without a date it stays on its day."""

    number: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Spans:
    """Where in the text the parts of a line stand, to point at them later."""

    whole: Span = _NOWHERE
    lesson: Span = _NOWHERE
    group: Span = _NOWHERE
    subject: Span = _NOWHERE
    teacher: Span = _NOWHERE
    instead: Span = _NOWHERE
    target: Span = _NOWHERE


@dataclass(frozen=True, slots=True)
class ParsedChange:
    """One line. What it does not say is None or empty.

    ``classes`` are named one by one, ``grades`` as whole grades, ``is_everybody`` is the school;
    of all of them ``shift`` leaves those of one shift.
    Several ``numbers`` change alike. With ``day_kind`` the line is about whole days up to
    ``until``, with ``as_weekday`` about one day that has another day's lessons, else about
    lessons of one date.
    """

    on: date
    until: date | None = None
    classes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    is_everybody: bool = False
    shift: int | None = None
    numbers: tuple[int, ...] = ()
    group_number: int | None = None
    is_cancelled: bool = False
    day_kind: DayKind | None = None
    bells: ShortBells | None = None
    as_weekday: int | None = None
    target: MoveTarget | None = None
    subject: str | None = None
    teacher_id: int | None = None
    room: str | None = None
    instead_of: str | None = None
    reason: str = ""
    spans: Spans = field(default=Spans(), compare=False)

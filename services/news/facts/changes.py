"""News about a changed day, for families and for teachers."""

from dataclasses import dataclass
from datetime import date, time

from services.news.facts.children import ChildName
from services.roster.names import PersonName
from services.timetable.changes import ChangeSort
from services.vocabulary import DayKind

__all__ = [
    "ChangeItem",
    "ChangeNews",
    "ChangedPlace",
    "DayChangeItem",
    "LessonChangeItem",
    "StaffChangeNews",
]


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A lesson before or after a change."""

    subject: str
    group: str
    teacher_id: int
    teacher: PersonName
    on: date
    number: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class LessonChangeItem:
    """A changed lesson; without *new* cancelled, without *old* added.

    ``is_withdrawn``: the person was told of it, and it does not hold any more.
    """

    sort: ChangeSort
    old: ChangedPlace | None
    new: ChangedPlace | None
    is_withdrawn: bool = False

    @property
    def place(self) -> tuple[date, int]:
        """The day and number it is told under."""
        one = self.old or self.new
        if one is None:
            raise ValueError(self)
        return one.on, one.number


@dataclass(frozen=True, slots=True)
class DayChangeItem:
    """Days that are no ordinary ones; without grades it is about the child's class.

    A teacher reads the ``classes``. Of a shortened day ``minutes`` (None: by other bells) and,
    to a family of a single day, when its last lesson ends.
    """

    kind: DayKind
    starts_on: date
    ends_on: date
    grades: tuple[int, ...] = ()
    is_withdrawn: bool = False
    classes: tuple[str, ...] = ()
    minutes: int | None = None
    last_at: time | None = None


ChangeItem = LessonChangeItem | DayChangeItem


@dataclass(frozen=True, slots=True)
class ChangeNews:
    """What is new about one day of a child.

    ``first_at`` and ``last_at`` are told where the day now begins or ends otherwise than the
    family knows; ``comes_later``: than by the timetable. ``has_no_lessons``: nothing is left.
    """

    child: ChildName
    items: tuple[ChangeItem, ...]
    first_at: time | None = None
    comes_later: bool = False
    last_at: time | None = None
    has_no_lessons: bool = False


@dataclass(frozen=True, slots=True)
class StaffChangeNews:
    """What is new about one day of a teacher: own lessons, those of others, days of classes."""

    reader_id: int
    items: tuple[ChangeItem, ...]
    child: None = None

"""Homework as families read it in the diary and on the page of its own: plain values."""

from dataclasses import dataclass
from datetime import date

from services.diary.facts import ChildFacts
from services.homework.drafts import FileRef
from services.homework.visible import VisibleHomework

__all__ = ["HomeworkDay", "HomeworkFiles", "HomeworkPage"]


@dataclass(frozen=True, slots=True)
class HomeworkDay:
    """What is due on a day; without a day, at a next lesson that is not planned yet."""

    on: date | None
    homework: tuple[VisibleHomework, ...]


@dataclass(frozen=True, slots=True)
class HomeworkPage:
    """A child's homework from a day on; *done*: what the student has ticked off.

    *may_tick*: the student is reading. *nothing_set*: subjects of today's lessons with «не
    задано».
    """

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    on: date
    today: date
    days: tuple[HomeworkDay, ...]
    done: frozenset[int]
    may_tick: bool = False
    nothing_set: tuple[str, ...] = ()
    previous_on: date | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class HomeworkFiles:
    """The files of one homework."""

    subject: str
    due_on: date | None
    files: tuple[FileRef, ...]

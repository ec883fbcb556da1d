"""Control works as plain values, and what refuses them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.control_works.rules import ControlDoubt
from services.diary.facts import ChildFacts
from services.errors import BadInput, NotAllowed, OutOfDate
from services.regulation.work_kinds import CONTROL_WORK
from services.roster.classes import ListedClass

__all__ = [
    "CONTROL_KINDS",
    "ControlWorkDoubted",
    "ControlWorkFacts",
    "ControlWorkGone",
    "ControlWorkNotTaken",
    "ControlWorkPreview",
    "ControlWorksOfChild",
    "FreeLesson",
    "GroupChoice",
    "LessonChoice",
    "LessonToChoose",
    "NotTakenReason",
    "OwnControlWorks",
    "SubjectToChoose",
]

# What a whole class writes for half an hour or longer (B.10), the usual one first.
CONTROL_KINDS = (CONTROL_WORK, "dictation", "essay", "exposition", "test", "summative")


class NotTakenReason(StrEnum):
    """Why a message plans nothing."""

    NO_DAY = "no_day"
    NOT_AHEAD = "not_ahead"  # the day is today or over
    NO_LESSON = "no_lesson"  # of the subject on that day
    UNREADABLE = "unreadable"


class ControlWorkNotTaken(BadInput):
    """A message plans no control work. Facts: reason, on, free (lessons that could be meant)."""


class ControlWorkDoubted(NotAllowed):
    """Rules stand against it, and only the deputy head may set them aside. Facts: none."""


class ControlWorkGone(OutOfDate):
    """It was planned, taken off or is too old meanwhile. Facts: none."""


@dataclass(frozen=True, slots=True)
class FreeLesson:
    """A lesson of the subject that nothing stands against."""

    on: date
    number: int


@dataclass(frozen=True, slots=True)
class ControlWorkFacts:
    """A control work at a lesson."""

    work_id: int
    group: str
    subject: str
    on: date
    number: int
    title: str
    note: str = ""
    work_kind: str = CONTROL_WORK


@dataclass(frozen=True, slots=True)
class ControlWorkPreview:
    """A control work about to be planned: what stands against it, and what would be free."""

    work: ControlWorkFacts
    doubts: tuple[ControlDoubt, ...]
    free: tuple[FreeLesson, ...]
    may_override: bool

    @property
    def can_save(self) -> bool:
        """Whether nothing stands against it."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class OwnControlWorks:
    """What is planned from today on, for who plans."""

    works: tuple[ControlWorkFacts, ...]


@dataclass(frozen=True, slots=True)
class ControlWorksOfChild:
    """What a child has before it."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    works: tuple[ControlWorkFacts, ...]


@dataclass(frozen=True, slots=True)
class SubjectToChoose:
    """A subject of a group that a control work may be planned in."""

    group_id: int
    subject_id: int
    group: str
    subject: str


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """Classes to choose from; once one is chosen, its *subjects*."""

    classes: tuple[ListedClass, ...]
    subjects: tuple[SubjectToChoose, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonToChoose:
    """A lesson to come; *is_free*: no rule is against a control work at it."""

    on: date
    number: int
    is_free: bool


@dataclass(frozen=True, slots=True)
class LessonChoice:
    """The coming lessons of a group's subject."""

    group_id: int
    subject_id: int
    group: str
    subject: str
    lessons: tuple[LessonToChoose, ...]

"""Threads between families and teachers as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.diary.facts import ChildFacts
from services.roster.names import PersonName
from services.vocabulary import TalkTopic

__all__ = ["About", "Addressee", "FamilyTalks", "Said", "TalkLine", "TalkPage", "TalkStart"]


@dataclass(frozen=True, slots=True)
class About:
    """What a thread is attached to: a mark, homework, an absence or a summary; or nothing."""

    topic: TalkTopic
    subject: str = ""
    on: date | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """A teacher a family may write to, and what she teaches the child."""

    teacher_id: int
    name: PersonName
    subjects: tuple[str, ...]
    is_class_teacher: bool = False


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A thread in a list. ``waits``: the last word is the family's."""

    talk_id: int
    other: PersonName  # whom the reader talks with
    pupil: PersonName
    about: About
    last_at: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class FamilyTalks:
    """Whom a family may write to about a child, and what was written before.

    Without a child it is a member of staff's list.
    """

    child: ChildFacts | None
    children: tuple[ChildFacts, ...]
    zone: ZoneInfo
    addressees: tuple[Addressee, ...] = ()
    talks: tuple[TalkLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkStart:
    """A question about to be asked: to whom, about what."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    teacher: PersonName
    about: About
    teacher_id: int
    is_students: bool  # the guardian and the deputy head will see it
    options: tuple[tuple[int, About], ...] = ()  # what it can be attached to, by reference


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread."""

    author: PersonName
    is_teachers: bool
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A thread. ``can_write``: the reader is one of the two. ``shown_at``: when the teacher sees
    what was written just now, where that is later.
    """

    talk_id: int
    pupil: PersonName
    class_name: str
    asker: PersonName
    teacher: PersonName
    about: About
    said: tuple[Said, ...]
    zone: ZoneInfo
    is_students: bool
    is_staff: bool
    can_write: bool
    names_people: bool = True
    alias: str = ""  # what the reader calls the child, where it must not be named
    number: int | None = None  # which of the reader's children it is, if there are several
    shown_at: datetime | None = None

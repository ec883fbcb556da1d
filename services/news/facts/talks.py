"""News somebody has written: announcements, questions, answers."""

from dataclasses import dataclass

from services.conversations.facts import About
from services.news.facts.children import ChildName
from services.roster.names import PersonName

__all__ = [
    "AnswerNews",
    "BroadcastNews",
    "QuestionNews",
]


@dataclass(frozen=True, slots=True)
class BroadcastNews:
    """An announcement of the school: new, once more, or taken back; about no single child."""

    broadcast_id: int
    label: str  # the class, group or grade; empty: the school
    text: str
    answers: tuple[str, ...]
    author: PersonName
    is_reminder: bool = False
    is_recalled: bool = False
    child: None = None


@dataclass(frozen=True, slots=True)
class QuestionNews:
    """What a family has written to a teacher, as the teacher reads it."""

    talk_id: int
    pupil: ChildName
    author: PersonName
    about: About
    text: str
    is_students: bool = False
    child: None = None


@dataclass(frozen=True, slots=True)
class AnswerNews:
    """What a teacher has answered; ``is_childs``: what the child asks, for the guardians.

    ``is_letter``: nobody had asked, the teacher begins.
    """

    child: ChildName
    talk_id: int
    teacher: PersonName
    about: About
    text: str
    is_childs: bool = False
    can_answer: bool = False
    is_letter: bool = False

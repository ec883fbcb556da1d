"""What a school calls things, as the grammar needs it: classes, subjects, kinds of work, staff.

Only values; how a typed word finds its thing is in ``subjects``, ``kinds`` and ``classes``.
"""

from dataclasses import dataclass
from datetime import date

from services.regulation.work_kinds import DEFAULT_WORK_KINDS, WorkKind

__all__ = ["EntryVocabulary", "SubjectWord", "WorkKind"]

# Telegram: a text message holds at most 4096 characters; a longer paste arrives in pieces.
_MESSAGE_LENGTH = 4096


@dataclass(frozen=True, slots=True)
class SubjectWord:
    """A subject and its short form, both as the school writes them."""

    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class EntryVocabulary:
    """Everything a journal line is read against; it comes from outside, with the school's date."""

    today: date
    classes: tuple[str, ...] = ()
    subjects: tuple[SubjectWord, ...] = ()
    kinds: tuple[WorkKind, ...] = tuple(DEFAULT_WORK_KINDS.values())
    staff: tuple[str, ...] = ()  # family names, for «вместо …»
    allows_one: bool = False
    message_length: int = _MESSAGE_LENGTH

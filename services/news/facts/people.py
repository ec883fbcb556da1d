"""News about people and their access: requests, contacts, consents, birthdays."""

from dataclasses import dataclass
from datetime import date

from services.joining.age_steps import AgeStep
from services.news.facts.children import ChildName
from services.roster.names import PersonName

__all__ = [
    "AccountNews",
    "AgeNews",
    "ContactDecidedNews",
    "ContactRequestNews",
    "CorrectionDecidedNews",
    "CorrectionRequestNews",
    "EditionNews",
    "LinkConfirmedNews",
    "LinkRequestNews",
]


@dataclass(frozen=True, slots=True)
class LinkRequestNews:
    """Somebody asks staff to be confirmed as a person of the lists."""

    request_id: int
    name: PersonName
    pupils: tuple[ChildName, ...]
    is_students_chat: bool
    child: None = None


@dataclass(frozen=True, slots=True)
class LinkConfirmedNews:
    """Whoever asked to be confirmed may go on."""

    child: None = None


@dataclass(frozen=True, slots=True)
class ContactDecidedNews:
    """What became of a parent's new phone."""

    phone_tail: str
    is_confirmed: bool
    child: None = None


@dataclass(frozen=True, slots=True)
class CorrectionRequestNews:
    """Somebody says that the data about them are wrong; the office sees to it."""

    request_id: int
    name: PersonName
    text: str
    due_on: date | None
    child: None = None


@dataclass(frozen=True, slots=True)
class CorrectionDecidedNews:
    """What became of it; *answer*: why nothing was changed."""

    is_done: bool
    answer: str
    child: None = None


@dataclass(frozen=True, slots=True)
class ContactRequestNews:
    """A parent has another phone; the office decides about it."""

    name: PersonName
    child: None = None


@dataclass(frozen=True, slots=True)
class EditionNews:
    """A new edition of the consent text that waits for the person's answer."""

    child: ChildName
    version: int
    valid_from: date
    pauses_on: date


@dataclass(frozen=True, slots=True)
class AccountNews:
    """A child's own account: it waits for the guardian's consent, or that has opened it."""

    child: ChildName
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class AgeNews:
    """A birthday that changes who consents; staff hear of the *pupil* as their own work."""

    child: ChildName | None
    pupil: ChildName
    step: AgeStep
    day: date

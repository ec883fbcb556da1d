"""What joining tells the screens: outcomes as plain values. Before verification none holds a name.

A wrong code or number is an outcome and no error: it must be counted, and errors roll back.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.vocabulary import ContentMode, LinkRequestState, PersonKind, Role

__all__ = [
    "AlreadyLinked",
    "ChildFacts",
    "CodeFault",
    "CodeRefused",
    "ContactNeeded",
    "DoorLocked",
    "InviteLapsed",
    "InvitedChild",
    "JoiningStep",
    "LinkEnd",
    "Linked",
    "NotOwnContact",
    "NumberDiffers",
    "PersonFacts",
    "RequestCard",
    "RequestDecided",
    "RequestLapsed",
    "RequestSent",
    "SharedContact",
    "SheetHead",
    "VerifiedBy",
    "Visitor",
    "Welcome",
]


class VerifiedBy(StrEnum):
    """How it was proved that an account belongs to a person."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    MEETING = "meeting"


class LinkEnd(StrEnum):
    """Why a link between an account and a person ended."""

    MOVED = "moved"  # the person came in from another account
    LOST = "lost"  # the school disconnected it, as after a lost phone
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class CodeFault(StrEnum):
    """Why a code does not open anything."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    ENDED = "ended"  # a newer code was issued, the request was refused, the person left


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever writes, before anything is proved."""

    bot_id: int
    telegram_user_id: int
    chat_id: int
    language: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact as it was sent; ``user_id`` is Telegram's word about whose number it is."""

    phone: str
    user_id: int | None
    is_forwarded: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person's name, for those who may read it."""

    family_name: str
    given_name: str
    patronymic: str = ""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """A child as messages name it."""

    student_id: int
    family_name: str
    given_name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class InvitedChild:
    """A child as a guardian's invitation names it, and the paper application if there is one."""

    student_id: int
    family_name: str
    given_name: str
    patronymic: str = ""
    class_name: str = ""
    relation: str = ""
    application_number: str = ""
    application_date: date | None = None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What every printed invitation of a school has in common."""

    school_name: str
    school_full_name: str
    bot_username: str  # empty before the bot ran


# --- the code and the number --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorLocked:
    """Too many wrong tries: nothing is looked at before the lock ends, not even a right code."""

    minutes_left: int


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """The code does not fit; it was counted."""

    fault: CodeFault
    tries_left: int


@dataclass(frozen=True, slots=True)
class AlreadyLinked:
    """The account already is the person of the code; the code stays unused."""


@dataclass(frozen=True, slots=True)
class ContactNeeded:
    """The code fits; now the person proves to be the one it was issued to."""

    school_name: str
    kind: PersonKind
    has_phone: bool  # on record; without it only a human can confirm


@dataclass(frozen=True, slots=True)
class NotOwnContact:
    """Somebody else's card, or a forwarded one: it proves nothing and is not compared."""


@dataclass(frozen=True, slots=True)
class NumberDiffers:
    """One's own number, but not the one on record; it was counted."""

    kind: PersonKind
    tries_left: int
    has_phone: bool


@dataclass(frozen=True, slots=True)
class InviteLapsed:
    """There is no open code behind this account (any more): the link is to be opened again."""


@dataclass(frozen=True, slots=True)
class RequestSent:
    """A human was asked to confirm the person, now or by an earlier press."""

    kind: PersonKind
    state: LinkRequestState = LinkRequestState.PENDING


@dataclass(frozen=True, slots=True)
class Linked:
    """The account now is this person."""

    kind: PersonKind
    school_name: str
    content_mode: ContentMode
    person: PersonFacts
    roles: frozenset[Role] = field(default_factory=frozenset)
    has_moved: bool = False  # an earlier account of the person was disconnected


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a chat that is nobody of a school should read first."""

    school_name: str  # empty when the deployment serves several schools
    ended_because: str = ""  # why the latest link of this account ended
    ended_on: date | None = None


JoiningStep = (
    DoorLocked
    | CodeRefused
    | AlreadyLinked
    | ContactNeeded
    | NotOwnContact
    | NumberDiffers
    | InviteLapsed
    | RequestSent
    | Linked
)


# --- requests to a human ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestCard:
    """Who asks to be confirmed, as the class teacher or the office reads it."""

    request_id: int
    kind: PersonKind
    person: PersonFacts
    relation: str
    children: tuple[ChildFacts, ...]
    asked_at: datetime
    timezone: ZoneInfo
    # Whoever else the asking account is: a student's account should not become a guardian's.
    account_is: tuple[tuple[PersonKind, PersonFacts], ...] = ()


@dataclass(frozen=True, slots=True)
class RequestDecided:
    """A request was confirmed or refused."""

    is_confirmed: bool
    person: PersonFacts


@dataclass(frozen=True, slots=True)
class RequestLapsed:
    """The request cannot be decided any more: its code was used or renewed."""

"""What the register of people tells the screens: who is in, who has a code, who is not yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.joining.facts import PersonFacts, VerifiedBy
from services.vocabulary import AccessMode, ConsentAction, PersonKind, Role

__all__ = [
    "CardChild",
    "CardRights",
    "ClassChoice",
    "EntryLine",
    "JoinState",
    "LinkFacts",
    "PeoplePage",
    "PersonCard",
    "PersonLine",
    "RegisterChoice",
    "Unlinked",
]


class JoinState(StrEnum):
    """How far somebody has come on the way in; the first that holds."""

    SUSPENDED = "suspended"  # access to every child
    LINKED = "linked"
    ON_PAPER = "on_paper"
    HAS_CODE = "has_code"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """A class whose people may be looked at."""

    class_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """Where one may look: classes, and the list of staff."""

    classes: tuple[ClassChoice, ...]
    with_staff: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list."""

    person_id: int
    kind: PersonKind
    person: PersonFacts
    state: JoinState
    relation: str = ""  # of a guardian in a class's list
    child: PersonFacts | None = None  # (same)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people: of a class, of the staff (no class), or found by a name."""

    class_id: int
    class_name: str
    query: str
    only_missing: bool
    lines: tuple[PersonLine, ...]
    page: int  # from 0
    pages: int
    tally: Mapping[tuple[PersonKind, JoinState], int] = field(default_factory=dict)

    def count(self, kind: PersonKind, *states: JoinState) -> int:
        """Return how many of a kind are in some states (none named: in any)."""
        return sum(
            number
            for (one, state), number in self.tally.items()
            if one is kind and (not states or state in states)
        )


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """The account a person came in with."""

    link_id: int
    linked_at: datetime
    verified_by: VerifiedBy
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class CardChild:
    """A guardian's child on the guardian's card: relation, paper application, access, consent."""

    student_id: int
    person: PersonFacts
    class_name: str
    relation: str
    application_number: str
    application_date: date | None
    access: AccessMode  # as it is today
    is_suspended_later: bool
    access_reason: str
    access_from: date | None
    access_to: date | None
    consent: ConsentAction | None


@dataclass(frozen=True, slots=True)
class CardRights:
    """What the reader of a card may do about its person."""

    invite: bool = False
    unlink: bool = False
    suspend: bool = False
    record_application: bool = False


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person with everything that decides whether the diary reaches them."""

    person_id: int
    kind: PersonKind
    person: PersonFacts
    roles: frozenset[Role]
    class_names: tuple[str, ...]
    state: JoinState
    link: LinkFacts | None
    code_id: int  # of the open code; 0: none
    code_until: date | None
    children: tuple[CardChild, ...]
    guardians: tuple[PersonLine, ...]
    also: tuple[tuple[PersonKind, PersonFacts], ...]  # who else the account is, in this school
    phone_tail: str
    rights: CardRights
    timezone: ZoneInfo
    list_id: int | None = None  # the class whose list it stands in; 0: the staff's


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One journal entry saved from a member of staff's account, as it was typed."""

    saved_at: datetime
    source: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An account was disconnected; *entries* of the last day are to be looked through."""

    card: PersonCard
    entries: tuple[EntryLine, ...]
    changes: tuple[tuple[str, int], ...]  # everything changed, counted by audited table
    also_ended: tuple[PersonFacts, ...] = ()  # who else the account was
    still_there: tuple[PersonFacts, ...] = ()  # who it still is: not the actor's to disconnect

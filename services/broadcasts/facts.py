"""Values of announcements: whom they are for, what is shown before and after sending."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.roster.names import PersonName
from services.vocabulary import BroadcastScope, BroadcastTarget, EntryState

__all__ = [
    "Audience",
    "BroadcastPage",
    "BroadcastPreview",
    "Exclusion",
    "Scope",
    "Seat",
    "UnreadEntry",
    "UnreadPage",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the school that can be addressed; ``ref``: class, group, grade, 0 the school."""

    kind: BroadcastScope
    ref: int
    label: str = ""


class Exclusion(StrEnum):
    """Why somebody of the audience will not get it."""

    ON_PAPER = "on_paper"
    SUSPENDED = "suspended"
    NO_CONSENT = "no_consent"
    NOT_LINKED = "not_linked"
    UNREACHABLE = "unreachable"  # the bot is blocked


@dataclass(frozen=True, slots=True)
class Seat:
    """A person who will get it, through one of the children of the audience."""

    person_id: int
    student_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets it now, once each; ``families`` counts children with somebody who does."""

    seats: tuple[Seat, ...]
    families: int
    excluded: dict[Exclusion, int] = field(default_factory=dict)

    @property
    def chats(self) -> int:
        """How many chats it reaches."""
        return len({seat.account_id for seat in self.seats})


@dataclass(frozen=True, slots=True)
class BroadcastPreview:
    """What would be sent; ``leaves_at``: when quiet hours end, if they hold it back."""

    broadcast_id: int
    label: str
    target: BroadcastTarget
    text: str
    answers: tuple[str, ...]
    audience: Audience
    leaves_at: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class BroadcastPage:
    """A sent announcement as its author sees it; ``tally`` counts answers by their number."""

    broadcast_id: int
    state: EntryState
    label: str
    target: BroadcastTarget
    text: str
    answers: tuple[str, ...]
    recipients: int
    tally: dict[int, int]
    can_recall: bool
    revision: int = 1
    is_repeat: bool = False

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.recipients - sum(self.tally.values())


@dataclass(frozen=True, slots=True)
class UnreadEntry:
    """Somebody who has not answered, and the child they were written about."""

    person: PersonName
    student: PersonName
    is_student: bool


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """Who has not answered; without the right to names (None) their number alone."""

    page: BroadcastPage
    names: tuple[UnreadEntry, ...] | None

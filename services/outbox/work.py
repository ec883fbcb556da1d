"""Values that pass between claiming, preparing, sending and recording; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.outbox.ports import ToldBefore
from services.outgoing import OutgoingMessage
from services.vocabulary import FactRef, NoticeKind, NoticeState

__all__ = [
    "Claim",
    "DueNotice",
    "Ending",
    "Hold",
    "Item",
    "Job",
    "Move",
    "Parcel",
    "Postponement",
    "Record",
    "Sent",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """A chat that is ours until it is recorded, as long as its lease is the latest one.

    Notices of ``held_priority`` and lower ones wait for a retry.
    """

    account_id: int
    lease: int
    held_priority: int | None = None


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A waiting notice that is due, with what its person was told about its fact before."""

    id: int
    school_id: int
    person_id: int
    student_id: int | None
    account_id: int
    kind: NoticeKind
    fact: FactRef
    revision: int
    merge_key: str
    priority: int
    due_at: datetime
    expires_at: datetime
    attempts: int
    was_answer_lost: bool
    told: ToldBefore | None


@dataclass(frozen=True, slots=True)
class Ending:
    """A notice that ends, with or without a message."""

    notice_id: int
    state: NoticeState
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """A notice whose person is reached elsewhere now; None: nowhere."""

    notice_id: int
    account_id: int | None
    priority: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A notice that was overtaken by quiet hours and waits for their end."""

    notice_id: int
    due_at: datetime
    deadline_at: datetime | None = None  # None: it stays as late as it is


@dataclass(frozen=True, slots=True)
class Item:
    """A notice inside a message, and what the person will have been told by it."""

    notice: DueNotice
    revision: int
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to leave."""

    school_id: int
    person_id: int
    chat_id: int
    priority: int
    message: OutgoingMessage
    reply_to: int | None
    items: tuple[Item, ...]
    edits: int | None = None  # the message that is replaced instead of a new one being sent
    is_unsaid: bool = False  # that message is deleted instead


@dataclass(frozen=True, slots=True)
class Job:
    """What a claimed chat comes to: notices that end without a message; at most one message."""

    claim: Claim
    endings: tuple[Ending, ...] = ()
    moves: tuple[Move, ...] = ()
    holds: tuple[Hold, ...] = ()
    parcel: Parcel | None = None
    postponement: "Postponement | None" = None
    is_blocked: bool = False  # everything that is due waits for a retry


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was taken, or finally was not: one row, with what it told."""

    school_id: int
    person_id: int
    account_id: int
    chat_id: int
    telegram_message_id: int | None
    outcome: str
    is_repeat_possible: bool
    sent_at: datetime
    endings: tuple[Ending, ...]
    told: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Postponement:
    """A message that is tried again later.

    Meanwhile notices of ``held_priority`` and lower wait in this chat; 0: all of them.
    """

    notice_ids: tuple[int, ...]
    held_priority: int
    after_seconds: float
    reason: str
    is_attempt: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Everything to be stored about one claimed chat before it is let go."""

    claim: Claim
    endings: tuple[Ending, ...] = ()
    moves: tuple[Move, ...] = ()
    holds: tuple[Hold, ...] = ()
    sent: Sent | None = None
    postponement: Postponement | None = None
    ready_in_seconds: float = 0.0
    is_gone: bool = False
    new_chat_id: int | None = None

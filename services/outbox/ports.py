"""What delivery needs from others: the truth, its wording, permission, a channel, and a clock.

``News`` is whatever the loader returns and the renderer understands; delivery only carries it.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission
from services.outgoing import OutgoingMessage
from services.vocabulary import ContentMode, FactRef, NoticeKind

__all__ = [
    "Accepted",
    "Ambiguous",
    "Blocked",
    "ChannelRefused",
    "ChatNotFound",
    "Deactivated",
    "DeliveryGate",
    "EngineTime",
    "FactsLoader",
    "Look",
    "Looked",
    "MessagePlace",
    "MessageSender",
    "Moved",
    "NoticeReader",
    "NoticeRenderer",
    "OurFault",
    "RateLimited",
    "Retry",
    "SendOutcome",
    "SlotSource",
    "TokenRefused",
    "ToldBefore",
    "TooLate",
]

NewsOut_co = TypeVar("NewsOut_co", covariant=True)
NewsIn_contra = TypeVar("NewsIn_contra", contravariant=True)


# --- what is true ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What a person was last told about a fact; ``value`` is the loader's own."""

    revision: int
    value: Mapping[str, Any]
    told_in: int  # our message row
    chat_id: int | None
    telegram_message_id: int | None


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """A message that was sent, where it can be found again."""

    chat_id: int
    telegram_message_id: int


@dataclass(frozen=True, slots=True)
class Look:
    """One notice being looked at: who is owed the truth about which fact, of which child."""

    notice_id: int
    person_id: int
    student_id: int | None  # None: a member of staff, about the own work
    kind: NoticeKind
    fact: FactRef
    revision: int
    told: ToldBefore | None


@dataclass(frozen=True, slots=True)
class Looked(Generic[NewsOut_co]):
    """What a look found: news, or nothing new (``news`` is None: superseded).

    ``value`` at ``revision`` is what will have been told; ``is_quiet`` news does not ring even if
    its kind does. ``replaces``: the message that says it from now on, beside what it said before:
    it is edited, without a sound, and no new one is sent. ``is_unsaid``: it is deleted instead;
    only where it cannot be, the news says that it holds no more.
    """

    news: NewsOut_co | None
    revision: int = 0
    value: Mapping[str, Any] = field(default_factory=dict)
    is_quiet: bool = False
    replaces: MessagePlace | None = None
    is_unsaid: bool = False


class FactsLoader(Protocol[NewsOut_co]):
    """Says what is true now, compared with what was told."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], *, now: datetime
    ) -> Sequence[Sequence[Looked[NewsOut_co]]]:
        """Look at groups of notices of the bound school, each to leave as one message."""
        ...


class DeliveryGate(Protocol):
    """Asks at the moment of sending who may be told about whom, where and how fully."""

    async def permissions(
        self, session: AsyncSession, pairs: Collection[tuple[int, int | None]], *, now: datetime
    ) -> Mapping[tuple[int, int | None], DeliveryPermission]:
        """Return the permission for every (person, student or own work) of the bound school."""
        ...

    async def numbers(
        self, session: AsyncSession, account_ids: Collection[int], *, now: datetime
    ) -> Mapping[int, Mapping[int, int]]:
        """Return the number by which pages call each child of an account that sees several."""
        ...


# --- how it reads ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticeReader:
    """Whom a message is written for."""

    language: str
    content_mode: ContentMode
    is_student: bool = False
    aliases: Mapping[int, str] = field(default_factory=dict)  # what the reader calls a child
    numbers: Mapping[int, int] = field(default_factory=dict)  # of unnamed children, if several


class NoticeRenderer(Protocol[NewsIn_contra]):
    """Turns news into a message in the reader's language."""

    def render(self, reader: NoticeReader, news: Sequence[NewsIn_contra]) -> OutgoingMessage:
        """Return one message that holds all of *news*, about one or several children."""
        ...


# --- how it leaves --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel took it; ``message_id`` is None where its answer could not be read."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot or left the chat."""


@dataclass(frozen=True, slots=True)
class Deactivated:
    """The account exists no more."""


@dataclass(frozen=True, slots=True)
class ChatNotFound:
    """The chat was never opened, or its id is wrong."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat goes on under another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Too fast: wait so many seconds. Not an attempt."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Retry:
    """Surely not delivered, for a reason that passes by itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The answer was lost: perhaps delivered, perhaps not."""


@dataclass(frozen=True, slots=True)
class OurFault:
    """The channel will never take this message as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class TooLate:
    """What was to be answered, edited or deleted is no longer there; nothing to repair."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """The channel does not know this bot: nothing can leave until a person repairs it."""


SendOutcome = (
    Accepted
    | Blocked
    | Deactivated
    | ChatNotFound
    | Moved
    | RateLimited
    | Retry
    | Ambiguous
    | OurFault
    | TooLate
    | TokenRefused
)


class MessageSender(Protocol):
    """A channel. It neither paces nor repeats: delivery does."""

    def fits(self, message: OutgoingMessage) -> bool:
        """Whether the channel takes the message's text as one message."""
        ...

    async def send(
        self,
        *,
        chat_id: int,
        message: OutgoingMessage,
        reply_to: int | None = None,
        is_plain: bool = False,
    ) -> SendOutcome:
        """Send one message, as an answer to *reply_to* where that still exists.

        *is_plain*: without markup and buttons, the last try of a message the channel refused.
        """
        ...

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Replace text and buttons of a message sent before, without a sound."""
        ...

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Take a message sent before away, for both sides."""
        ...


class ChannelRefused(Exception):
    """The channel does not know the bot any more; delivery has stopped, nothing is lost."""


# --- time and pace --------------------------------------------------------------------------


class EngineTime(Protocol):
    """Time that only moves forward, for pace, leases and waits; tests have a virtual one."""

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds*."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when *event* is set or *seconds* have passed."""
        ...


class SlotSource(Protocol):
    """Hands out the moments at which a token may send, in engine time of this process."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes send for the same token."""
        ...

    async def reserve(self, count: int, *, horizon: float) -> Sequence[float]:
        """Return at most *count* moments, none if the next free one is *horizon* seconds away."""
        ...

    async def push(self, seconds: float) -> None:
        """Give no moment before *seconds* have passed."""
        ...

"""A channel that takes what a test lets it take, and slots without end."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.outbox.ports import Accepted, SendOutcome
from services.outgoing import OutgoingMessage
from tests.virtual_time import VirtualTime

__all__ = ["EndlessSlots", "FakeSender", "SentText"]


@dataclass(frozen=True, slots=True)
class SentText:
    """A message the channel was given."""

    chat_id: int
    text: str
    reply_to: int | None
    is_silent: bool
    is_plain: bool


@dataclass(slots=True)
class FakeSender:
    """A channel that takes everything, unless outcomes were prepared for a chat."""

    longest: int = 10_000
    sent: list[SentText] = field(default_factory=list)
    messages: list[OutgoingMessage] = field(default_factory=list)
    edits: list[tuple[int, str]] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    outcomes: dict[int, list[SendOutcome]] = field(default_factory=dict)
    in_flight: set[int] = field(default_factory=set)
    gate: asyncio.Event | None = None

    def fits(self, message: OutgoingMessage) -> bool:
        """Whether the text is not longer than the test allows."""
        return len(message.text) <= self.longest

    async def send(
        self,
        *,
        chat_id: int,
        message: OutgoingMessage,
        reply_to: int | None = None,
        is_plain: bool = False,
    ) -> SendOutcome:
        """Note the message and answer as prepared; one chat never has two in flight."""
        assert chat_id not in self.in_flight
        self.in_flight.add(chat_id)
        self.sent.append(SentText(chat_id, message.text, reply_to, message.is_silent, is_plain))
        self.messages.append(message)
        number = 1000 + len(self.sent)
        if self.gate is not None:
            await self.gate.wait()
        self.in_flight.discard(chat_id)
        prepared = self.outcomes.get(chat_id)
        return prepared.pop(0) if prepared else Accepted(number)

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Note the edit and answer as prepared."""
        self.edits.append((message_id, message.text))
        prepared = self.outcomes.get(chat_id)
        return prepared.pop(0) if prepared else Accepted(None)

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Note the deletion and answer as prepared."""
        self.deleted.append(message_id)
        prepared = self.outcomes.get(chat_id)
        return prepared.pop(0) if prepared else Accepted(None)

    @property
    def texts(self) -> list[str]:
        """What was sent, in order."""
        return [one.text for one in self.sent]


class EndlessSlots:
    """As many slots as anybody wants, now."""

    is_shared = False

    def __init__(self, time: VirtualTime) -> None:
        """Count in *time*."""
        self._time = time

    async def reserve(self, count: int, *, horizon: float) -> Sequence[float]:
        """Return *count* times now."""
        del horizon
        return [self._time.now()] * count

    async def push(self, seconds: float) -> None:
        """Do nothing: a test that pauses the token looks at the pacer."""

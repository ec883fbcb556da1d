"""The edges of the simulated time: a channel with its moods, what families chose, the counts."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from services.database import Database, bind_school
from services.outbox.ports import Accepted, Ambiguous, Blocked, RateLimited, Retry, SendOutcome
from services.outbox.quiet_hours import QuietHours, end_of_quiet
from services.outgoing import OutgoingMessage
from services.preferences import repository as preferences
from services.preferences.choices import Group, When
from services.vocabulary import PreferenceKey
from tests.fakes import FakeClock

__all__ = ["Counts", "MoodyChannel", "choose_wishes", "is_woken", "reads_once_a_day"]

_SCHOOLS: QuietHours = (time(21), time(7))
_OWN: dict[int, tuple[str, QuietHours | None]] = {
    0: ("13:00-16:30", (time(13), time(16, 30))),  # asleep by day
    1: ("none", None),
    2: ("22:30-06:30", (time(22, 30), time(6, 30))),
    3: ("17:00-19:00", (time(17), time(19))),  # the hour of the digest too
}
_MIX = 11  # of so many families one each has chosen some hours


async def choose_wishes(database: Database, *, students: int) -> None:
    """Let some guardians (of child n: *students* + n) choose hours of their own, or a digest."""
    with bind_school(1):
        async with database.transaction() as session:
            for child in range(1, students + 1):
                if child % _MIX in _OWN:
                    await preferences.choose(
                        session, PreferenceKey.QUIET_HOURS, students + child, _OWN[child % _MIX][0]
                    )
                for group in (Group.MARKS, Group.HOMEWORK):
                    if reads_once_a_day(child):
                        await preferences.choose_about_child(
                            session,
                            person_id=students + child,
                            student_id=child,
                            key=group,
                            value=When.DIGEST,
                        )


def reads_once_a_day(child: int) -> bool:
    """Whether the guardian of a child has chosen the digest."""
    return child % 7 == 0


def is_woken(child: int, at: datetime, text: str) -> bool:
    """Whether a guardian is disturbed in the own quiet hours by what is no fresh absence."""
    _, quiet = _OWN.get(child % _MIX, ("school", _SCHOOLS))
    return "Нет на" not in text and end_of_quiet(at, quiet, ZoneInfo("UTC")) is not None


@dataclass(slots=True)
class MoodyChannel:
    """A channel with faults, blocks and outages; it knows what really arrived, and when."""

    clock: FakeClock
    dice: random.Random
    blocked: frozenset[int]
    outages: Sequence[tuple[datetime, datetime]]
    arrived: list[tuple[datetime, int, str]] = field(default_factory=list)
    unheard: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def fits(self, message: OutgoingMessage) -> bool:
        """Whether the text fits Telegram."""
        return len(message.text) <= 4096

    async def send(
        self,
        *,
        chat_id: int,
        message: OutgoingMessage,
        reply_to: int | None = None,
        is_plain: bool = False,
    ) -> SendOutcome:
        """Take it, or not."""
        del reply_to, is_plain
        return self._outcome(chat_id, message.text)

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Take an edit."""
        del message_id
        return self._outcome(chat_id, message.text)

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Delete."""
        del chat_id
        return Accepted(message_id)

    def _outcome(self, chat_id: int, text: str) -> SendOutcome:
        now, luck = self.clock.now(), self.dice.random()
        if chat_id in self.blocked:
            return self._fault(Blocked())
        if any(start <= now < end for start, end in self.outages):
            return self._fault(Retry("no_connection"))
        if luck < 0.01:
            return self._fault(RateLimited(2))
        if luck < 0.02:
            return self._fault(Retry("server_error"))
        self.arrived.append((now, chat_id, text))
        if luck < 0.025:
            self.unheard += 1
            return self._fault(Ambiguous())
        return Accepted(len(self.arrived))

    def _fault(self, outcome: SendOutcome) -> SendOutcome:
        self.faults[type(outcome).__name__] += 1
        return outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """What the time came to."""

    owed: int
    by_state: dict[str, int]
    messages: int
    faults: dict[str, int]
    late: list[int]  # notices told after their deadline though no outage explains it
    lost: list[int]  # neither told nor ended with a reason that leads to paper
    at_night: list[str]  # what may wait, though its reader sleeps by their own hours
    outside_digest: list[int]  # marks of who reads once a day, told at another hour
    without_consent: list[int]
    repeats: int  # messages that arrived and are recorded as no message
    unheard: int  # messages whose answer was lost: at most so many may be repeats

    def line(self) -> str:
        """Return the figures."""
        return (
            f"owed {self.owed}: {self.by_state}; messages {self.messages}, faults {self.faults}; "
            f"late {len(self.late)}, lost {len(self.lost)}, at night {len(self.at_night)}, "
            f"outside their digest {len(self.outside_digest)}, "
            f"without consent {len(self.without_consent)}, repeats {self.repeats} "
            f"(answers lost {self.unheard})"
        )

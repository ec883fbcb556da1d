"""What is urgent during a broadcast: an absence, and the answer to whoever asks meanwhile.

The token's rate is the ordinary one: a broadcast to 3000 takes 100 seconds, and all that time a
mother may have to hear that her son is not at school.
"""

import time
from dataclasses import dataclass

import pytest

from bot.waiting import Stop
from services.clock import SystemClock
from services.database import Database
from services.outbox import waiting_repository
from services.vocabulary import NoticeKind
from tests.benchmarks.bench_engine import FREE, is_free
from tests.benchmarks.runs import (
    LATENCY_SECONDS,
    ask_during_broadcast,
    filled,
    opened,
    strict_telegram,
)
from tests.benchmarks.strict_telegram import StrictTelegram, listening
from tests.e2e.killings import delivery
from tests.fakes import FakeClock
from tests.integration.outbox.channel import FakeSender
from tests.integration.outbox.world import build_deployment, make_engine
from tests.virtual_time import VirtualTime

CHATS, URGENT = 3000, 50
WITHIN_SECONDS = 1.0
_BROADCAST, _ABSENCE = 2_000_000, 1_000_000
_BETWEEN_SECONDS = 0.3
_ROWS = 1000


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """Give a fresh database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_templates").fresh())


@dataclass(frozen=True, slots=True)
class Delays:
    """How long each urgent thing took, in seconds."""

    seconds: list[float]

    @property
    def of_95(self) -> float:
        """The delay that 95 of 100 do not exceed."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    def line(self, what: str) -> str:
        """Return the figures as a line."""
        ordered = sorted(self.seconds)
        return (
            f"{what:28}{len(ordered):4} p50 {ordered[len(ordered) // 2]:6.3f} s "
            f"p95 {self.of_95:6.3f} s  longest {ordered[-1]:6.3f} s"
        )


async def bench_absence_during_a_broadcast(url):
    """An absence with nothing to wait for is accepted within a second, 95 of 100 times."""
    is_judged = is_free()
    async with opened(url) as database:
        delays = await _absences(database, url)
    print(delays.line("absence: stored to accepted"))

    assert len(delays.seconds) == URGENT
    assert not is_judged or delays.of_95 <= WITHIN_SECONDS


def bench_answer_during_a_broadcast(url):
    """Whoever asks for something meanwhile is answered within a second, 95 of 100 times."""
    is_judged = is_free()
    filled(url, families=CHATS + URGENT)
    with strict_telegram(per_second=FREE) as api:
        own, seen = ask_during_broadcast(api=api, chats=CHATS, database=url)
    arrived: dict[int, float] = {}
    for at, chat_id, _text in seen["taken"]:
        arrived.setdefault(chat_id, at)
    delays = Delays([arrived[chat_id] - at for at, chat_id in own["asked"] if chat_id in arrived])
    print(delays.line("press: brought to answered"))

    assert seen["refused"] == 0
    assert len(delays.seconds) == URGENT
    assert not is_judged or delays.of_95 <= WITHIN_SECONDS


async def _absences(database: Database, url: str) -> Delays:
    await build_deployment(database, accounts=CHATS)
    clock = FakeClock(SystemClock().now())
    world = make_engine(database, clock, VirtualTime(), accounts=CHATS, sender=FakeSender())
    broadcast = [
        world.notice(_BROADCAST + n, account=n, kind=NoticeKind.BROADCAST)
        for n in range(1, CHATS + 1)
    ]
    telegram, rest = StrictTelegram(per_second=FREE, latency=LATENCY_SECONDS), Stop()
    stored: dict[int, float] = {}
    async with listening(telegram) as api, delivery(url, api, accounts=CHATS, per_second=FREE):
        async with database.transaction() as session:
            for start in range(0, CHATS, _ROWS):
                await waiting_repository.add(session, broadcast[start : start + _ROWS])
        while not telegram.taken:
            await rest.pause(_BETWEEN_SECONDS)
        # Families whose announcement is still to come, so that only the token is what they share.
        for n in range(CHATS - URGENT + 1, CHATS + 1):
            await rest.pause(_BETWEEN_SECONDS)
            await world.owe(_ABSENCE + n, account=n, kind=NoticeKind.ABSENCE)
            stored[_ABSENCE + n] = time.monotonic()
        await rest.pause(2 * WITHIN_SECONDS)
    assert telegram.refused == 0
    arrived = {
        int(line.partition(":")[0]): at
        for at, _chat_id, text in telegram.taken
        for line in text.splitlines()
    }
    return Delays([arrived[fact] - at for fact, at in stored.items() if fact in arrived])

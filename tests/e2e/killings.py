"""A broadcast to many chats during which the process is killed again and again."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.waiting import Stop
from services.clock import SystemClock
from services.database import Database
from services.models import Notice
from services.outbox import waiting_repository
from services.vocabulary import NoticeKind, NoticeState
from tests.benchmarks.strict_telegram import StrictTelegram, listening
from tests.databases import RestartablePostgres
from tests.e2e.killed_delivery import PER_SECOND
from tests.fakes import FakeClock
from tests.integration.outbox.channel import FakeSender
from tests.integration.outbox.world import build_deployment, chat_of, make_engine, table
from tests.virtual_time import VirtualTime

__all__ = [
    "ABSENCES",
    "CHATS",
    "Killings",
    "delivery",
    "kill_again_and_again",
    "restart_in_the_middle",
]

CHATS, ABSENCES = 1280, 64
# One fact of each sort for a chat; the number says which chat it is of.
_ABSENCE, _BROADCAST, _MARK = 1_000_000, 2_000_000, 3_000_000
_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 240.0
_LATENCY_SECONDS = 0.03
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Killings:
    """What Telegram saw, and what was under way whenever the process died."""

    facts: list[tuple[int, int]]  # chat and fact, in the order of arrival
    in_flight: int  # taken by Telegram and not recorded, all kills together
    kills: int
    untold: int

    @property
    def repeats(self) -> int:
        """How many facts arrived once more than once."""
        return sum(number - 1 for number in Counter(self.facts).values())

    @property
    def first_arrivals(self) -> list[tuple[int, int]]:
        """Chat and fact, each where it arrived first."""
        return list(dict.fromkeys(self.facts))

    def expected(self, *, chats: int = CHATS) -> set[tuple[int, int]]:
        """Return every chat and fact that was owed."""
        return {(chat_of(n), sort + n) for n, sort in _owed(chats)}

    def absences(self) -> set[tuple[int, int]]:
        """Return those that are absences."""
        return {(chat_of(n), _ABSENCE + n) for n in range(1, ABSENCES + 1)}


async def kill_again_and_again(url: str, *, kills: int, seed: int) -> Killings:
    """Owe a broadcast, marks after it and some absences; kill delivery at random moments."""
    dice = random.Random(seed)  # noqa: S311  # a test's own dice
    database = Database(url)
    telegram = StrictTelegram(per_second=10 * PER_SECOND, latency=_LATENCY_SECONDS)
    try:
        await _owe(database)
        in_flight = 0
        owed = len(_owed())
        moments = sorted(dice.randrange(20, owed * 9 // 10) for _ in range(kills))
        async with listening(telegram) as api, asyncio.timeout(_PATIENCE_SECONDS):
            for moment in moments:
                async with delivery(url, api) as process:
                    while len(telegram.taken) < moment:
                        telegram.changed.clear()
                        await telegram.changed.wait()
                    process.kill()
                    await process.wait()
                # Whatever reached the socket before the end arrives.
                await asyncio.sleep(2 * _LATENCY_SECONDS)
                told = await _count(database, NoticeState.TOLD)
                in_flight += max(0, len(set(_facts(telegram))) - told)
            async with delivery(url, api):
                rest = Stop()
                while await _count(database, NoticeState.WAITING):
                    await rest.pause(0.2)
        untold = owed - await _count(database, NoticeState.TOLD)
        return Killings(_facts(telegram), in_flight, kills, untold)
    finally:
        await database.close()


async def restart_in_the_middle(server: RestartablePostgres, url: str, *, chats: int) -> Killings:
    """Owe a broadcast, marks after it and some absences; restart the database while it leaves."""
    database = Database(url)
    telegram = StrictTelegram(per_second=10 * PER_SECOND, latency=_LATENCY_SECONDS)
    try:
        await _owe(database, chats=chats)
        in_flight, owed = 0, len(_owed(chats))
        async with (
            listening(telegram) as api,
            asyncio.timeout(_PATIENCE_SECONDS),
            delivery(url, api, accounts=chats) as process,
        ):
            for moment in (owed // 4, owed // 2):
                while len(telegram.taken) < moment:
                    telegram.changed.clear()
                    await telegram.changed.wait()
                told = await _count(database, NoticeState.TOLD)
                await asyncio.to_thread(server.stop)
                await asyncio.sleep(2 * _LATENCY_SECONDS)
                in_flight += len(set(_facts(telegram))) - told
                await asyncio.to_thread(server.start)
            rest = Stop()
            while await _count(database, NoticeState.WAITING):
                await rest.pause(0.2)
            has_lived = process.returncode is None
        untold = owed - await _count(database, NoticeState.TOLD)
        return Killings(_facts(telegram), in_flight, 0 if has_lived else 1, untold)
    finally:
        await database.close()


def _owed(number: int = CHATS) -> list[tuple[int, int]]:
    chats = range(1, number + 1)
    return [
        *((n, _ABSENCE) for n in range(1, ABSENCES + 1)),
        *((n, _BROADCAST) for n in chats),
        *((n, _MARK) for n in chats if n % 4 == 0),
    ]


async def _owe(database: Database, *, chats: int = CHATS) -> None:
    await build_deployment(database, accounts=chats)
    clock = FakeClock(SystemClock().now())
    world = make_engine(database, clock, VirtualTime(), accounts=chats, sender=FakeSender())
    kinds = {
        _ABSENCE: NoticeKind.ABSENCE, _BROADCAST: NoticeKind.BROADCAST, _MARK: NoticeKind.MARK,
    }  # fmt: skip
    rows: list[dict[str, Any]] = [
        world.notice(sort + n, account=n, kind=kinds[sort]) for n, sort in _owed(chats)
    ]
    async with database.transaction() as session:
        for start in range(0, len(rows), _ROWS):
            await waiting_repository.add(session, rows[start : start + _ROWS])


@asynccontextmanager
async def delivery(
    url: str, api: str, *, accounts: int = CHATS, per_second: int = PER_SECOND
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run delivery alone for the time of the block, at most; it ends by being killed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.e2e.killed_delivery"),
        *(url, api, str(accounts), str(per_second)),
        cwd=_ROOT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _facts(telegram: StrictTelegram) -> list[tuple[int, int]]:
    return [
        (chat_id, int(line.partition(":")[0]))
        for _, chat_id, text in telegram.taken
        for line in text.splitlines()
    ]


async def _count(database: Database, state: NoticeState) -> int:
    notice = table(Notice)
    query = select(func.count()).select_from(notice).where(notice.c.state == state)
    async with database.reading() as session:
        return (await session.scalars(query)).one()

"""Claiming costs the same with a hundred thousand notices as with a thousand."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest

from services.database import Database
from services.outbox import repository
from services.outbox.kinds import PRIORITIES
from services.outbox.queue_time import DATABASE_NOW, LocalQueueTime
from services.vocabulary import FactKind, FactRef, NoticeKind
from tests.benchmarks.many_families import make_school, owe
from tests.virtual_time import VirtualTime

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
FAMILIES = 500
ROUNDS = 60
MOST_MORE = 1.2


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def urls(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Give two fresh databases of each kind."""
    templates = request.getfixturevalue(f"{request.param}_templates")
    return str(templates.fresh()), str(templates.fresh())


async def _filled(url: str, *, notices: int) -> Database:
    """Return a school with so many notices, half of them behind one stuck chat."""
    database = Database(url)
    await make_school(database, families=FAMILIES, now=NOW)
    async with database.transaction() as session:
        whats = []
        for n in range(notices):
            child = 1 if n % 2 else 2 + n % (FAMILIES - 1)
            fact = FactRef(FactKind.MARK, n)
            whats.append((child, FAMILIES + child, fact, NoticeKind.MARK, f"m:{n}"))
        # Most wait for later, as notices do; a little of it is due now.
        await owe(session, whats[20:], now=NOW, due_at=NOW + timedelta(hours=5))
        await owe(session, whats[:20], now=NOW)
        await repository.claim_chats(
            session, dict.fromkeys(PRIORITIES, 1), bot_id=1, owner=99, now=NOW,
            queue_now=DATABASE_NOW
            if not database.is_sqlite else LocalQueueTime(VirtualTime()).now(),
        )  # fmt: skip
    return database


async def _claim_once(database: Database) -> float:
    queue_now = DATABASE_NOW
    if database.is_sqlite:
        queue_now = LocalQueueTime(VirtualTime()).now()
    begun = time.perf_counter()
    async with database.transaction() as session:
        priorities = await repository.due_priorities(session, bot_ids=[1], now=NOW)
        claims = await repository.claim_chats(
            session,
            dict.fromkeys(priorities[1], 7),
            bot_id=1,
            owner=1,
            now=NOW,
            queue_now=queue_now,
        )
        await repository.due_notices(session, claims, now=NOW)
        spent = time.perf_counter() - begun
        await repository.release_owners(session, [1])
    return spent


async def bench_claiming_at_any_depth(urls):
    """A hundred thousand cost at most a fifth more than a thousand, side by side."""
    few, many = await _filled(urls[0], notices=1000), await _filled(urls[1], notices=100_000)
    for database in (few, many):
        await _claim_once(database)  # statements are built once
    spent = [(await _claim_once(few), await _claim_once(many)) for _ in range(ROUNDS)]
    low = statistics.median(one for one, _ in spent)
    high = statistics.median(one for _, one in spent)
    print(f"\nclaim: {1000 * low:.2f} ms at 1,000 notices, {1000 * high:.2f} ms at 100,000")
    await few.close()
    await many.close()

    assert high <= MOST_MORE * low

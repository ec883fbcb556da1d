"""The row of slots that several processes share."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from sqlalchemy import select, text

from services.database import Database
from services.models import SendSlot
from services.outbox.engine_time import LoopTime
from services.outbox.slots import SqlSlots
from tests.integration.outbox.world import build_deployment

pytestmark = pytest.mark.postgres

LOOKS = 20  # so long a slow answer takes
RATE = 0.5  # two seconds apart: no delay of a busy machine looks like a fault


@pytest.fixture
def shared_url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


@pytest.fixture
async def shared(shared_url) -> AsyncIterator[Database]:
    """Give a PostgreSQL database with a bot."""
    opened = Database(shared_url)
    await build_deployment(opened, accounts=1)
    yield opened
    await opened.close()


def slots(shared: Database) -> SqlSlots:
    """Return the slots as one process sees them."""
    return SqlSlots(shared, LoopTime(), bot_id=1, rate=RATE)


async def test_two_processes_never_get_the_same_moment(shared):
    """What one has taken, the other one's first slot comes after."""
    one, other = slots(shared), slots(shared)
    moments = [*await one.reserve(3, horizon=60), *await other.reserve(2, horizon=60)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]

    assert 5 == len(moments)
    assert all(gap > 0.5 / RATE for gap in gaps)


async def test_nobody_takes_slots_far_ahead(shared):
    """Beyond the horizon there are none: an answer would have to wait behind them."""
    one = slots(shared)
    taken = await one.reserve(10, horizon=0.25)

    assert 10 == len(taken)
    assert () == await slots(shared).reserve(1, horizon=0.25)


async def test_a_refused_token_is_silent_in_every_process(shared):
    """One process hears 429, all of them wait; a shorter pause does not end a longer one."""
    one, other = slots(shared), slots(shared)
    await one.push(60)
    await one.push(5)

    assert () == await other.reserve(1, horizon=30)
    assert 1 == len(await other.reserve(1, horizon=90))


async def test_behind_a_slow_database_slots_are_still_to_come(shared):
    """The first one lies after the moment the answer is expected, not in the past."""
    one, time = slots(shared), LoopTime()
    await one.reserve(1, horizon=60)

    async def delay() -> float:
        asked_at = time.now()
        await one.reserve(1, horizon=60)
        return time.now() - asked_at

    async with asyncio.TaskGroup() as group, shared.transaction() as session:
        await session.execute(select(SendSlot.tat).with_for_update())
        slow = group.create_task(delay())
        await _keep_waiting(shared)
    await _let_slots_pass(shared)
    asked_at = time.now()

    assert (await one.reserve(1, horizon=60))[0] > asked_at + 0.5 * slow.result()


async def _keep_waiting(shared: Database) -> None:
    seen = 0
    while seen < LOOKS:
        async with shared.reading() as session:
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            seen += bool(await session.scalar(waiting))


async def _let_slots_pass(shared: Database) -> None:
    async with shared.transaction() as session:
        await session.execute(text("UPDATE send_slot SET tat = 0"))

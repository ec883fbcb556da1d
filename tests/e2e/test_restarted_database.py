"""PostgreSQL is stopped and started in the middle of the work: everything goes on by itself."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.database_setup import upgrade
from tests.databases import RestartablePostgres, start_restartable_postgres
from tests.e2e.killings import restart_in_the_middle
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.world import school_world

pytestmark = [pytest.mark.e2e, pytest.mark.postgres, pytest.mark.xdist_group("own-postgres")]


@pytest.fixture(scope="module")
def server() -> Iterator[RestartablePostgres]:
    """Give a server of these tests' own, with the schema in one database."""
    with start_restartable_postgres(upgrade) as started:
        yield started


@pytest.fixture
def url(server: RestartablePostgres) -> str:
    """Give a fresh database of that server."""
    return server.fresh()


async def test_a_broadcast_goes_on(server, url):
    """Everybody is told, nobody more often than what was on its way when the server went."""
    seen = await restart_in_the_middle(server, url, chats=400)

    assert 0 == seen.kills
    assert 0 == seen.untold
    assert seen.expected(chats=400) == set(seen.first_arrivals)
    assert seen.repeats <= seen.in_flight


async def test_entry_goes_on(server, url, tmp_path):
    """A line sent while the server is away is answered after it is back, and saved once."""
    async with school_world(url, tmp_path) as world:
        await world.bot.start()
        teacher = await world.link_staff("T004")
        mother = await world.link_guardian("P0027")
        await asyncio.to_thread(server.stop)
        await teacher.send("7А алгебра 23.11: Орлова 5")
        await asyncio.to_thread(server.start)
        await teacher.wait_for(lambda m: m.has_button("Сохранить"), timeout=PATIENCE_SECONDS)
        await asyncio.to_thread(server.stop)
        await teacher.press("Сохранить")
        await asyncio.to_thread(server.start)
        await mother.wait_for("Алгебра, пн 23.11", timeout=PATIENCE_SECONDS)
        status = await world.bot.stop()

    told = [m.text for m in mother.messages if m.from_bot and "Алгебра, пн 23.11" in m.text]
    assert Counter(told).total() == 1
    assert status == 0

"""What only one of several processes may do."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from services.database import Database, Leadership


@pytest.fixture
async def another(database: Database) -> AsyncIterator[Database]:
    """Give the same database as another process opens it."""
    opened = Database(database.url)
    yield opened
    await opened.close()


async def test_one_leads_and_the_next_when_it_ends(database, another):
    """On PostgreSQL one of two; on SQLite there is only one process, so it always leads."""
    first, second = Leadership(database), Leadership(another)
    asked = [await first.leads("x"), await second.leads("x"), await first.leads("x")]
    other_part = await second.leads("y")
    await first.end()
    afterwards = await second.leads("x")
    await second.end()

    assert [True, database.is_sqlite, True] == asked
    assert other_part
    assert afterwards


@pytest.fixture
def shared_url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


@pytest.mark.postgres
async def test_who_lost_the_connection_does_not_lead(shared_url):
    """The lock went with the connection: somebody else may have it by now."""
    database = Database(shared_url)
    one, other = Leadership(database), Leadership(database)
    assert await one.leads("x")
    async with database.transaction() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND pid <> pg_backend_pid()"
            )
        )
    while not await other.leads("x"):
        pass  # until the server has noticed that the process is gone
    led_on = await one.leads("x")
    await one.end()
    await other.end()
    await database.close()

    assert not led_on

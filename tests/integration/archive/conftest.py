"""The small school with delivery on an audited database, and empty databases to restore into."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.audit import AuditRecorder
from services.database import Database
from services.keys import Keys
from tests.factories import build_school
from tests.fakes import FakeClock
from tests.integration.outbox.family import FamilyWorld, make_family_world

SECRET = "a secret of the tests, long enough"
KEYS = Keys(SECRET)


@pytest.fixture
async def families(database_url: str, clock: FakeClock) -> AsyncIterator[FamilyWorld]:
    """Give the small school with delivery; nobody is linked yet."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    world = await make_family_world(opened, await build_school(opened))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield world
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)
    await opened.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of a file that does not exist."""
    return f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """Give the address of a database without a schema, once of each kind."""
    if request.param == "sqlite":
        return sqlite_url
    return str(request.getfixturevalue("postgres_templates").empty())

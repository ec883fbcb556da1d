"""The small school with delivery, for documents of what was told and recorded."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from services.audit import AuditRecorder
from services.database import Database
from services.i18n import use_locale
from services.keys import Keys
from tests.factories import build_school
from tests.fakes import FakeClock
from tests.integration.outbox.family import FamilyWorld, make_family_world

KEYS = Keys("a secret of the tests, long enough")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read documents in the language of the code."""
    with use_locale("en"):
        yield


@pytest.fixture
async def recorded(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """Give a fresh database whose changes are audited."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield opened
    await opened.close()


@pytest.fixture
async def families(recorded: Database) -> AsyncIterator[FamilyWorld]:
    """Give the small school with delivery; nobody is linked yet."""
    world = await make_family_world(recorded, await build_school(recorded))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield world
        await world.engine.close()
        stop.set()
        while not running.done():
            await world.time.advance(1.0)

"""A school whose teachers set homework, with real delivery to fake chats."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.bulk_entry.service import EntryService
from services.database import Database
from services.diary.homework import HomeworkDiaryService
from services.homework.service import HomeworkJournalService
from tests.factories import at, build_school
from tests.integration.homework.homework_world import HomeworkWorld
from tests.integration.outbox.family import make_family_world


@pytest.fixture
async def homework(database: Database) -> AsyncIterator[HomeworkWorld]:
    """Give the school at 10:35; Maria's mother (account 1) and Petrov's (account 2) are linked."""
    families = await make_family_world(database, await build_school(database))
    families.clock.move_to(at(24, "10:35"))
    await families.link("mother_maria", account_id=1, student="maria")
    await families.link("mother_petrov", account_id=2, student="petrov")
    world = HomeworkWorld(
        families,
        EntryService(database),
        HomeworkJournalService(database),
        HomeworkDiaryService(database),
    )
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(families.pacer.run(stop))
        yield world
        await families.office.close()
        stop.set()
        families.pacer.wake()
        while not running.done():
            await families.time.advance(1.0)

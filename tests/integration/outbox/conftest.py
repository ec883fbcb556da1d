"""A world with a delivery engine, once on SQLite and once on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.database import Database
from tests.factories import build_school
from tests.fakes import FakeClock
from tests.integration.outbox.channel import FakeSender
from tests.integration.outbox.family import FamilyWorld, make_family_world
from tests.integration.outbox.world import (
    NOON,
    World,
    build_deployment,
    make_engine,
    running_pacer,
)
from tests.virtual_time import VirtualTime

ACCOUNTS = 8


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Give an engine with eight chats; the pacer never is the reason to wait."""
    await build_deployment(database, accounts=ACCOUNTS)
    world = make_engine(
        database, FakeClock(NOON), VirtualTime(), accounts=ACCOUNTS, sender=FakeSender()
    )
    async with running_pacer(world):
        yield world
        await world.office.close()


@pytest.fixture
async def families(database: Database) -> AsyncIterator[FamilyWorld]:
    """Give the small school with delivery; nobody is linked yet."""
    world = await make_family_world(database, await build_school(database))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield world
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)

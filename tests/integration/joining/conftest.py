"""A small school with the joining services, in a database of each kind, with the audit on."""

from collections.abc import AsyncIterator

import pytest

from services.audit import AuditRecorder
from services.database import Database
from tests.fakes import FakeClock
from tests.integration.joining.joining_world import KEYS, JoiningWorld, build_world


@pytest.fixture
async def recorded(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """Give an open fresh database, once of each kind, whose changes are recorded."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield opened
    await opened.close()


@pytest.fixture
async def world(recorded: Database, clock: FakeClock) -> JoiningWorld:
    """Give the school whose operator is named, with its services."""
    return await build_world(recorded, clock)

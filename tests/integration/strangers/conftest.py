"""The small school with a full journal and three families in their chats."""

from collections.abc import AsyncIterator

import pytest

from services.audit import AuditRecorder
from services.database import Database
from tests.fakes import FakeClock
from tests.integration.joining.joining_world import KEYS, build_world
from tests.integration.strangers.families import Families, move_in


@pytest.fixture
async def families(database_url: str, clock: FakeClock) -> AsyncIterator[Families]:
    """Give three families who have consented, each with a child whose journal is full."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield await move_in(await build_world(opened, clock))
    await opened.close()

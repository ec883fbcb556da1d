"""A school whose changes are recorded, in a database of each kind."""

from collections.abc import AsyncIterator

import pytest

from services.audit import AuditRecorder
from services.database import Database, bind_school
from services.models import School
from tests.fakes import FakeClock
from tests.integration.audit.recorded_people import KEYS


@pytest.fixture
async def recorded(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """Give an open fresh database, once of each kind, whose changes are recorded."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield opened
    await opened.close()


@pytest.fixture
async def school_id(recorded: Database, clock: FakeClock) -> AsyncIterator[int]:
    """Give a new school, bound for the time of the test."""
    async with recorded.transaction() as session:
        school = School(
            name="North", short_name="North", timezone="Europe/Moscow", created_at=clock.now()
        )
        session.add(school)
    with bind_school(school.id):
        yield school.id

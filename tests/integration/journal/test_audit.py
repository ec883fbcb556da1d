"""Whatever a teacher saves and takes back stands in the school's chain, under the teacher's id."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.audit import AuditRecorder, verify_chain
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.keys import Keys
from services.models import AuditEntry
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal

KEYS = Keys("a secret of at least thirty-two characters")
NOW = at(24, "10:35")


@pytest.fixture
async def audited(database_url: str):
    """Give a journal whose every change is recorded."""
    database = Database(database_url, hooks=[AuditRecorder(KEYS, FakeClock(NOW))])
    yield Journal(database, await build_school(database), EntryService(database))
    await database.close()


async def test_entries_are_chained_under_their_author(audited):
    """Lesson, mark and attendance are inserted, and their undoing is an update each."""
    saved = await audited.save("7б алгебра: Петров 5, Сидоров н; тема Степень", now=NOW)
    await audited.entries.undo(
        audited.school.staff("algebra"), saved.entry_id, now=NOW + timedelta(minutes=1)
    )

    with bind_school(audited.school.school_id):
        async with audited.database.reading() as session:
            rows = await session.scalars(
                select(AuditEntry)
                .where(AuditEntry.actor_id == audited.school.people["algebra"])
                .order_by(AuditEntry.seq)
            )
            recorded = [(row.entity, row.action) for row in rows]

    assert {("lesson", "insert"), ("mark", "insert"), ("attendance", "insert")} <= set(recorded)
    assert {("lesson", "update"), ("mark", "update"), ("attendance", "update")} <= set(recorded)
    verification = await verify_chain(audited.database, audited.school.school_id, keys=KEYS)
    assert verification.is_intact

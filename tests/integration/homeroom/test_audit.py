"""Letters of excuse and debts stand in the school's chain, under whoever set them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.absences.letters import LETTERS
from services.audit import AuditRecorder, verify_chain
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.debts.service import DebtService
from services.homeroom.choice import mask_of
from services.homeroom.reasons import ClassReasonService
from services.keys import Keys
from services.models import AuditEntry
from tests.factories import at, build_school
from tests.fakes import FakeClock

KEYS = Keys("a secret of at least thirty-two characters")
NOW = at(24, "09:00")


@pytest.fixture
async def audited(database_url: str):
    """Give a database whose every change is recorded."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, FakeClock(NOW))])
    yield opened
    await opened.close()


async def test_letters_and_debts_are_chained_under_the_teacher(audited):
    """Set, corrected, closed: the chain stays whole and says who did it."""
    school = await build_school(audited)
    entries, who = EntryService(audited), school.staff("physics", homeroom="7Б")
    line = "7б физика 1 урок: Петров н; 7б физика 1 урок лаб: Сидоров долг"
    for text in line.split("; "):
        preview = await entries.preview(who, text, now=NOW)
        await entries.save(who, preview.entry_id, now=NOW)
    reasons = ClassReasonService(audited)
    page = await reasons.page(who, now=NOW)
    done = await reasons.set_letters(
        who,
        class_id=school.classes["7Б"],
        mask=mask_of({school.people["petrov"]}, page.roster),
        days=None,
        code=LETTERS[0],
        now=NOW,
    )
    await reasons.correct(
        who, letter_id=done.done[0][1].letter_id, code=LETTERS[2], now=NOW + timedelta(minutes=1)
    )
    debts = DebtService(audited, FakeClock(NOW))
    debt_id = (await debts.mine(who, now=NOW))[1][0].debt.debt_id
    await debts.close(who, debt_id=debt_id, now=NOW + timedelta(minutes=2))

    with bind_school(school.school_id):
        async with audited.reading() as session:
            rows = await session.scalars(
                select(AuditEntry).where(AuditEntry.actor_id == who.person_id)
            )
            recorded = {(row.entity, row.action) for row in rows}
    changed = {"absence_letter", "debt"}
    assert {(entity, "insert") for entity in changed} <= recorded
    assert {(entity, "update") for entity in changed} <= recorded
    assert (await verify_chain(audited, school.school_id, keys=KEYS)).is_intact

"""Homework stands in the school's chain; choices and ticks do not, and go with the account."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.audit import AuditRecorder, verify_chain
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.homework.drafts import FileRef
from services.keys import Keys
from services.models import AccountLink, AuditEntry, HomeworkDone, Preference
from services.preferences.service import PreferencesService
from services.privacy.destruction import destroy_account_data
from services.vocabulary import FileKind
from tests.factories import at, build_school
from tests.fakes import FakeClock

KEYS = Keys("a secret of at least thirty-two characters")
NOW = at(24, "10:35")


@pytest.fixture
async def audited(database_url: str):
    """Give a database whose every change is recorded."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, FakeClock(NOW))])
    yield opened
    await opened.close()


async def test_homework_and_its_undoing_are_chained_under_the_teacher(audited):
    """Inserted with its file, updated when it is taken back; the chain stays whole."""
    school = await build_school(audited)
    entries, who = EntryService(audited), school.staff("algebra")
    photo = FileRef(FileKind.PHOTO, "AgAC1")
    preview = await entries.preview(who, "7б алгебра дз № 214", now=NOW, file=photo)
    await entries.save(who, preview.entry_id, now=NOW)
    await entries.undo(who, preview.entry_id, now=NOW + timedelta(minutes=1))

    with bind_school(school.school_id):
        async with audited.reading() as session:
            rows = await session.scalars(
                select(AuditEntry).where(AuditEntry.actor_id == who.person_id)
            )
            recorded = {(row.entity, row.action) for row in rows}
    changed = {"homework", "homework_file"}
    assert {(entity, "insert") for entity in changed} <= recorded
    assert {(entity, "update") for entity in changed} <= recorded
    assert (await verify_chain(audited, school.school_id, keys=KEYS)).is_intact


async def test_what_a_person_chose_goes_with_the_account(homework):
    """Choices and ticks are delivery data: a withdrawal destroys them, the homework stays."""
    await homework.families.link("maria", account_id=3)
    await homework.save("7б алгебра дз № 214")
    (row,) = await homework.rows()
    maria = homework.school.people["maria"]
    await homework.add(HomeworkDone(homework_id=row.id, student_id=maria, done_at=NOW))
    who = homework.school.guardian("mother_maria")
    student = type(who)(who.school_id, maria, who.kind, student_ids=who.student_ids)
    for one in (who, student):
        await PreferencesService(homework.database).set_tomorrow_card([one], is_wanted=True)

    with bind_school(homework.school.school_id):
        async with homework.database.transaction() as session:
            link = (
                await session.scalars(select(AccountLink).where(AccountLink.person_id == maria))
            ).one()
            link.ended_at = homework.now
            await destroy_account_data(session, link)
        async with homework.database.reading() as session:
            kept = list(await session.scalars(select(Preference.person_id)))
            ticks = await session.scalar(select(func.count()).select_from(HomeworkDone))

    assert [who.person_id] == kept
    assert 0 == ticks
    assert 1 == len(await homework.rows())

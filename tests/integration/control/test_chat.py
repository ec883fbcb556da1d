"""Control in a chat: the command, its lists, the workbook, and somebody else's button."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from services.bulk_entry.service import EntryService
from services.control.service import ControlService
from services.database import bind_school
from services.models import Bot
from services.outgoing import Attachment
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import TEACHER, Chats, link
from tests.printed_sheets import printed_sheets

pytestmark = pytest.mark.one_database

DEPUTY = 801


@pytest.fixture
async def chats(database):
    """Give the chats of the deputy head and of the algebra teacher on a Saturday."""
    journal = Journal(database, await build_school(database), EntryService(database))
    await journal.save("7б алгебра 2 урок: тема Контрольная работа № 1", now=at(23, "10:00"))
    with bind_school(journal.school.school_id):
        async with database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, DEPUTY, journal.school.people["deputy"])
            await link(session, bot.id, TEACHER, journal.school.people["algebra"])
    return Chats(journal, FakeClock(at(28, "09:00")), bot.id, control=ControlService(database))


async def test_the_week_leads_to_teachers_and_classes(chats):
    """Figures with clauses, then lists, then the breaches of one; and back."""
    week = await chats.send(DEPUTY, "/control")
    teachers = await chats.press(DEPUTY, week, "By teachers")
    one = await chats.press(DEPUTY, teachers, "Гусева")
    classes = await chats.press(DEPUTY, week, "By classes")
    seventh = await chats.press(DEPUTY, classes, "7Б")
    earlier = await chats.press(DEPUTY, week, "◀ 16.11")

    assert "<b>Control · week 23.11–29.11</b>" in week.text
    assert "No marks of a control work: 1 — 3 days (S0 11)" in week.text
    assert "алгебра 7Б, Mon 23.11, lesson 2: absentees not marked" in one.text
    assert "физика 7Б, Орлов Д. С., Tue 24.11, lesson 1: absentees not marked, no topic" in (
        seventh.text
    )
    assert "week 16.11–22.11" in earlier.text
    assert "week 23.11–29.11" in (await chats.press(DEPUTY, earlier, "23.11")).text


async def test_the_week_is_a_workbook(chats):
    """Three sheets: teachers, classes, every breach with its clause."""
    sent = await chats.press(DEPUTY, await chats.send(DEPUTY, "/control"), "XLSX")
    assert isinstance(sent.attachment, Attachment)
    book = CalamineWorkbook.from_filelike(BytesIO(sent.attachment.content))
    breaches = book.get_sheet_by_name("Breaches").to_python()

    assert ["Teachers", "Classes", "Breaches"] == book.sheet_names
    assert [
        "Гусева Е. Д.", "7Б", "Алгебра", "no marks of a control work", "23.11.2026", 2.0,
        "missing", "3 days (S0 11)",
    ] in breaches  # fmt: skip
    assert [(True, True, True, True)] * 3 == printed_sheets(sent.attachment.content)


async def test_a_teacher_cannot_press_the_deputys_button(chats):
    """Neither the command nor a forwarded button."""
    week = await chats.send(DEPUTY, "/control")

    assert "not open to you" in (await chats.send(TEACHER, "/control")).text
    assert "not open to you" in (await chats.press(TEACHER, week, "By classes")).text
    assert "not open to you" in (await chats.press(TEACHER, week, "XLSX")).text

"""Native tables: asked once, shown to who sees them, lists to everybody else."""

import pytest

from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.journal_pages.service import JournalPageService
from services.models import Bot
from services.preferences.service import PreferencesService
from services.vocabulary import TableSight
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import TEACHER, Chats, link

pytestmark = pytest.mark.one_database


@pytest.fixture
async def chats(database):
    """Give the chat of a teacher whom nobody has asked yet, with a page to look at."""
    journal = Journal(database, await build_school(database), EntryService(database))
    await journal.save("7б алгебра: Петров 4, Сидоров н", now=at(16, "09:30"))
    with bind_school(journal.school.school_id):
        async with database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(
                session,
                bot.id,
                TEACHER,
                journal.school.people["algebra"],
                tables=TableSight.UNASKED,
            )
    clock = FakeClock(at(24, "10:35"))
    return Chats(
        journal,
        clock,
        bot.id,
        journal_pages=JournalPageService(database),
        preferences=PreferencesService(database),
    )


async def test_who_opens_a_page_with_a_table_is_asked_once(chats):
    """The list comes first, then a small table and the question; no answer means lists."""
    page, sample, question = await chats.send_for_all(TEACHER, "/journal 7Б Алгебра")
    (again,) = await chats.send_for_all(TEACHER, "/journal 7Б Алгебра")

    assert "" == page.rich
    assert sample.rich.startswith("<table")
    assert "Is the table visible?" in question.text
    assert ["Yes", "No"] == [button.caption for button in question.buttons[0]]
    assert page == again


async def test_yes_brings_tables_from_then_on_and_settings_take_it_back(chats):
    """One answer holds for every page."""
    *_, question = await chats.send_for_all(TEACHER, "/journal 7Б Алгебра")
    answered = await chats.press(TEACHER, question, "Yes")
    page = await chats.send(TEACHER, "/journal 7Б Алгебра")
    settings = await chats.send(TEACHER, "/settings")
    await chats.press(TEACHER, settings, "Show lists")
    listed = await chats.send(TEACHER, "/journal 7Б Алгебра")

    assert "From now on: tables" in answered.text
    assert "<tr><td>5. Петров А.</td><td>4</td><td>4.00</td></tr>" in page.rich
    assert "Pages come as tables" in settings.text
    assert "" == listed.rich


async def test_no_leaves_lists(chats):
    """And nobody asks again."""
    *_, question = await chats.send_for_all(TEACHER, "/journal 7Б Алгебра")
    await chats.press(TEACHER, question, "No")
    (page,) = await chats.send_for_all(TEACHER, "/journal 7Б Алгебра")

    assert "" == page.rich

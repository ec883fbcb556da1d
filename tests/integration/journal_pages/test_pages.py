"""The journal's page: what stands there, who may see it, what is behind a number."""

import io

import pytest
from python_calamine import CalamineWorkbook

from bot.telegram.sizes import fits
from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.journal_pages.service import JournalPageService
from services.models import Bot, PlannedTopic
from services.reports.journal_book import JournalBookService
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import MOTHER, TEACHER, Chats, link
from tests.printed_sheets import printed_sheets

DEPUTY, HOMEROOM = 602, 603


@pytest.fixture
async def journal(database):
    """Give the journal of the small school with a week in it."""
    journal = Journal(database, await build_school(database), EntryService(database))
    await journal.save("7б алгебра: Петров 4, Сидоров н", now=at(16, "09:30"))
    await journal.save(
        "7б алгебра кр: Петров 5, Иванова Анна 3; тема Степень; дз № 214", now=at(23, "10:30")
    )
    await journal.save("7б алгебра: Петров 5/4, Сидоров о10", now=at(24, "10:25"))
    return journal


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher, the deputy head, the class teacher, a mother."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            for user, person in (
                (TEACHER, "algebra"),
                (MOTHER, "mother_petrov"),
                (DEPUTY, "deputy"),
                (HOMEROOM, "physics"),
            ):
                await link(session, bot.id, user, people[person])
    return Chats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        journal_pages=JournalPageService(journal.database),
        journal_books=JournalBookService(journal.database),
    )


async def test_a_page_shows_names_dates_and_the_average(chats):
    """What is empty is left out; weights are raised; the average stands last and is exact."""
    page = await chats.send(TEACHER, "/journal 7Б Алгебра")

    assert "<b>7Б · Алгебра · quarter II</b>" in page.text
    assert "5. Петров А. 16.11: 4 · 23.11: 5² · 24.11: 5/4 — 4.60" in page.text
    assert "6. Сидоров Л. 16.11: н · 24.11: о10\n" in f"{page.text}\n"
    assert "2. Иванова А. 23.11: 3² — 3.00" in page.text
    assert fits(page)


async def test_a_page_says_how_far_the_year_is(chats, journal):
    """Lessons due before today, those given with a topic, and the hours of the plan."""
    school = journal.school
    before = await chats.send(TEACHER, "/journal 7Б Алгебра")
    with bind_school(school.school_id):
        async with journal.database.transaction() as session:
            session.add(
                PlannedTopic(
                    school_class_id=school.classes["7Б"],
                    subject_id=school.subjects["algebra"],
                    number=1,
                    topic="Степень",
                    hours=2,
                )
            )
    page = await chats.send(TEACHER, "/journal 7Б Алгебра")

    assert "given with a topic, behind: " in before.text.replace("1 given", "given")
    assert "1 given with a topic" in page.text
    assert "Plan: 1 of 2 hours." in page.text


async def test_a_number_opens_the_student_with_the_past_of_every_mark(chats, journal):
    """What was changed says what it was before, and by whom it was written."""
    await journal.save("7б алгебра 16.11 2 урок: Петров 3", now=at(23, "10:30"))
    page = await chats.send(TEACHER, "/journal 7Б Алгебра")
    student = await chats.press(TEACHER, page, "5")
    back = await chats.press(TEACHER, student, "Back")

    assert "<b>Петров Артём</b>" in student.text
    assert "Mon 16.11: 3 (was 4) <i>(recorded 23.11 10:30, Гусева Е. Д.)</i>" in student.text
    assert "for a control work (weight 2)" in student.text
    assert "Average: 4.40" in student.text
    assert back.text == page.text


async def test_dates_have_pages_and_the_last_is_full(chats, journal):
    """Twelve lessons are two pages; the newest six come first."""
    for day in (2, 9):
        await journal.save("7б алгебра 2 урок: Петров 4", now=at(day, "09:30"))
        await journal.save("7б алгебра 3 урок: Петров 4", now=at(day, "10:30"))
    for day in (3, 10, 17):
        await journal.save("7б алгебра: Петров 4", now=at(day, "10:30"))
    await journal.save("7б алгебра 16.11 3 урок: Петров 2", now=at(24, "10:30"))
    await journal.save("7б алгебра 23.11 2 урок: Петров 2", now=at(24, "10:30"))
    last = await chats.send(TEACHER, "/journal 7Б Алгебра")
    first = await chats.press(TEACHER, last, "◀ Earlier")
    again = await chats.press(TEACHER, first, "Later ▶")

    assert "page 2 of 2" in last.text
    assert "Lessons 16.11–24.11" in last.text
    assert "Lessons 02.11–10.11, page 1 of 2" in first.text
    assert again.text == last.text


async def test_the_export_can_be_copied(chats):
    """Marks and lessons as text, «5/4» among them, no date made of it."""
    page = await chats.send(TEACHER, "/journal 7Б Алгебра")
    sent = await chats.press(TEACHER, page, "Export")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sent.attachment.content))
    marks = book.get_sheet_by_name("Marks").to_python()
    lessons = book.get_sheet_by_name("Lessons").to_python()

    assert sent.attachment.file_name == "7Б · Алгебра · quarter II.xlsx"
    assert ["№", "Student", "16.11", "23.11", "24.11", "Average"] == marks[0]
    assert ["5", "Петров Артём", "4", "5", "5/4", "4.60"] == marks[6]
    assert ["6", "Сидоров Лев", "н", "", "о", ""] == marks[7]
    assert ["23.11.2026", "3", "Степень", "№ 214"] == lessons[2]
    assert [(True, True, True, True)] * 2 == printed_sheets(sent.attachment.content)


async def test_each_sees_what_is_theirs(chats):
    """A teacher the own subjects, a class teacher the whole class, a deputy head every class."""
    own = await chats.send(TEACHER, "/journal")
    homeroom = await chats.send(HOMEROOM, "/journal")
    deputy = await chats.send(DEPUTY, "/journal")
    of_class = await chats.press(DEPUTY, deputy, "7Б")
    page = await chats.press(DEPUTY, of_class, "7Б · Алгебра")
    foreign = await chats.send(TEACHER, "/journal 7Б Физика")

    assert ["7Б · Алгебра", "7Б · Разговоры о важном"] == _captions(own)[:2]
    assert "7Б · Физика" in _captions(homeroom)
    assert "7Б · Алгебра" in _captions(homeroom)
    assert ["1А", "7Б"] == _captions(deputy)[:2]
    assert "Петров А." in page.text
    assert "somebody else's lesson" in foreign.text
    assert "not open to you" in (await chats.send(MOTHER, "/journal")).text
    assert "not open to you" in (await chats.press(MOTHER, own, "7Б · Алгебра")).text


def _captions(message):
    return [button.caption for row in message.buttons for button in row]

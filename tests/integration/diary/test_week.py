"""The week and the marks by date, in a chat: what families see two presses from the menu."""

from datetime import timedelta

import pytest

from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.finals.outlook import ForecastService
from services.models import Bot, Consent, Mark
from services.outgoing import OutgoingMessage
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.homework.test_chat import HomeworkChats
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, link


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher and of Petrov's mother, on Tuesday after algebra."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            await link(session, bot.id, TEACHER, people["algebra"])
            await link(session, bot.id, MOTHER, people["mother_petrov"])
            session.add(
                Consent(
                    person_id=people["mother_petrov"],
                    student_id=people["petrov"],
                    purpose=ConsentPurpose.DELIVERY,
                    action=ConsentAction.GIVEN,
                    acted_at=LONG_AGO,
                )
            )
    return HomeworkChats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        forecasts=ForecastService(journal.database),
    )


async def save(chats: HomeworkChats, line: str) -> None:
    """Let the algebra teacher save a line, and its hold pass."""
    await chats.press(TEACHER, await chats.send(TEACHER, line), "Save")
    chats.clock.advance(timedelta(minutes=24))


def captions(message: OutgoingMessage) -> list[str]:
    """Return the captions of a message's buttons."""
    return [button.caption for row in message.buttons for button in row]


async def test_a_week_is_one_press_from_the_diary(chats):
    """A line for each lesson: marks with weights and absences; days without lessons say so."""
    await save(chats, "7б алгебра кр: Петров 5")
    week = await chats.press(MOTHER, await chats.send(MOTHER, "/diary"), "Week")
    tuesday = week.text.split("<b>Tue 24.11</b>\n")[1].split("\n\n")[0].split("\n")

    assert "<b>Week 23.11–27.11</b>" in week.text
    assert ["1. Физика", "2. Английский язык", "3. Алгебра <b>5²</b>"] == tuesday
    assert "<b>Thu 26.11</b>\nno lessons" in week.text


async def test_weeks_turn_and_lead_back(chats):
    """To the weeks around, to this week, to the day and to the marks; holidays are named."""
    week = await chats.press(MOTHER, await chats.send(MOTHER, "/diary"), "Week")
    before = await chats.press(MOTHER, week, "◀")
    holidays = await chats.press(MOTHER, await chats.press(MOTHER, before, "◀"), "◀")
    back = await chats.press(MOTHER, holidays, "This week")

    assert "This week" not in captions(week)
    assert "16.11–20.11" in before.text
    assert "<b>Wed 04.11</b>\nNo lessons: День народного единства." in holidays.text
    assert back.text == week.text
    assert "Tuesday, 24 November" in (await chats.press(MOTHER, week, "Day")).text
    assert "Marks" in (await chats.press(MOTHER, week, "Marks")).text


async def test_absences_and_homework_stand_in_the_week(chats):
    """What was missed, as families read it, and what is due on a day."""
    await save(chats, "7б алгебра: Петров б; дз № 214 к пн")
    page = await chats.send(MOTHER, "/diary")
    week = await chats.press(MOTHER, page, "Week")
    following = await chats.press(MOTHER, week, "Mon 30.11 ▶")

    assert "3. Алгебра missed, excused" in week.text
    assert "2. Алгебра — № 214" in following.text
    assert "3. Алгебра — " not in following.text


async def test_marks_by_date_show_kind_of_work_and_comment(journal, chats):
    """The newest day first, with what the teacher wrote; and back to the subjects."""
    await save(chats, "7б алгебра кр: Петров 4")
    await save(chats, "7б алгебра 23.11 2 урок: Петров 5")
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            row = await session.get_one(Mark, 1)
            row.comment = "Пересчитать <№ 2>"
    marks = await chats.send(MOTHER, "/marks")
    dated = await chats.press(MOTHER, marks, "By date")

    assert dated.text.index("Tue 24.11") < dated.text.index("Mon 23.11")
    assert "• Алгебра <b>4²</b> for a control work: Пересчитать &lt;№ 2&gt;" in dated.text
    assert "• Алгебра <b>5</b>" in dated.text
    assert "average" in (await chats.press(MOTHER, dated, "By subject")).text


async def test_an_arrow_says_how_the_last_two_weeks_moved_the_average(chats):
    """Against the marks before them; the first marks of a period have none."""
    await save(chats, "7б алгебра 10.11: Петров 3")
    alone = await chats.send(MOTHER, "/marks")
    await save(chats, "7б алгебра 23.11 2 урок: Петров 5")
    risen = await chats.send(MOTHER, "/marks")

    assert "average 3.00, comes out 3\n" in alone.text
    assert "average 4.00 ↑" in risen.text

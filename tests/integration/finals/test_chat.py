"""Period marks in a chat: real routes, middlewares and services; only Telegram is left out."""

import pytest

from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.finals.family import FamilyFinalsService
from services.finals.outlook import ForecastService
from services.finals.service import FinalsService
from services.models import Bot, Consent
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at
from tests.fakes import FakeClock
from tests.integration.finals.conftest import november
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, Chats, link

pytestmark = pytest.mark.one_database


@pytest.fixture
async def chats(finals):
    """Give the chats of the algebra teacher and of Petrov's mother, who has consented."""
    database, people = finals.database, finals.school.people
    with bind_school(finals.school.school_id):
        async with database.transaction() as session:
            bot = Bot(id=2, telegram_bot_id=4242)  # the world has a bot of its own
            session.add(bot)
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
    journal = Journal(database, finals.school, EntryService(database))
    services = {
        "finals": FinalsService(database),
        "family_finals": FamilyFinalsService(database),
        "forecasts": ForecastService(database),
    }
    return Chats(journal, FakeClock(at(24, "12:00")), bot.id, **services)


async def test_a_teacher_agrees_changes_one_and_saves(chats, finals):
    """From the own classes to saved marks by buttons alone; taken back with one."""
    await finals.given("petrov", november((9, 5), (10, 4), (16, 4)))
    await finals.given("maria", november((9, 5), (10, 5), (16, 5)))
    own = await chats.send(TEACHER, "/final")
    sheet = await chats.press(TEACHER, own, "7Б · Алгебра")
    students = await chats.press(TEACHER, sheet, "Change")
    choice = await chats.press(TEACHER, students, "Сидоров")
    students = await chats.press(TEACHER, choice, "n/a")
    review = await chats.press(TEACHER, await chats.press(TEACHER, students, "Done"), "Change")
    agreed = await chats.press(TEACHER, sheet, "Agree with all")
    saved = await chats.press(TEACHER, agreed, "Save")

    assert "Петров Артём — <b>4</b> · 13 : 3 = 4.33, 3 marks" in sheet.text
    assert "Сидоров Л.: n/a" in [one.caption for row in review.buttons for one in row]
    assert "Сидоров Лев — n/a" in agreed.text
    assert {"petrov": 4, "maria": 5, "sidorov": None} == await finals.marks()
    assert "12:30" in saved.text
    assert "Saved at" in (await chats.press(TEACHER, agreed, "Save")).text
    assert "Taken back" in (await chats.press(TEACHER, saved, "Take the entry back")).text
    assert {} == await finals.marks()
    assert "taken back" in (await chats.press(TEACHER, sheet, "Agree with all")).text


async def test_namesakes_are_settled_with_buttons(chats, finals):
    """The question becomes the preview, which can be thrown away."""
    question = await chats.send(TEACHER, "/final 7Б Алгебра\nКузнецова 4")
    preview = await chats.press(TEACHER, question, "Мария")
    await chats.press(TEACHER, preview, "Do not save")

    assert "Кузнецова Мария — 4" in preview.text
    assert {} == await finals.marks()
    assert "not saved" in (await chats.press(TEACHER, preview, "Save")).text


@pytest.mark.parametrize(
    ("user", "text", "part"),
    [
        (TEACHER, "/final 7Б Физика", "somebody else's lesson"),
        (TEACHER, "/final Алгебра", "Which class?"),
        (TEACHER, "/final 7Б Алгебра 1 триместр", "There are: quarter I, quarter II."),
        (TEACHER, "/final 7Б Алгебра\nСмирнов 5", "<b>Смирнов</b>"),
        (TEACHER, "/finals", "not open to you"),
        (MOTHER, "/final", "not open to you"),
        (MOTHER, "/final 7Б Алгебра\nПетров 5", "not open to you"),
        (MOTHER, "/finals", "No marks of periods yet."),
        (MOTHER, "/forecast", "No marks yet: алгебра"),
    ],
)
async def test_every_word_has_an_answer(chats, user, text, part):
    """What is refused says why, and the way out."""
    assert part in (await chats.send(user, text)).text


async def test_a_family_reckons(chats, finals):
    """From the subjects to one of them, another target, marks tried, and back."""
    await finals.given("petrov", november((9, 3), (10, 4), (16, 3)))
    page = await chats.send(MOTHER, "/forecast")
    need = await chats.press(MOTHER, page, "Алгебра")
    best = await chats.press(MOTHER, need, "For a 5")
    tried = await chats.press(MOTHER, best, "What if 4")
    plain = await chats.press(MOTHER, tried, "Without trying")
    back = await chats.press(MOTHER, plain, "Back")

    assert "<b>Алгебра</b>: 3.33, comes out 3; possible 2 to 5" in page.text
    assert "Now 3.33 (sum 10, weight 3); a 4 begins at 3.50." in need.text
    assert "• 1 mark 4 → 3.50, enough" in need.text
    assert "• one 5 for a control work → 4.00, enough" in need.text
    assert "• 7 marks 5 → 4.50, enough" in best.text
    assert "With 4: 3.50 (sum 14, weight 4)" in tried.text
    assert best.text == plain.text
    assert page.text == back.text
    assert all("forecast" in one.text for one in (page, need, tried))


async def test_marks_lead_to_the_forecast(chats, finals):
    """Under the marks of a child stands what they still need."""
    await finals.given("petrov", november((9, 3)))
    marks = await chats.send(MOTHER, "/marks")

    assert "Forecast" in (await chats.press(MOTHER, marks, "What is needed for a 5?")).text

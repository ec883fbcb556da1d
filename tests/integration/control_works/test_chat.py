"""Planning control works in a chat: what is refused, what is free, who may set rules aside."""

import pytest

from services.bulk_entry.service import EntryService
from services.control_works.planning import ControlWorkService
from services.control_works.reading import ControlWorkPages
from services.database import bind_school
from services.models import Bot, Consent
from services.vocabulary import ConsentAction, ConsentPurpose
from tests.factories import at, build_school
from tests.fakes import FakeClock
from tests.integration.journal.conftest import Journal
from tests.integration.journal.test_chat import LONG_AGO, MOTHER, TEACHER, Chats, link

pytestmark = pytest.mark.one_database

DEPUTY = 602


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


@pytest.fixture
async def chats(journal):
    """Give the chats of the algebra teacher, the deputy head and Petrov's mother."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=4242))
            await session.flush()
            for user, person in (
                (TEACHER, "algebra"),
                (MOTHER, "mother_petrov"),
                (DEPUTY, "deputy"),
            ):
                await link(session, bot.id, user, people[person])
            session.add(
                Consent(
                    person_id=people["mother_petrov"],
                    student_id=people["petrov"],
                    purpose=ConsentPurpose.DELIVERY,
                    action=ConsentAction.GIVEN,
                    acted_at=LONG_AGO,
                )
            )
    return Chats(
        journal,
        FakeClock(at(24, "10:35")),
        bot.id,
        control_works=ControlWorkService(journal.database),
        control_work_pages=ControlWorkPages(journal.database),
    )


async def test_a_free_day_is_planned_and_the_family_sees_it(chats):
    """Written, checked, saved; taken off with a second press."""
    preview = await chats.send(TEACHER, "/control_work 7Б Алгебра 30.11 Линейные функции")
    saved = await chats.press(TEACHER, preview, "Save")
    again = await chats.press(TEACHER, preview, "Save")
    family = await chats.send(MOTHER, "/control_work")
    asked = await chats.press(TEACHER, saved, "Take it off")
    off = await chats.press(TEACHER, asked, "Yes")

    assert "7Б · Алгебра · Mon 30.11, lesson 2" in preview.text
    assert "Nothing stands against it." in preview.text
    assert "Planned." in saved.text
    assert "Planned." in again.text
    assert "Mon 30.11, lesson 2 — Алгебра («Линейные функции»)" in family.text
    assert "Taken off." in off.text
    assert "No control works" in (await chats.send(MOTHER, "/control_work")).text


async def test_what_stands_against_it_is_said_with_the_days_that_are_free(chats):
    """The last lesson of Tuesday, too near to another one: a button moves it."""
    first = await chats.send(TEACHER, "/control_work 7Б Алгебра 30.11")
    await chats.press(TEACHER, first, "Save")
    preview = await chats.send(TEACHER, "/control_work 7Б Алгебра 01.12 Функции")
    moved = await chats.press(TEACHER, preview, "Mon 21.12, lesson 2")
    saved = await chats.press(TEACHER, moved, "Save")

    assert "less than two and a half weeks away" in preview.text
    assert "first or the last lesson" in preview.text
    assert "The deputy head may plan it all the same." in preview.text
    assert not any("Save" in caption for caption in _captions(preview))
    assert "Mon 21.12, lesson 2" in saved.text
    assert "Функции" in saved.text


async def test_a_teacher_plans_without_writing_a_word(chats):
    """Class, subject, lesson, kind: the teacher of one class is asked for no class."""
    own = await chats.send(TEACHER, "/control_work")
    subjects = await chats.press(TEACHER, own, "Plan a control work")
    lessons = await chats.press(TEACHER, subjects, "7Б · Алгебра")
    preview = await chats.press(TEACHER, lessons, "✓ Mon 30.11, lesson 2")
    dictation = await chats.press(TEACHER, preview, "Dictation")
    saved = await chats.press(TEACHER, dictation, "Save")
    family = await chats.send(MOTHER, "/control_work")

    assert "Which subject?" in subjects.text
    assert ["✓ Mon 30.11, lesson 2", "✓ Mon 30.11, lesson 3", "Tue 01.12, lesson 3"] == (
        _captions(lessons)[:3]
    )
    assert "✓ Control work" in _captions(preview)
    assert "✓ Dictation" in _captions(dictation)
    assert "Planned." in saved.text
    assert "Mon 30.11, lesson 2 — Алгебра, dictation" in family.text


async def test_buttons_say_what_stands_against_a_lesson_and_what_is_free(chats):
    """As a written line does; the kind stays through a move."""
    own = await chats.send(TEACHER, "/control_work")
    subjects = await chats.press(TEACHER, own, "Plan a control work")
    lessons = await chats.press(TEACHER, subjects, "7Б · Алгебра")
    doubted = await chats.press(TEACHER, lessons, "Tue 01.12, lesson 3")
    test = await chats.press(TEACHER, doubted, "Test")
    moved = await chats.press(TEACHER, test, "Mon 30.11, lesson 2")

    assert "first or the last lesson" in doubted.text
    assert "✓ Test" in _captions(moved)
    assert "Nothing stands against it." in moved.text


async def test_a_deputy_head_chooses_among_all_classes_and_a_strangers_button_does_nothing(chats):
    """Rights are asked at every press."""
    own = await chats.send(DEPUTY, "/control_work")
    classes = await chats.press(DEPUTY, own, "Plan a control work")
    subjects = await chats.press(DEPUTY, classes, "7Б")
    physics = await chats.press(DEPUTY, subjects, "7Б · Физика")
    foreign = next(
        button.data for row in subjects.buttons for button in row if "Физика" in button.caption
    )

    assert "Which class?" in classes.text
    assert "Which lesson?" in physics.text
    assert "somebody else's lesson" in (await chats.press_data(TEACHER, foreign)).text
    assert "not open to you" in (await chats.press_data(MOTHER, foreign)).text


async def test_the_deputy_head_sets_rules_aside_with_a_note(chats, journal):
    """The note is kept and shown; a teacher with a copied button has no such right."""
    preview = await chats.send(DEPUTY, "/control_work 7Б Алгебра 01.12 Срез")
    asked = await chats.press(DEPUTY, preview, "Plan it with a note")
    saved = await chats.send(DEPUTY, "Диагностика района в этот день")
    own = await chats.send(TEACHER, "/control_work")

    assert "why it has to be" in asked.text
    assert "Note: Диагностика района в этот день" in saved.text
    assert "Tue 01.12, lesson 3 — Срез" in own.text
    second = await chats.send(TEACHER, "/control_work 7Б Алгебра 08.12")
    work_id = second.buttons[0][0].data.split(":")[1]
    assert "Rules stand against" in (await chats.press_data(TEACHER, f"cwpl:{work_id}")).text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/control_work 7Б Алгебра", "On which day?"),
        ("/control_work 7Б Алгебра 23.11 Функции", "for a day to come"),
        ("/control_work 7Б Алгебра 27.11 Функции", "no lesson of this subject on that day"),
        ("/control_work 7Б Алгебра 27.11 Функции", "Its next lessons: Mon 30.11"),
        ("/control_work 7Б Физика 01.12 Силы", "somebody else's lesson"),
        ("/control_work 9Я Алгебра 01.12", "no such class"),
        ("/control_work", "None are planned."),
    ],
)
async def test_what_cannot_be_planned_says_the_way_out(chats, text, part):
    """What is missing, and what could be written instead."""
    assert part in (await chats.send(TEACHER, text)).text


async def test_a_family_plans_nothing(chats):
    """What stands behind a parent's command is not read."""
    assert "No control works" in (await chats.send(MOTHER, "/control_work 7Б Алгебра 30.11")).text


def _captions(message):
    return [button.caption for row in message.buttons for button in row]

"""Marks by buttons: one sheet for the class, and the preview of any entry."""

from services.database import bind_school
from services.models import ControlWork
from services.vocabulary import EntryState
from tests.factories import at
from tests.integration.journal.test_chat import MOTHER, TEACHER
from tests.integration.lesson_cards.test_absentees import NINETEEN, open_card


async def test_a_class_of_twenty_five_is_marked_on_one_sheet(chats, journal, enroll):
    """A tap a mark: the next name waits by itself; the kind of work is chosen once."""
    await enroll(NINETEEN)
    card = await open_card(chats)
    chats.taps = 0
    sheet = await chats.press(TEACHER, card, "Marks")
    kinds = await chats.press(TEACHER, sheet, "For: work in class")
    sheet = await chats.press(TEACHER, kinds, "control work")
    sheet = await chats.press(TEACHER, sheet, "1 Абрамов")
    for place in range(25):
        sheet = await chats.give(sheet, "4" if place % 2 else "5")
    preview = await chats.press(TEACHER, sheet, "Done, marks: 25")
    await chats.press(TEACHER, preview, "Save")

    assert chats.taps == 31
    assert "Marks for a control work (weight 2):" in preview.text
    assert len(await journal.marks()) == 25
    assert {kind for _, _, kind in await _kinds(journal)} == {"control"}


async def test_what_stands_is_replaced_and_a_mark_can_be_taken_from_the_sheet(chats, journal):
    """The sheet shows what stands; the preview says was and becomes."""
    await journal.save("7б алгебра: Петров 3", now=at(24, "10:21"))
    sheet = await chats.press(TEACHER, await open_card(chats), "Marks")
    sheet = await chats.press(TEACHER, sheet, "5 Петров А. — (3)")
    assert "Which mark? <b>Петров Артём</b>" in sheet.text
    sheet = await chats.give(sheet, "4")
    assert "➜ 6 Сидоров" in str(sheet.buttons)
    sheet = await chats.give(sheet, "5")
    sheet = await chats.press(TEACHER, sheet, "6 Сидоров")
    sheet = await chats.give(sheet, "✕")
    preview = await chats.press(TEACHER, sheet, "Done, marks: 1")
    back = await chats.press(TEACHER, preview, "Change")
    saved = await chats.press(TEACHER, preview, "Save")

    assert "Петров Артём — 4 (was 3, becomes 4)" in preview.text
    assert "5 Петров А. — (3) → 4" in str(back.buttons)
    assert [("petrov", 4, "lesson")] == await journal.marks()
    assert "To the lesson" in str(saved.buttons)


async def test_absent_on_the_sheet_of_marks(chats, journal):
    """«н» beside the marks; then a mark after all."""
    sheet = await chats.press(TEACHER, await open_card(chats), "Marks")
    sheet = await chats.press(TEACHER, sheet, "5 Петров")
    sheet = await chats.give(sheet, "н")
    sheet = await chats.give(sheet, "н")
    sheet = await chats.press(TEACHER, sheet, "6 Сидоров")
    sheet = await chats.give(sheet, "3")
    preview = await chats.press(TEACHER, sheet, "Done")
    await chats.press(TEACHER, preview, "Save")

    assert [("petrov", "absent", None)] == await journal.attendance()
    assert [("sidorov", 3, "lesson")] == await journal.marks()


async def test_who_is_absent_does_not_wait_for_a_mark(chats, journal):
    """The next name is the next one in the room; a work handed in later is still possible."""
    await journal.save("7б алгебра: Петров н", now=at(24, "10:21"))
    sheet = await chats.press(TEACHER, await open_card(chats), "Marks")
    sheet = await chats.press(TEACHER, sheet, "4 Кузнецова Мария")
    sheet = await chats.give(sheet, "5")

    assert "➜ 6 Сидоров" in str(sheet.buttons)


async def test_an_empty_sheet_says_what_to_do(chats):
    """Nothing to check, nothing lost."""
    sheet = await chats.press(TEACHER, await open_card(chats), "Marks")

    assert "Nobody has a mark yet" in (await chats.press(TEACHER, sheet, "Done")).text


async def test_topic_and_homework_from_the_card(chats, journal):
    """Each is asked for, typed, checked and saved; the card shows both."""
    asked = await chats.press(TEACHER, await open_card(chats), "Topic")
    preview = await chats.send(TEACHER, "7 класс: повторение")
    await chats.press(TEACHER, preview, "Save")
    homework = await chats.press(TEACHER, await open_card(chats), "Homework")
    await chats.press(TEACHER, await chats.send(TEACHER, "№ 214"), "Save")
    card = await open_card(chats)

    assert "Please write the topic" in asked.text
    assert "Topic: 7 класс: повторение" in preview.text
    assert "Please write the homework" in homework.text
    assert "Topic: 7 класс: повторение" in card.text
    assert "Homework ✓" in str(card.buttons)


async def test_buttons_of_a_teacher_are_nobody_elses(chats):
    """A parent who got hold of a button is refused."""
    card = await open_card(chats)
    sheet = await chats.press(TEACHER, card, "Mark absentees")

    assert "not open to you" in (await chats.press(MOTHER, card, "All here")).text
    assert "not open to you" in (await chats.press(MOTHER, sheet, "5 Петров")).text


async def _kinds(journal):
    return [(row.student_id, row.value, row.work_kind) for row in await journal.mark_rows()]


async def test_a_planned_control_work_is_on_the_card(chats, journal):
    """The card names it, and the sheet of marks is for it from the start."""
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(
                ControlWork(
                    study_group_id=journal.school.groups["7Б"],
                    subject_id=journal.school.subjects["algebra"],
                    work_on=at(24, "10:20").date(),
                    number=3,
                    title="Степени",
                    state=EntryState.SAVED,
                    author_id=journal.school.people["algebra"],
                    created_at=at(16, "10:00"),
                )
            )
    card = await open_card(chats)
    sheet = await chats.press(TEACHER, card, "Marks")

    assert "Control work: Степени" in card.text
    assert "Marks for a control work (weight 2):" in sheet.text

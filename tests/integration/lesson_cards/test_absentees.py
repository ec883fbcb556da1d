"""Marking who is missing, tap by tap: what is stored, and how few taps it takes."""

from datetime import date

from services.database import bind_school
from services.models import AbsenceReason
from services.vocabulary import AbsenceKind
from tests.factories import at
from tests.integration.journal.test_chat import TEACHER

NINETEEN = [
    "Абрамов Илья", "Белова Анна", "Власов Пётр", "Громов Иван", "Дёмин Лев", "Ершов Тимур",
    "Жуков Олег", "Зайцева Ольга", "Ильин Денис", "Ким Вера", "Ларин Глеб", "Маслов Егор",
    "Носов Яков", "Орлова Рита", "Панин Юрий", "Рябов Марк", "Тер-Саркисянц Арам", "Уваров Ян",
    "Черных Саша",
]  # fmt: skip


async def open_card(chats, lesson: str = "3."):
    """Open the card of a lesson from the day's page."""
    return await chats.press(TEACHER, await chats.send(TEACHER, "/today"), lesson)


async def test_three_of_twenty_five_take_five_taps(chats, journal, enroll):
    """One to open the sheet, three names, one to save: six at most were promised."""
    await enroll(NINETEEN)
    card = await open_card(chats)
    chats.taps = 0
    sheet = await chats.press(TEACHER, card, "Mark absentees")
    for name in ("4 Громов", "6 Ершов", "25 Черных"):
        sheet = await chats.press(TEACHER, sheet, name)
    saved = await chats.press(TEACHER, sheet, "Done: 3 absent")

    assert chats.taps == 5
    assert "by 10:30" in card.text
    assert [len(row) for row in sheet.buttons] == [2] * 12 + [1, 1, 1]
    assert "Absent 3: Громов И., Ершов Т., Черных С." in saved.text
    assert "Saved. Families hear at 10:30." in saved.text
    assert [code for _, code, _ in await _letters(journal)] == ["absent"] * 3


async def test_a_tap_turns_and_a_double_tap_does_not_turn_twice(chats, journal):
    """Present, absent, late, present; the same button pressed twice is pressed once."""
    sheet = await chats.press(TEACHER, await open_card(chats), "Mark absentees")
    absent = await chats.press(TEACHER, sheet, "5 Петров")
    again = await chats.press(TEACHER, sheet, "5 Петров")
    late = await chats.press(TEACHER, again, "5 Петров")
    here = await chats.press(TEACHER, late, "5 Петров")
    await chats.press(TEACHER, late, "6 Сидоров")

    assert "5 Петров А. — н" in _captions(absent)
    assert "5 Петров А. — н" in _captions(again)
    assert "5 Петров А. — о" in _captions(late)
    assert "5 Петров А." in _captions(here)
    saved = await chats.press(TEACHER, here, "Done")
    repeated = await chats.press(TEACHER, here, "Done")
    assert "Absent 1: Сидоров Л." in saved.text
    assert "Absent 1: Сидоров Л." in repeated.text
    assert [("sidorov", "absent", None)] == await journal.attendance()


async def test_everybody_here_is_one_tap_and_is_remembered(chats, journal):
    """Nothing is written for anybody, and the lesson was looked at all the same."""
    card = await open_card(chats)
    saved = await chats.press(TEACHER, card, "All here")
    stale = await chats.press(TEACHER, card, "All here")

    assert "Nobody is absent." in saved.text
    assert [] == await journal.attendance()
    assert "All here" not in str(_captions(saved))
    assert "Nobody is absent." in stale.text
    assert ["saved"] == await journal.states()
    await chats.press(TEACHER, saved, "Take the entry back")
    assert "not marked yet" in (await open_card(chats)).text


async def test_an_old_card_wipes_nothing(chats, journal):
    """«All here» on a card from before the absentees were marked changes nothing."""
    card = await open_card(chats)
    await journal.save("7б алгебра: Петров н", now=at(24, "10:22"))
    stale = await chats.press(TEACHER, card, "All here")

    assert [("petrov", "absent", None)] == await journal.attendance()
    assert "Absent 1: Петров А." in stale.text


async def test_those_of_the_previous_lesson_are_one_tap(chats, journal):
    """The card names them; one press records them."""
    await journal.save("7б физика: Петров н, Сидоров о", now=at(24, "08:35"), by="physics")
    card = await open_card(chats)
    saved = await chats.press(TEACHER, card, "The same: Петров")

    assert "Absent before, or announced: Петров А." in card.text
    assert "Absent 1: Петров А." in saved.text
    lessons = {code for name, code, _ in await journal.attendance() if name == "petrov"}
    assert lessons == {"absent"}


async def test_a_card_that_named_others_lets_the_teacher_check(chats, journal):
    """Since the card came a family has announced an absence: the sheet shows it, unsaved."""
    await journal.save("7б физика: Петров н", now=at(24, "08:35"), by="physics")
    card = await open_card(chats)
    await announce(journal, "maria")
    sheet = await chats.press(TEACHER, card, "The same: Петров")
    saved = await chats.press(TEACHER, sheet, "Done: 2 absent")

    assert "Who is absent?" in sheet.text
    assert "4 Кузнецова Мария — н" in _captions(sheet)
    assert "(у)" in saved.text
    assert [1, 1] == [
        sum(one == name for one, _, _ in await journal.attendance()) - (name == "petrov")
        for name in ("petrov", "maria")
    ]


async def test_a_letter_set_meanwhile_is_kept(chats, journal):
    """The class teacher turns н into б while the sheet is open: saving does not turn it back."""
    await journal.save("7б алгебра: Петров н", now=at(24, "10:21"))
    sheet = await chats.press(TEACHER, await open_card(chats), "Mark absentees")
    await journal.save("7б алгебра: Петров б", now=at(24, "10:22"))
    sheet = await chats.press(TEACHER, sheet, "6 Сидоров")
    await chats.press(TEACHER, sheet, "Done")

    assert [
        ("petrov", "absent_sick", None),
        ("sidorov", "absent", None),
    ] == await journal.attendance()


async def test_groups_show_their_members_and_the_exempt_are_left_out(chats, journal):
    """English has half of the class, with the class's numbers."""
    await journal.save("7б алгебра: Петров осв", now=at(24, "10:21"))
    sheet = await chats.press(TEACHER, await open_card(chats), "Mark absentees")

    assert not any("Петров" in caption for caption in _captions(sheet))


async def test_a_lesson_of_somebody_else_is_not_opened(chats, journal):
    """A copied button is asked again."""
    card = await open_card(chats)
    data = card.buttons[0][0].data.split(":")
    data[2] = str(journal.school.subjects["physics"])
    answer = await chats.press_data(TEACHER, ":".join(data))

    assert "out of date" in answer.text


async def announce(journal, student: str) -> None:
    """Let a family announce an absence for today."""
    people = journal.school.people
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(
                AbsenceReason(
                    student_id=people[student],
                    starts_on=date(2026, 11, 24),
                    ends_on=date(2026, 11, 24),
                    kind=AbsenceKind.SICK,
                    given_by=people["mother_maria"],
                    given_at=at(24, "10:21"),
                )
            )


async def _letters(journal):
    rows = await journal.attendance_rows()
    return [(row.student_id, row.code.value, row.minutes_late) for row in rows]


def _captions(message):
    return [button.caption for row in message.buttons for button in row]

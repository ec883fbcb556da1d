"""What a teacher's whole day costs: six lessons, counted in taps and typed messages."""

from datetime import time

from sqlalchemy import delete

from services.database import bind_school
from services.models import ClassPeriod, TimetableEntry
from services.vocabulary import WeekParity
from tests.factories import at
from tests.integration.journal.test_chat import TEACHER
from tests.integration.lesson_cards.test_absentees import NINETEEN

ABSENT = {1: "4 Громов", 3: "6 Ершов", 5: "25 Черных"}
CLOCKS = ("08:31", "09:21", "10:21", "11:21", "12:21", "13:11")


async def test_six_lessons_with_everything_in_them(chats, journal, enroll):
    """Absentees, topic and homework of six classes of twenty-five, marks in three of them."""
    await enroll(NINETEEN)
    await six_lessons(journal)
    for number, clock in enumerate(CLOCKS, start=1):
        chats.clock.move_to(at(24, clock))
        day = await chats.send(TEACHER, "/today")
        chats.lines -= 1  # the card comes by itself
        card = await chats.press(TEACHER, day, f"{number}. 7Б")
        chats.taps -= 1
        if number % 2:
            sheet = await chats.press(TEACHER, card, "Mark absentees")
            sheet = await chats.press(TEACHER, sheet, ABSENT[number])
            await chats.press(TEACHER, sheet, "Done")
        else:
            await chats.press(TEACHER, card, "The same:")
        line = f"7б алгебра {number} урок тема Степень {number}; дз № 21{number}"
        if number % 2:
            line += "; Петров 5, Орлова Рита 4, Ким 4, Жуков 3, Носов 5"
        await chats.press(TEACHER, await chats.send(TEACHER, line), "Save")

    assert len(await journal.attendance()) == 1 + 1 + 2 + 2 + 3 + 3
    assert len(await journal.marks()) == 15
    assert 6 == sum(bool(topic) for _, topic in await journal.topics())
    assert (18, 6) == (chats.taps, chats.lines)


async def six_lessons(journal) -> None:
    """Let the algebra teacher have 7Б for six lessons on Tuesday."""
    school = journal.school
    with bind_school(school.school_id):
        async with journal.database.transaction() as session:
            await session.execute(delete(TimetableEntry).where(TimetableEntry.weekday == 2))
            for number, (start, end) in enumerate(
                (("12:20", "13:00"), ("13:10", "13:50")), start=5
            ):
                session.add(
                    ClassPeriod(
                        bell_set="",
                        number=number,
                        starts_at=time.fromisoformat(start),
                        ends_at=time.fromisoformat(end),
                        weekdays=[],
                        grades=[],
                    )
                )
            for number in range(1, 7):
                session.add(
                    TimetableEntry(
                        study_group_id=school.groups["7Б"],
                        weekday=2,
                        number=number,
                        subject_id=school.subjects["algebra"],
                        teacher_id=school.people["algebra"],
                        room="214",
                        parity=WeekParity.EVERY,
                    )
                )

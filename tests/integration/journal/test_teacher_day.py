"""A teacher's day: lessons by the timetable, and what is in the journal for each."""

from datetime import date, timedelta

import pytest

from services.errors import NotAllowed
from services.journal.repository import LessonState
from services.journal.service import JournalService
from tests.factories import at

NOW = at(24, "10:35")


async def test_the_day_says_what_is_recorded(journal):
    """Marks, absences and topic are counted; what was withdrawn is not."""
    await journal.save("7б алгебра: Петров 5/4, Иванова Анна 3, Сидоров н; тема Степень", now=NOW)
    undone = await journal.save("7б алгебра: Петров ещё 2", now=NOW)
    who = journal.school.staff("algebra")
    await journal.entries.undo(who, undone.entry_id, now=NOW)

    day = await JournalService(journal.database).teacher_day(who, now=NOW)

    recorded = LessonState(marks=3, absent=1, topic="Степень", is_roll_taken=True)
    assert [(3, recorded, True)] == [
        (one.lesson.number, one.state, one.is_going_on) for one in day.lessons
    ]


async def test_another_day_may_be_asked(journal):
    """Nothing recorded: the lessons stand there by the timetable alone."""
    day = await JournalService(journal.database).teacher_day(
        journal.school.staff("algebra"), now=NOW, on=date(2026, 11, 23)
    )

    assert [1, 2, 3] == [one.lesson.number for one in day.lessons]
    assert {LessonState()} == {one.state for one in day.lessons}
    assert (True, date(2026, 11, 24)) == (day.lessons[0].is_over, day.today)


async def test_before_the_first_lesson_nothing_is_over(journal):
    """In the morning the day lies ahead."""
    day = await JournalService(journal.database).teacher_day(
        journal.school.staff("algebra"), now=NOW - timedelta(hours=2)
    )

    assert [(False, False)] == [(one.is_going_on, one.is_over) for one in day.lessons]


async def test_a_family_has_no_teachers_day(journal):
    """Guardians do not see lessons from the teacher's side."""
    with pytest.raises(NotAllowed):
        await JournalService(journal.database).teacher_day(
            journal.school.guardian("mother_maria"), now=NOW
        )

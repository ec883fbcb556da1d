"""How a teacher sees a day."""

from datetime import date

from handlers.callbacks.entry import OpenTeacherDay
from handlers.screens.today import day_number, teacher_day
from handlers.today import day_of
from services.i18n import use_locale
from services.journal.repository import LessonState
from services.journal.service import TeacherDayFacts, TeacherLessonFacts
from services.timetable.rules import PlannedLesson, TaughtGroup, TaughtSubject
from tests.factories import ZONE, at

ON = date(2026, 11, 24)


def lesson(state: LessonState, *, going_on: bool = False, over: bool = False):
    """Return a lesson of the day."""
    planned = PlannedLesson(
        group=TaughtGroup(1, 1, "7Б", 7),
        subject=TaughtSubject(1, "Алгебра"),
        teacher_id=9,
        on=ON,
        number=3,
        starts_at=at(24, "10:20"),
        ends_at=at(24, "11:00"),
        room="214",
    )
    return TeacherLessonFacts(planned, state, is_going_on=going_on, is_over=over)


def shown(
    *lessons: TeacherLessonFacts,
    today: date = ON,
    before: date | None = date(2026, 11, 20),
    after: date | None = date(2026, 11, 25),
):
    """Return the page in Russian."""
    with use_locale("ru"):
        return teacher_day(TeacherDayFacts(ON, today, ZONE, lessons, before, after))


def test_the_lesson_going_on_stands_out():
    """In bold, with what is recorded and what is missing."""
    text = shown(lesson(LessonState(marks=3, absent=1), going_on=True)).text

    assert [
        "<b>Сегодня, вторник, 24 ноября</b>",
        "",
        "<b>3. 10:20–11:00 7Б · Алгебра · 214</b>",
        "идёт сейчас · темы нет · отметок: 3 · нет: 1",
    ] == text.splitlines()


def test_a_lesson_to_come_misses_nothing():
    """Before it begins no topic is asked for."""
    assert ["3. 10:20–11:00 7Б · Алгебра · 214"] == shown(lesson(LessonState())).text.splitlines()[
        2:
    ]


def test_a_topic_is_escaped():
    """What was typed stands as it was typed."""
    text = shown(lesson(LessonState(topic="a < b"), over=True)).text

    assert "тема: a &lt; b" in text


def test_days_are_turned_with_buttons():
    """The school days around it, and the way back to today; none beyond the school year."""
    message = shown(today=date(2026, 11, 26))

    assert ["Сегодня"] == [
        b.caption for b in shown(today=date(2026, 11, 26), before=None, after=None).buttons[0]
    ]
    assert ["◀ пт 20.11", "Сегодня", "ср 25.11 ▶"] == [b.caption for b in message.buttons[0]]
    assert OpenTeacherDay(on=20261126).pack() == message.buttons[0][1].data
    assert "По расписанию уроков нет." in message.text


def test_a_day_in_a_button_reads_back():
    """YYYYMMDD is one day and no other."""
    assert ON == day_of(day_number(ON))

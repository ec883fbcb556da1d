"""Homework on screens: the preview of an entry, the family's page, the teacher's, settings."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.callbacks.homework import (
    AskHomework,
    HomeworkFilesAsked,
    NoHomework,
    OpenHomework,
    TickHomework,
)
from handlers.screens import entry as entry_screens
from handlers.screens import homework as screens
from handlers.screens import homework_journal, settings
from handlers.screens.diary import day_page
from handlers.screens.entry_faults import line_not_taken  # noqa: F401  # registers its sentences
from handlers.screens.errors import message_for
from services.bulk_entry.facts import (
    DueQuestion,
    HomeworkPreview,
    LessonOption,
    LessonPreview,
    PreviewFacts,
)
from services.diary.facts import ChildFacts, DayPage, LessonLine
from services.diary.homework_facts import HomeworkDay, HomeworkFiles, HomeworkPage
from services.homework.drafts import FileRef
from services.homework.errors import FirstGradeHasNone, NoHomeworkHere
from services.homework.planning import StandingHomework
from services.homework.service import LessonsToFill, LessonToFill
from services.homework.visible import VisibleHomework
from services.i18n import use_locale
from services.outgoing import StoredAttachment
from services.preferences.service import SettingsFacts
from services.timetable.rules import PlannedLesson, TaughtGroup, TaughtSubject
from services.vocabulary import ContentMode, FileKind

ZONE = ZoneInfo("Asia/Yekaterinburg")
TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
NOW = datetime(2026, 11, 24, 5, 35, tzinfo=UTC)
MARIA = ChildFacts(1, "Мария", "Кузнецова", "7Б", ContentMode.FULL)
LEV = ChildFacts(2, "Лев", "Кузнецов", "3А", ContentMode.FULL)


def captions(message):
    """Return the captions of a message's buttons, row by row."""
    return [[button.caption for button in row] for row in message.buttons]


# --- the entry ------------------------------------------------------------------------------


def given(text="№ 214", **facts):
    """Return homework of a preview."""
    values = {"text": text, "is_none": False, "due_on": THURSDAY, "has_lesson": True} | facts
    return HomeworkPreview(**values)


def preview(*homework, language="ru", **facts):
    """Return the lines a teacher checks."""
    lesson = LessonPreview(TUESDAY, 3, "7Б", "Алгебра", (), homework=homework)
    values: dict[str, Any] = {
        "entry_id": 1,
        "lessons": (lesson,),
        "zone": ZONE,
        "now": NOW,
        "is_unchanged": False,
    }
    with use_locale(language):
        return entry_screens.preview(PreviewFacts(**(values | facts))).text.splitlines()


@pytest.mark.parametrize(
    ("homework", "ru", "en"),
    [
        (
            given("a < b"),
            "Домашнее задание на чт 26.11: a &lt; b",
            "Homework, for Thu 26.11: a &lt; b",
        ),
        (
            given(due_on=None),
            "Домашнее задание на следующий урок: № 214",
            "Homework, for the next lesson: № 214",
        ),
        (given("", is_none=True), "Домашнее задание: не задано", "Homework: none"),
        (
            given(family_name="Петров", given_name="Артём"),
            "Задание лично, Петров Артём, на чт 26.11: № 214",
            "Homework for Петров Артём alone, for Thu 26.11: № 214",
        ),
        (
            given("", is_none=True, family_name="Петров", given_name="Артём"),
            "Задание лично, Петров Артём: снять",
            "Homework for Петров Артём alone: taken back",
        ),
        (
            given(was=StandingHomework("№ 5", is_none=False, due_on=THURSDAY)),
            "Домашнее задание на чт 26.11: № 214 (было: № 5)",
            "Homework, for Thu 26.11: № 214 (was: № 5)",
        ),
        (
            given(was=StandingHomework("№ 5", is_none=False, due_on=TUESDAY)),
            "Домашнее задание на чт 26.11: № 214 (было: на вт 24.11 — № 5)",
            "Homework, for Thu 26.11: № 214 (was: for Tue 24.11 — № 5)",
        ),
        (
            given(was=StandingHomework("", is_none=True, due_on=None)),
            "Домашнее задание на чт 26.11: № 214 (было: не задано)",
            "Homework, for Thu 26.11: № 214 (was: none)",
        ),
        (
            given(is_unchanged=True),
            "Домашнее задание на чт 26.11: № 214 — уже стоит",
            "Homework, for Thu 26.11: № 214, as it stands",
        ),
    ],
)
def test_the_preview_says_what_was_understood(homework, ru, en):
    """For whom, by when, what, and what stood there before."""
    assert ru == preview(homework)[1]
    assert en == preview(homework, language="en")[1]


def test_a_day_without_the_lesson_is_pointed_out():
    """Probably a slip in the date; the teacher decides."""
    assert "В этот день урока по предмету нет." == preview(given(has_lesson=False))[2]


def test_the_preview_says_when_families_hear():
    """With the last of the day, or by the hour at the latest; files are counted."""
    last = preview(given(), homework_due_at=NOW, is_homework_complete=True, files=2)
    early = preview(given(), homework_due_at=NOW)

    assert ["К заданию приложено 2 файла.", "Задание семьи получат в 10:35."] == last[-2:]
    assert (
        "Задание семьи получат, когда будут внесены все задания дня, не позже 10:35." == early[-1]
    )
    assert "Этот урок" not in " ".join(early)


def test_an_unclear_week_is_a_question_with_its_days():
    """Each day is a button."""
    lesson = LessonOption(TUESDAY, 3, "7Б", "Алгебра", NOW)
    with use_locale("ru"):
        message = entry_screens.entry_step(
            DueQuestion(7, 0, lesson, (THURSDAY, date(2026, 12, 3)))
        )

    assert [["чт 26.11"], ["чт 03.12"], ["Не сохранять"]] == captions(message)
    assert "На какой день задание?" in message.text


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (FirstGradeHasNone(group="1А"), "1А: в 1 классе домашних заданий нет."),
        (NoHomeworkHere(), "/hw 7Б Алгебра к чт № 214, 216"),
    ],
)
def test_refusals_say_the_way_out(error, part):
    """A kind sentence and the menu."""
    with use_locale("ru"):
        message = message_for(error)

    assert part in message.text
    assert message.buttons


# --- the teacher ----------------------------------------------------------------------------


def planned(number=3):
    """Return a lesson of today."""
    return PlannedLesson(
        TaughtGroup(5, 1, "7Б", 7), TaughtSubject(9, "Алгебра"), 3, TUESDAY, number, NOW, NOW
    )


@pytest.mark.parametrize(
    ("lessons", "has_lessons", "text"),
    [
        ((planned(),), True, "Сегодняшние уроки без задания:"),
        ((), True, "У всех сегодняшних уроков задание внесено."),
        ((), False, "По расписанию уроков нет."),
    ],
)
def test_the_missing_ones_are_buttons(lessons, has_lessons, text):
    """One for each lesson; the line that does the same is shown."""
    with use_locale("ru"):
        message = homework_journal.missing_page(LessonsToFill(TUESDAY, ZONE, lessons, has_lessons))

    assert text == message.text.splitlines()[-1]
    assert "<code>/hw 7Б Алгебра к чт № 214, 216</code>" in message.text
    assert [["3. 7Б · Алгебра"]] * len(lessons) == captions(message)[:-1]
    asked = AskHomework(group_id=5, subject_id=9, on=20261124, number=3).pack()
    assert [asked] * len(lessons) == [row[0].data for row in message.buttons[:-1]]


def test_a_pressed_lesson_asks_for_its_homework():
    """It says when that will be due, and offers «Не задано»."""
    with use_locale("ru"):
        message = homework_journal.ask_text(LessonToFill(planned(), THURSDAY))

    assert "<b>7Б · Алгебра · вт 24.11, 3-й урок</b>" == message.text.splitlines()[0]
    assert "Срок — на чт 26.11" in message.text
    assert [["Не задано"], ["Назад", "Меню"]] == captions(message)
    nothing = NoHomework(group_id=5, subject_id=9, on=20261124, number=3).pack()
    assert nothing == message.buttons[0][0].data


# --- the family -----------------------------------------------------------------------------


def seen(homework_id=1, subject="Алгебра", text="№ 214", **facts):
    """Return homework a family may see."""
    values = {
        "homework_id": homework_id, "lesson_id": 1, "study_group_id": 1, "subject_id": 1,
        "subject": subject, "given_on": TUESDAY, "text": text, "is_none": False,
        "due_on": THURSDAY, "due_number": 2, "minutes": None, "is_individual": False,
    } | facts  # fmt: skip
    return VisibleHomework(**values)


PHOTO = FileRef(FileKind.PHOTO, "AgAC1")
PAPER = FileRef(FileKind.DOCUMENT, "BQAC1", "Задание.pdf")


def page(language="ru", **facts):
    """Return the page of a child."""
    values: dict[str, Any] = {
        "child": MARIA,
        "children": (MARIA, LEV),
        "on": date(2026, 11, 25),
        "today": TUESDAY,
        "days": (
            HomeworkDay(date(2026, 11, 25), ()),
            HomeworkDay(
                THURSDAY,
                (
                    seen(minutes=20),
                    seen(2, "Физика", "a < b", files=(PHOTO,), minutes=30),
                    seen(3, "История", "§ 9", is_individual=True),
                ),
            ),
        ),
        "done": frozenset({2}),
        "nothing_set": ("Литература",),
        "previous_on": TUESDAY,
        "next_on": THURSDAY,
    } | facts
    with use_locale(language):
        return screens.homework_page(HomeworkPage(**values))


def test_the_page_shows_what_is_due_day_by_day():
    """The first day even if nothing is due; ticks, files and individual tasks are marked."""
    assert [
        "<b>Мария К. · 7Б</b>",
        "<b>Домашнее задание</b>",
        "",
        "<b>На ср 25.11</b>",
        "Пока ничего не внесено.",
        "",
        "<b>На чт 26.11</b>",
        "• Алгебра — № 214",
        "✓ Физика — a &lt; b (1 файл)",
        "• История — индивидуально: § 9",
        "",
        "Сегодня не задано: литература.",
    ] == page().text.splitlines()
    assert "<b>For Thu 26.11</b>" in page("en").text


def test_parents_turn_pages_and_students_tick():
    """Only the student has boxes to tick; files can be had by both."""
    parent, student = page(), page(may_tick=True)

    assert [
        ["◀ вт 24.11", "чт 26.11 ▶"],
        ["Файлы: Физика"],
        ["Лев"],
        ["Дневник", "Меню"],
    ] == captions(parent)
    assert [["☐ Алгебра, чт 26.11", "☑ Физика, чт 26.11"], ["☐ История, чт 26.11"]] == (
        captions(student)[1:3]
    )
    tick = TickHomework(student_id=1, homework_id=2, on=20261125, is_done=False).pack()
    assert tick == student.buttons[1][1].data
    asked = HomeworkFilesAsked(student_id=1, homework_id=2).pack()
    assert asked == parent.buttons[1][0].data
    assert OpenHomework(student_id=2, on=20261125).pack() == parent.buttons[2][0].data


def test_what_is_left_to_do_is_estimated():
    """What is ticked off takes no time any more."""
    days = (HomeworkDay(THURSDAY, (seen(minutes=20), seen(2, "Физика", minutes=30))),)

    assert "Примерно 20 мин." in page(days=days).text
    assert "Примерно 50 мин." in page(days=days, done=frozenset()).text


def test_files_are_sent_one_by_one():
    """Pictures as pictures, documents as documents, each with what it is for."""
    with use_locale("ru"):
        messages = screens.file_messages(HomeworkFiles("Физика", THURSDAY, (PHOTO, PAPER)))

    assert [
        ("Физика, на чт 26.11", StoredAttachment("AgAC1", is_picture=True)),
        ("Физика, на чт 26.11", StoredAttachment("BQAC1")),
    ] == [(one.text, one.attachment) for one in messages]


def test_the_diary_shows_what_was_due_and_what_is_set():
    """At the lesson of the subject; of a double lesson at the first; the rest below."""
    lessons = tuple(
        LessonLine(number, NOW, NOW, subject)
        for number, subject in ((1, "Алгебра"), (2, "Алгебра"), (3, "Физика"))
    )
    homework = (
        seen(due_on=TUESDAY, given_on=date(2026, 11, 20)),
        seen(2, text="§ 3"),
        seen(3, "Физика", "", is_none=True, due_on=None),
        seen(4, "История", "§ 9", due_on=TUESDAY, is_individual=True),
    )
    facts = DayPage(MARIA, (MARIA,), TUESDAY, TUESDAY, ZONE, lessons, homework=homework)
    with use_locale("ru"):
        text = day_page(facts).text

    first, second, third, rest = text.split("\n\n")[-4:]
    assert ["Д/з: № 214", "Задано на чт 26.11: § 3"] == first.splitlines()[-2:]
    assert 1 == len(second.splitlines())
    assert "Не задано" == third.splitlines()[-1]
    assert "<b>История</b>: Д/з: индивидуально: § 9" == rest


def test_homework_of_the_day_is_not_behind_a_tap_in_the_table():
    """It is what the diary is opened for; topics may wait behind one."""
    lessons = (
        LessonLine(1, NOW, NOW, "Алгебра", topic="Степень"),
        LessonLine(2, NOW, NOW, "Физика"),
    )
    homework = (
        seen(4, "История", "§ 9", due_on=TUESDAY),
        seen(2, "Физика", "§ 3"),
        seen(due_on=TUESDAY),
    )
    facts = DayPage(MARIA, (MARIA,), TUESDAY, TUESDAY, ZONE, lessons, homework=homework)
    with use_locale("ru"):
        rich = day_page(facts).rich

    shown, folded = rich.split("<details>")
    assert shown.endswith(
        "<p><b>Домашнее задание</b></p><p><b>Алгебра</b>: № 214</p>"
        "<p><b>Физика</b>: Задано на чт 26.11: § 3</p><p><b>История</b>: § 9</p>"
    )
    assert "Темы и пропуски" in folded
    assert "Степень" in folded
    assert "§" not in folded


def test_without_homework_the_table_has_no_heading_for_it():
    """Nothing stands above nothing."""
    lessons = (LessonLine(1, NOW, NOW, "Алгебра"),)
    with use_locale("ru"):
        rich = day_page(DayPage(MARIA, (MARIA,), TUESDAY, TUESDAY, ZONE, lessons)).rich

    assert rich.endswith("</table>")


# --- settings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        (SettingsFacts(), [["Сменить язык"], ["Показывать таблицами"], ["Меню"]]),
        (
            SettingsFacts(has_tomorrow_card=False),
            [["Сменить язык"], ["Показывать таблицами"], ["Присылать карточку"], ["Меню"]],
        ),
        (
            SettingsFacts(has_tomorrow_card=True),
            [
                ["Сменить язык"],
                ["Показывать таблицами"],
                ["Не присылать карточку"],
                ["Меню"],
            ],
        ),
    ],
)
def test_settings_offer_what_there_is_to_choose(facts, rows):
    """Staff have no card; a family has the button that changes it."""
    with use_locale("ru"):
        message = settings.settings_page(facts)

    assert rows == captions(message)
    assert "Язык: Русский" in message.text
    is_on = facts.has_tomorrow_card
    assert ("включена" in message.text) == (is_on is True)
    assert ("выключена" in message.text) == (is_on is False)

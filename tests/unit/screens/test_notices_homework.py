"""What families read of homework, in both languages and all three content modes."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.callbacks.homework import OpenHomework
from handlers.screens.notices import NoticeScreens
from services.diary.timetable_lines import TimetableLine
from services.news.facts import CardHomework, CardNews, ChildName, HomeworkNews, HomeworkValue
from services.outbox.ports import NoticeReader
from services.vocabulary import ContentMode, DayKind

MARIA = ChildName(1, "Мария", "Кузнецова", "7Б")
LEV = ChildName(2, "Лев", "Кузнецов", "3А")
TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
ZONE = ZoneInfo("Asia/Yekaterinburg")
TASK = HomeworkValue("№ 214, 216", is_none=False, due_on=THURSDAY)
NONE = HomeworkValue("", is_none=True, due_on=None)
SIGNAL = {
    "ru": "В дневнике есть новые записи. Подробности — в школьном дневнике.",
    "en": "There are new entries in the diary. Details are in the school diary.",
}


def message(*news, language="ru", mode=ContentMode.FULL, is_student=False):
    """Return what a person is sent."""
    reader = NoticeReader(language=language, content_mode=mode, is_student=is_student)
    return NoticeScreens().render(reader, news)


def read(*news, **reader):
    """Return the text a person reads."""
    return message(*news, **reader).text


def piece(homework=TASK, told=None, **facts):
    """Return news of homework in algebra."""
    values = {"child": MARIA, "subject": "Алгебра", "homework": homework, "told": told} | facts
    return HomeworkNews(**values)


def task(text, due_on=THURSDAY, files=0):
    """Return a task."""
    return HomeworkValue(text, is_none=False, due_on=due_on, files=files)


@pytest.mark.parametrize(
    ("news", "ru", "en"),
    [
        (
            [piece()],
            "Домашнее задание на чт 26.11:\n• Алгебра — № 214, 216",
            "Homework for Thu 26.11:\n• Алгебра — № 214, 216",
        ),
        (
            [
                piece(task("§ 18"), subject="Русский язык"),
                piece(),
                piece(task("§ 9", date(2026, 11, 25)), subject="История"),
            ],
            """Домашнее задание на ср 25.11:
• История — § 9
Домашнее задание на чт 26.11:
• Алгебра — № 214, 216
• Русский язык — § 18""",
            """Homework for Wed 25.11:
• История — § 9
Homework for Thu 26.11:
• Алгебра — № 214, 216
• Русский язык — § 18""",
        ),
        (
            [piece(task("§ 5", None))],
            "Домашнее задание на следующий урок:\n• Алгебра — § 5",
            "Homework for the next lesson:\n• Алгебра — § 5",
        ),
        (
            [piece(minutes=50), piece(task("§ 18"), subject="Русский язык", minutes=30)],
            """Домашнее задание на чт 26.11:
• Алгебра — № 214, 216
• Русский язык — § 18
Примерно 1 ч 20 мин.""",
            """Homework for Thu 26.11:
• Алгебра — № 214, 216
• Русский язык — § 18
About 1 h 20 min.""",
        ),
        (
            [piece(minutes=50), piece(task("§ 18"), subject="Русский язык")],
            "Домашнее задание на чт 26.11:\n• Алгебра — № 214, 216\n• Русский язык — § 18",
            "Homework for Thu 26.11:\n• Алгебра — № 214, 216\n• Русский язык — § 18",
        ),
        (
            [piece(task("повторить § 12"), is_individual=True)],
            "Индивидуальное задание, алгебра, на чт 26.11: повторить § 12",
            "Individual homework, алгебра, for Thu 26.11: повторить § 12",
        ),
        (
            [piece(NONE), piece(NONE, subject="ОБЗР")],
            "Не задано: алгебра, ОБЗР.",
            "Not set: алгебра, ОБЗР.",
        ),
        (
            [piece(task("a < b", files=2))],
            "Домашнее задание на чт 26.11:\n• Алгебра — a &lt; b (2 файла)",
            "Homework for Thu 26.11:\n• Алгебра — a &lt; b (2 files)",
        ),
        (
            [piece(task("§ 9"), told=task("§ 9–10"), subject="История")],
            "Изменено задание: история, на чт 26.11 — § 9 (было: § 9–10)",
            "Homework changed: история, for Thu 26.11 — § 9 (was: § 9–10)",
        ),
        (
            [piece(task("§ 9"), told=task("§ 9", TUESDAY))],
            "Изменено задание: алгебра, на чт 26.11 — § 9 (было: на вт 24.11)",
            "Homework changed: алгебра, for Thu 26.11 — § 9 (was: for Tue 24.11)",
        ),
        (
            [piece(task("§ 9", files=1), told=task("§ 9"))],
            "Изменено задание: алгебра, на чт 26.11 — § 9 (1 файл)",
            "Homework changed: алгебра, for Thu 26.11 — § 9 (1 file)",
        ),
        (
            [piece(NONE, told=TASK)],
            "Задание отменено: алгебра (было: № 214, 216)",
            "Homework cancelled: алгебра (was: № 214, 216)",
        ),
        (
            [piece(told=NONE)],
            "Добавлено задание: алгебра, на чт 26.11 — № 214, 216",
            "Homework added: алгебра, for Thu 26.11 — № 214, 216",
        ),
        (
            [piece(None, told=TASK)],
            "Задание снято: алгебра. Внесено ошибочно.",
            "Homework taken back: алгебра. It was entered by mistake.",
        ),
    ],
)
def test_homework_reads_as_facts(news, ru, en):
    """By due date, subject and text; changes with what was told before."""
    assert f"Мария К. · 7Б\n{ru}" == read(*news)
    assert f"Мария К. · 7Б\n{en}" == read(*news, language="en")


@pytest.mark.parametrize(("language", "text"), SIGNAL.items())
def test_a_signal_says_only_that_there_is_something(language, text):
    """Neither child nor subject, and no button that would lead to them."""
    news = piece(task("§ 5", files=1))
    sent = message(news, language=language, mode=ContentMode.SIGNAL)

    assert text == sent.text
    assert () == sent.buttons
    assert text == read(card(), language=language, mode=ContentMode.SIGNAL)


def test_where_no_name_may_be_written_the_child_is_yours():
    """The mode between: subject and task, no name."""
    assert [
        "Ваш ребёнок",
        "Домашнее задание на чт 26.11:",
        "• Алгебра — № 214, 216",
    ] == read(piece(), mode=ContentMode.ALIAS).splitlines()
    assert "Домашнее" == read(piece(), mode=ContentMode.ALIAS, is_student=True).split()[0]


def test_files_are_one_press_away():
    """One button for each child, however many of the tasks have files."""
    sent = message(
        piece(task("§ 5", files=1)), piece(task("§ 6", files=2), subject="Физика"), piece()
    )

    assert [["Задания и файлы"]] == [[one.caption for one in row] for row in sent.buttons]
    assert OpenHomework(student_id=1, on=0).pack() == sent.buttons[0][0].data
    assert () == message(piece()).buttons


def test_a_very_long_task_is_cut_in_the_message():
    """The page of homework shows all of it."""
    text = read(piece(task("слово " * 1000)))

    assert len(text) < 1700
    assert text.endswith("…")


# --- the card -------------------------------------------------------------------------------


def line(number, subject, clock, **facts):
    """Return a lesson of the card's day."""
    begins = datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ZONE)
    return TimetableLine(
        number, begins, begins.replace(minute=begins.minute + 10), subject, **facts
    )


def card(**facts):
    """Return the card of a Tuesday."""
    values: dict[str, Any] = {
        "child": MARIA,
        "on": TUESDAY,
        "zone": ZONE,
        "kind": None,
        "lines": (
            line(1, "Алгебра", "08:30"),
            line(2, "Алгебра", "09:20"),
            line(3, "Биология", "10:20", was_subject="Физика"),
            line(4, "Музыка", "11:20", is_cancelled=True),
        ),
        "homework": (
            CardHomework("Алгебра", "№ 214"),
            CardHomework("Алгебра", "§ 3", is_individual=True),
            CardHomework("История", "§ 9"),
        ),
    } | facts
    return CardNews(**values)


def test_the_card_shows_tomorrow_at_a_glance():
    """How many lessons and when, what changes, what is due where; a double lesson once."""
    assert [
        "Мария К. · 7Б",
        "<b>Вторник, 24 ноября: 3 урока, 08:30–10:30</b>",
        "1. 08:30 Алгебра — № 214; индивидуально: § 3",
        "2. 09:20 Алгебра",
        "3. 10:20 Биология (вм. физики)",
        "4. 11:20 <s>Музыка</s> (отмена)",
        "• История — § 9",
    ] == read(card()).splitlines()
    assert [
        "Мария К. · 7Б",
        "<b>Tuesday, 24 November: 3 lessons, 08:30–10:30</b>",
        "1. 08:30 Алгебра — № 214; individually: § 3",
    ] == read(card(), language="en").splitlines()[:3]


def test_a_free_day_says_so():
    """A frost day has no lessons to count, and says why."""
    text = read(
        card(kind=DayKind.NO_LESSONS, lines=(line(1, "Алгебра", "08:30", is_cancelled=True),))
    )

    assert "<b>Вторник, 24 ноября: уроков нет</b>" == text.splitlines()[1]
    assert "отмен" in text.splitlines()[2].lower()


def test_a_day_without_homework_says_so():
    """Nothing is due: that is what everybody wants to know."""
    assert "Заданий на этот день нет." == read(card(homework=())).splitlines()[-1]


def test_siblings_share_a_message():
    """Each begins with the child."""
    text = read(card(), card(child=LEV, lines=(line(1, "Чтение", "08:30"),), homework=()))

    assert ["Мария К. · 7Б", "Лев К. · 3А"] == [
        part.splitlines()[0] for part in text.split("\n\n")
    ]

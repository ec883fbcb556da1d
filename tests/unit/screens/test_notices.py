"""What families read of marks and absences, in both languages and all three content modes."""

from datetime import date, time
from fractions import Fraction

import pytest

from handlers.screens.notices import NoticeScreens
from services.diary.facts import FamilyAttendance
from services.news.facts import (
    AbsenceNews,
    ChildName,
    HomeworkNews,
    HomeworkValue,
    LinkRequestNews,
    MarkNews,
    MarkValue,
)
from services.outbox.ports import NoticeReader
from services.roster.names import PersonName
from services.vocabulary import ContentMode

MARIA = ChildName(1, "Мария", "Кузнецова", "7Б")
PYOTR = ChildName(2, "Пётр", "Кузнецов", "3А")
TUESDAY = date(2026, 11, 24)
LESSON_FOUR = MarkValue(4, "lesson", 10)
CONTROL_FIVE = MarkValue(5, "control", 20)
DICTATION = {1: MarkValue(5, "dictation", 10), 2: MarkValue(4, "dictation", 10)}
GONE_EN = "has been removed: it was entered by mistake. We apologise."


def read(*news, language="ru", mode=ContentMode.FULL, is_student=False):
    """Return the text a person reads."""
    reader = NoticeReader(language=language, content_mode=mode, is_student=is_student)
    return NoticeScreens().render(reader, news).text


def homework(child):
    """Return news of a task in history."""
    task = HomeworkValue("§ 12", is_none=False, due_on=TUESDAY)
    return HomeworkNews(child=child, subject="История", homework=task, told=None)


def mark(now=LESSON_FOUR, told=None, **facts):
    """Return news of a mark in algebra."""
    values = {
        "child": MARIA, "subject": "Алгебра", "on": TUESDAY, "lesson_id": 1, "part": 1,
        "mark": now, "told": told, "mark_id": 7,
    } | facts  # fmt: skip
    return MarkNews(**values)


@pytest.mark.parametrize(
    ("news", "mode", "captions"),
    [
        ([mark()], ContentMode.FULL, [["Подробно", "Спросить учителя"]]),
        # Two of one subject: one question, about the newer one.
        ([mark(), mark(on=date(2026, 11, 25), mark_id=8)], ContentMode.FULL,
         [["Подробно", "Спросить учителя"]]),
        ([mark(), mark(subject="Физика", mark_id=9)], ContentMode.ALIAS,
         [["Спросить: алгебра"], ["Спросить: физика"], ["Подробно"]]),
        # More would be a screen of buttons; of what is gone nothing is asked.
        ([mark(subject=name) for name in ("А", "Б", "В", "Г")], ContentMode.FULL,
         [["Подробно"]]),
        ([mark(None, LESSON_FOUR)], ContentMode.FULL, [["Подробно"]]),
        # Of two children each button names its own, and the subject says which teacher.
        ([mark(), mark(child=PYOTR)], ContentMode.FULL,
         [["Спросить: алгебра · Мария"], ["Подробно · Мария"],
          ["Спросить: алгебра · Пётр"], ["Подробно · Пётр"]]),
        ([mark(), mark(subject="Физика", mark_id=9), homework(PYOTR)], ContentMode.FULL,
         [["Спросить: алгебра · Мария"], ["Спросить: физика · Мария"], ["Подробно · Мария"]]),
        # One mark beside a task of another subject: «учителя» would not say whom.
        ([mark(), homework(MARIA)], ContentMode.FULL, [["Спросить: алгебра"], ["Подробно"]]),
        # Where no name may be written nobody could tell whose button it is.
        ([mark(), mark(child=PYOTR)], ContentMode.ALIAS, []),
        ([mark()], ContentMode.SIGNAL, []),
    ],
)  # fmt: skip
def test_a_question_is_asked_about_the_mark_itself(news, mode, captions):
    """One tap from the message to the teacher, where it is clear about what."""
    reader = NoticeReader(language="ru", content_mode=mode)
    rows = NoticeScreens().render(reader, news).buttons

    assert captions == [[one.caption for one in row] for row in rows]


@pytest.mark.parametrize(
    ("asking", "captions"),
    [
        ([4], ["Подтвердить: лично", "Подтвердить: по телефону",
               "Подтвердить: на собрании", "Отказать", "Открыть запросы"]),
        ([4, 5], ["Открыть запросы"]),
    ],
)  # fmt: skip
def test_one_who_asks_to_come_in_is_decided_about_where_it_is_told(asking, captions):
    """The class teacher confirms or refuses in the message itself; several have a card each."""
    father = PersonName("Сидоров", "Олег", "Ильич")
    news = [LinkRequestNews(number, father, (MARIA,), is_students_chat=False) for number in asking]
    reader = NoticeReader(language="ru", content_mode=ContentMode.FULL)
    rows = NoticeScreens().render(reader, news).buttons

    assert captions == [one.caption for row in rows for one in row]


def absence(attendance=FamilyAttendance.ABSENT, **facts):
    """Return news of attendance at the first lesson."""
    values = {
        "child": MARIA, "subject": "Алгебра", "lesson_number": 1, "starts_at": time(8, 30),
        "on": None, "attendance": attendance,
    } | facts  # fmt: skip
    return AbsenceNews(**values)


def answer(attendance, told=FamilyAttendance.ABSENT, **facts):
    """Return a correction of attendance."""
    return absence(attendance, is_answer=True, told=told, **facts)


@pytest.mark.parametrize(
    ("news", "ru", "en"),
    [
        (
            [mark(CONTROL_FIVE, average_before=Fraction(17, 4), average_after=Fraction(9, 2))],
            "Алгебра, вт 24.11: 5 за контрольную работу (вес 2)\nСредний: 4,25 → 4,50",
            "Алгебра, Tue 24.11: 5 for a control work (weight 2)\nAverage: 4.25 → 4.50",
        ),
        (
            [mark(average_after=Fraction(4))],
            "Алгебра, вт 24.11: 4 за работу на уроке\nСредний: 4,00",
            "Алгебра, Tue 24.11: 4 for work in class\nAverage: 4.00",
        ),
        (
            [mark(average_before=Fraction(4), average_after=Fraction(4))],
            "Алгебра, вт 24.11: 4 за работу на уроке\nСредний: 4,00",
            "Алгебра, Tue 24.11: 4 for work in class\nAverage: 4.00",
        ),
        (
            [mark(MarkValue(4, "notebook", 5))],
            "Алгебра, вт 24.11: 4 за тетрадь (вес 0,5)",
            "Алгебра, Tue 24.11: 4 for the notebook (weight 0.5)",
        ),
        (
            [mark(value, part=part) for part, value in DICTATION.items()],
            "Алгебра, вт 24.11: 5 и 4 за диктант",
            "Алгебра, Tue 24.11: 5 and 4 for a dictation",
        ),
        (
            [mark(part=1), mark(MarkValue(5, "lesson", 10), part=1)],
            "Алгебра, вт 24.11: 4 за работу на уроке\nАлгебра, вт 24.11: 5 за работу на уроке",
            "Алгебра, Tue 24.11: 4 for work in class\nАлгебра, Tue 24.11: 5 for work in class",
        ),
        (
            [mark(), mark(CONTROL_FIVE, average_after=Fraction(14, 3))],
            """Алгебра, вт 24.11: 4 за работу на уроке
Алгебра, вт 24.11: 5 за контрольную работу (вес 2)
Средний: 4,67""",
            """Алгебра, Tue 24.11: 4 for work in class
Алгебра, Tue 24.11: 5 for a control work (weight 2)
Average: 4.67""",
        ),
        (
            [mark(MarkValue(5, "lesson", 10), told=LESSON_FOUR, average_after=Fraction(5))],
            "Алгебра, вт 24.11: было 4, стало 5 за работу на уроке\nСредний: 5,00",
            "Алгебра, Tue 24.11: was 4, now 5 for work in class\nAverage: 5.00",
        ),
        (
            [mark(MarkValue(4, "control", 20), told=LESSON_FOUR)],
            "Алгебра, вт 24.11: было 4 за работу на уроке, стало 4 за контрольную работу (вес 2)",
            "Алгебра, Tue 24.11: was 4 for work in class, now 4 for a control work (weight 2)",
        ),
        (
            [mark(None, told=LESSON_FOUR, average_before=Fraction(4))],
            "Отметка 4 (алгебра, вт 24.11) снята: внесена ошибочно. Приносим извинения.",
            f"The mark 4 (алгебра, Tue 24.11) {GONE_EN}",
        ),
        (
            [mark(comment="a < b & c")],
            "Алгебра, вт 24.11: 4 за работу на уроке\n«a &lt; b &amp; c»",
            "Алгебра, Tue 24.11: 4 for work in class\n“a &lt; b &amp; c”",
        ),
    ],
)  # fmt: skip
def test_marks_read_as_facts(news, ru, en):
    """Subject, day, figure, what for, weight; the average before and after; nothing else."""
    assert f"Мария К. · 7Б\n{ru}" == read(*news)
    assert f"Мария К. · 7Б\n{en}" == read(*news, language="en")


@pytest.mark.parametrize(
    ("news", "ru", "en"),
    [
        (
            absence(),
            "Нет на 1-м уроке: алгебра, 08:30",
            "Not at lesson 1: алгебра, 08:30",
        ),
        (
            absence(FamilyAttendance.EXCUSED, lesson_number=3),
            "Нет на 3-м уроке: алгебра, 08:30 (уважительная причина)",
            "Not at lesson 3: алгебра, 08:30 (valid reason)",
        ),
        (
            absence(FamilyAttendance.UNEXCUSED),
            "Нет на 1-м уроке: алгебра, 08:30 (неуважительная причина)",
            "Not at lesson 1: алгебра, 08:30 (no valid reason)",
        ),
        (
            absence(on=TUESDAY, subject="ОБЗР"),
            "Нет на 1-м уроке: ОБЗР, вт 24.11, 08:30",
            "Not at lesson 1: ОБЗР, Tue 24.11, 08:30",
        ),
        (
            absence(FamilyAttendance.TARDY, minutes_late=10),
            "Опоздание на 1-й урок: алгебра, 08:30, 10 мин",
            "Late for lesson 1: алгебра, 08:30, 10 min",
        ),
        (
            absence(FamilyAttendance.TARDY),
            "Опоздание на 1-й урок: алгебра, 08:30",
            "Late for lesson 1: алгебра, 08:30",
        ),
        (
            answer(None),
            "Уточнение: на 1-м уроке (алгебра) присутствует",
            "Correction: at lesson 1 (алгебра) present",
        ),
        (
            answer(FamilyAttendance.TARDY, minutes_late=12),
            "Уточнение: на 1-м уроке (алгебра) присутствует, опоздание 12 мин",
            "Correction: at lesson 1 (алгебра) present, late by 12 min",
        ),
        (
            answer(FamilyAttendance.TARDY),
            "Уточнение: на 1-м уроке (алгебра) присутствует, с опозданием",
            "Correction: at lesson 1 (алгебра) present, late",
        ),
        (
            answer(FamilyAttendance.ABSENT, told=FamilyAttendance.TARDY),
            "Уточнение: нет на 1-м уроке (алгебра)",
            "Correction: not at lesson 1 (алгебра)",
        ),
        (
            answer(FamilyAttendance.EXCUSED, told=None),
            "Уточнение: нет на 1-м уроке (алгебра): уважительная причина",
            "Correction: not at lesson 1 (алгебра): valid reason",
        ),
        (
            answer(FamilyAttendance.EXCUSED, on=TUESDAY),
            "Пропуск 1-го урока (алгебра, вт 24.11): уважительная причина",
            "Absence from lesson 1 (алгебра, Tue 24.11): valid reason",
        ),
        (
            answer(FamilyAttendance.ABSENT, told=FamilyAttendance.EXCUSED),
            "Пропуск 1-го урока (алгебра): причина не сообщена",
            "Absence from lesson 1 (алгебра): the reason is not known",
        ),
    ],
)
def test_attendance_reads_as_facts(news, ru, en):
    """Lesson, subject and time of an absence; how it turned out in the answer."""
    assert f"Мария К. · 7Б\n{ru}" == read(news)
    assert f"Мария К. · 7Б\n{en}" == read(news, language="en")


def test_siblings_and_kinds_share_a_message_child_by_child():
    """What waited together is read child by child; each part begins with its child."""
    text = read(absence(), mark(), mark(child=PYOTR, subject="Чтение"))

    assert (
        "Мария К. · 7Б\nНет на 1-м уроке: алгебра, 08:30\nАлгебра, вт 24.11: 4 за работу на уроке"
        "\n\nПётр К. · 3А\nЧтение, вт 24.11: 4 за работу на уроке"
    ) == text


def test_subjects_keep_their_lines_and_averages_together():
    """With several subjects each average stands below its own marks."""
    text = read(
        mark(average_after=Fraction(4)),
        mark(subject="Физика", lesson_id=2, average_after=Fraction(7, 2)),
        mark(CONTROL_FIVE, lesson_id=3, average_after=Fraction(9, 2)),
    )

    assert [
        "Алгебра, вт 24.11: 4 за работу на уроке",
        "Алгебра, вт 24.11: 5 за контрольную работу (вес 2)",
        "Средний: 4,50",
        "Физика, вт 24.11: 4 за работу на уроке",
        "Средний: 3,50",
    ] == text.splitlines()[1:]


NOT_NAMED = ("Мария", "Кузнецова", "7Б")


@pytest.mark.parametrize(
    ("is_student", "first_line"),
    [(False, "Ваш ребёнок"), (True, "Алгебра, вт 24.11: 4 за работу на уроке")],
)
def test_an_alias_names_nobody(is_student, first_line):
    """Subject and mark, but no name, no class, and none of the teacher's own words."""
    text = read(mark(comment="Мария старалась"), mode=ContentMode.ALIAS, is_student=is_student)

    assert first_line == text.splitlines()[0]
    assert "4 за работу на уроке" in text
    assert not [word for word in NOT_NAMED if word in text]


NEWS = "В дневнике есть новые записи. Подробности — в школьном дневнике."
URGENT = "Срочно свяжитесь со школой."
CALM = "К прошлому сообщению: срочности больше нет. Подробности — в школьном дневнике."


@pytest.mark.parametrize(
    ("news", "text"),
    [
        ([mark()], NEWS),
        ([mark(), mark(child=PYOTR)], NEWS),
        ([mark(CONTROL_FIVE, told=LESSON_FOUR)], NEWS),
        ([absence()], URGENT),
        ([absence(FamilyAttendance.EXCUSED)], NEWS),
        ([absence(FamilyAttendance.TARDY)], NEWS),
        ([answer(None)], CALM),
        ([answer(FamilyAttendance.EXCUSED)], CALM),
        ([answer(None, told=FamilyAttendance.EXCUSED)], NEWS),
        ([answer(FamilyAttendance.ABSENT, told=FamilyAttendance.TARDY)], URGENT),
        ([answer(FamilyAttendance.UNEXCUSED)], NEWS),
        ([absence(), mark()], f"{URGENT}\n{NEWS}"),
    ],
)
def test_a_signal_says_only_that_there_is_something(news, text):
    """No name, no subject, no mark; only an unexplained absence is urgent."""
    assert text == read(*news, mode=ContentMode.SIGNAL)


def test_names_cannot_break_the_markup():
    """A name with an angle bracket is text, not a tag."""
    text = read(mark(child=ChildName(1, "<b>", "&Co", "7<"), subject="<i>"))

    assert "&lt;b&gt; &amp;. · 7&lt;\n&lt;i&gt;, вт 24.11: 4 за работу на уроке" == text

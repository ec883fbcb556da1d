"""How a family sees the diary: the child first, figures as at school, a way to everywhere."""

from datetime import date
from fractions import Fraction

import pytest

from handlers.callbacks.diary import OpenDay, OpenMarks
from handlers.screens import diary as screens
from handlers.screens.errors import message_for
from services.diary.facts import (
    ChildFacts,
    DayPage,
    DetailsAtSchool,
    FamilyAttendance,
    LessonLine,
    MarkFacts,
    MarksPage,
    NoChildOpen,
    PeriodFacts,
    SubjectMarks,
)
from services.i18n import use_locale
from services.vocabulary import ContentMode, PeriodKind
from tests.factories import ZONE, at

ON = date(2026, 11, 24)
MARIA = ChildFacts(1, "Мария", "Кузнецова", "7Б", ContentMode.FULL)
LEV = ChildFacts(2, "Лев", "Кузнецов", "5А", ContentMode.FULL)
FIRST = PeriodFacts(11, PeriodKind.QUARTER, 1, date(2026, 9, 1), date(2026, 10, 23))
SECOND = PeriodFacts(12, PeriodKind.QUARTER, 2, date(2026, 11, 2), date(2026, 12, 30))


def mark(value: int, *, weight: int = 10, kind: str = "lesson", part: int = 1) -> MarkFacts:
    """Return a mark of the day."""
    return MarkFacts(value, weight, kind, ON, part)


def line(**more: object) -> LessonLine:
    """Return the algebra of the day."""
    values: dict[str, object] = {
        "number": 3,
        "starts_at": at(24, "10:20"),
        "ends_at": at(24, "11:00"),
        "subject": "Алгебра",
        **more,
    }
    return LessonLine(**values)  # type: ignore[arg-type]  # each case names the fields it is about


def day(*lessons: LessonLine, **more: object) -> DayPage:
    """Return a page."""
    values: dict[str, object] = {
        "child": MARIA, "children": (MARIA,), "on": ON, "today": ON, "zone": ZONE,
        "lessons": lessons, "previous_on": date(2026, 11, 23), "next_on": date(2026, 11, 25),
        **more,
    }  # fmt: skip
    return DayPage(**values)  # type: ignore[arg-type]  # as above


def day_text(*lessons: LessonLine, **more: object) -> list[str]:
    """Return the lines of a page in Russian."""
    with use_locale("ru"):
        return screens.day_page(day(*lessons, **more)).text.splitlines()


def test_a_day_begins_with_the_child():
    """Then the day, then the lessons with times, room, marks and topic."""
    lesson = line(room="214", topic="Степень & корень", marks=(mark(5), mark(4, part=2)))

    assert [
        "<b>Мария К. · 7Б</b>",
        "<b>Сегодня, вторник, 24 ноября</b>",
        "",
        "3. 10:20–11:00 <b>Алгебра</b> · каб. 214",
        "Отметки: 5/4",
        "Тема: Степень &amp; корень",
    ] == day_text(lesson)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((mark(5),), "Отметка: 5"),
        ((mark(5, weight=20, kind="control"),), "Отметка: 5² за контрольную работу"),
        ((mark(5, weight=5),), "Отметка: 5 (×0,5)"),
        ((mark(5), mark(4)), "Отметки: 5, 4"),
    ],
)
def test_marks_of_a_lesson(marks, expected):
    """A weight above the mark, the kind of work behind it."""
    assert expected in day_text(line(marks=marks))


@pytest.mark.parametrize(
    ("seen", "minutes", "expected"),
    [
        (FamilyAttendance.ABSENT, None, "Нет на уроке, причина не сообщена"),
        (FamilyAttendance.EXCUSED, None, "Нет на уроке, уважительная причина"),
        (FamilyAttendance.UNEXCUSED, None, "Нет на уроке, неуважительная причина"),
        (FamilyAttendance.TARDY, 12, "Опоздание: 12 мин"),
        (FamilyAttendance.TARDY, None, "Опоздание"),
        (FamilyAttendance.EXEMPT, None, "Освобождение от урока"),
    ],
)
def test_attendance_is_said_without_gender_or_illness(seen, minutes, expected):
    """«причина не сообщена» is not «по неуважительной причине»."""
    assert expected in day_text(line(attendance=seen, minutes_late=minutes))


def test_an_empty_day_says_why():
    """Holidays have a name; a day without lessons just says so."""
    assert "Уроков нет: Осенние каникулы." in day_text(holiday="Осенние каникулы")
    assert "В этот день уроков нет." in day_text()


def test_a_day_leads_to_its_neighbours_siblings_and_marks():
    """Arrows, today where it is another day, the other child on the same day, marks and menu."""
    with use_locale("ru"):
        message = screens.day_page(
            day(children=(MARIA, LEV), today=date(2026, 11, 26), next_on=None)
        )

    assert [["◀ пн 23.11", "Сегодня"], ["Лев"], ["Неделя", "Отметки", "Домашнее задание"]] == [
        [button.caption for button in row] for row in message.buttons[:-1]
    ]
    assert OpenDay(student_id=1, on=20261123).pack() == message.buttons[0][0].data
    assert OpenDay(student_id=2, on=20261124).pack() == message.buttons[1][0].data
    assert OpenMarks(student_id=1, period_id=0).pack() == message.buttons[2][1].data


def test_without_names_children_are_numbered():
    """In the mode that names nobody an only child needs no number, siblings do."""
    one, two = (ChildFacts(n, "", "", "", ContentMode.ALIAS) for n in (1, 2))

    assert "<b>Ваш ребёнок</b>" == day_text(child=one, children=(one,))[0]
    assert "<b>Ребёнок 2</b>" == day_text(child=two, children=(one, two))[0]


def marks_page(**more: object) -> MarksPage:
    """Return a page of the second quarter."""
    values: dict[str, object] = {
        "child": MARIA, "children": (MARIA,), "period": SECOND, "periods": (FIRST, SECOND),
        "subjects": (), **more,
    }  # fmt: skip
    return MarksPage(**values)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        (Fraction(15, 4), "3,75"),
        (Fraction(40, 9), "4,44"),
        (Fraction(919, 200), "4,60"),  # 4,595: a half goes up, for reading only
        (Fraction(5), "5,00"),
    ],
)
def test_averages_are_shown_to_hundredths(average, expected):
    """Two decimals with a comma, whatever the exact fraction is."""
    subject = SubjectMarks("Алгебра", (mark(5, weight=20), mark(4)), average)
    with use_locale("ru"):
        text = screens.marks_page(marks_page(subjects=(subject,))).text

    assert f"<b>Алгебра</b>: 5² 4 — средний {expected}" in text.splitlines()


def test_what_the_average_comes_to_stands_beside_it():
    """In the list and, in its last column, in the table; and that the teacher decides."""
    algebra = SubjectMarks("Алгебра", (mark(5),), Fraction(23, 5), 5, Fraction(4))
    signs = SubjectMarks("ОРКСЭ", (mark(4),), None)
    with use_locale("ru"):
        shown = screens.marks_page(marks_page(subjects=(algebra, signs)))

    assert "<b>Алгебра</b>: 5 — средний 4,60 ↑, выходит 5" in shown.text.splitlines()
    assert "<th>Средний · выходит</th></tr>" in shown.rich
    assert "<td>4,60 ↑ · <b>5</b></td></tr>" in shown.rich
    assert "<td></td></tr>" in shown.rich
    for text in (shown.text, shown.rich):
        assert "«Выходит» — это прогноз, решает учитель." in text


def test_a_period_that_is_over_has_no_column_of_what_comes_out():
    """Its final marks stand on their own page."""
    subject = SubjectMarks("Алгебра", (mark(5),), Fraction(23, 5))
    with use_locale("ru"):
        shown = screens.marks_page(marks_page(subjects=(subject,)))

    assert "выходит" not in shown.rich
    assert "выходит" not in shown.text


def test_a_period_is_named_as_at_school():
    """Quarters in Roman figures, half-years with an ending; arrows to the neighbours."""
    half = PeriodFacts(13, PeriodKind.HALF_YEAR, 1, date(2026, 9, 1), date(2026, 12, 30))
    with use_locale("ru"):
        message = screens.marks_page(marks_page())
        other = screens.marks_page(marks_page(period=half, periods=(half,)))

    assert "<b>Отметки · II четверть</b>" in message.text
    assert "<b>Отметки · 1-е полугодие</b>" in other.text
    assert ["◀ I четверть"] == [button.caption for button in message.buttons[0]]
    assert OpenMarks(student_id=1, period_id=11).pack() == message.buttons[0][0].data


@pytest.mark.parametrize(
    ("missed", "unexcused", "tardy", "expected"),
    [
        (0, 0, 0, "Пропусков нет."),
        (1, 0, 0, "Пропущен 1 урок, по неуважительной причине: 0."),
        (4, 1, 2, "Пропущено 4 урока, по неуважительной причине: 1. Опозданий: 2."),
        (11, 0, 0, "Пропущено 11 уроков, по неуважительной причине: 0."),
    ],
)
def test_what_was_missed_is_counted_in_good_russian(missed, unexcused, tardy, expected):
    """1 урок, 2–4 урока, 5–20 уроков."""
    page = marks_page(missed=missed, missed_unexcused=unexcused, tardy=tardy)
    with use_locale("ru"):
        assert expected == screens.marks_page(page).text.splitlines()[-1]


def test_without_marks_and_periods_the_page_stands():
    """A school that has named no periods yet gets no empty list and no error."""
    with use_locale("ru"):
        message = screens.marks_page(marks_page(period=None, periods=()))

    assert "Отметок пока нет." in message.text


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (DetailsAtSchool(), "Подробности — в школьном дневнике или у классного руководителя"),
        (NoChildOpen(), "согласие"),
    ],
)
def test_a_closed_diary_says_the_way(error, part):
    """Where nothing may be shown, the sentence says where to ask."""
    with use_locale("ru"):
        assert part in message_for(error).text

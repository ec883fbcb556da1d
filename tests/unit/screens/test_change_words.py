"""Changes in words: each sort, both languages; subjects after «вместо»."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from handlers.screens.change_words import (
    day_kind_words,
    days_range,
    grades_words,
    room_words,
    what_changes,
)
from handlers.screens.notices_changes import change_lines, change_signal, staff_change_lines
from handlers.screens.subject_forms import subject_after_instead
from services.i18n import use_locale
from services.news.facts import (
    ChangedPlace,
    ChangeNews,
    ChildName,
    DayChangeItem,
    LessonChangeItem,
    StaffChangeNews,
)
from services.outbox.ports import NoticeReader
from services.roster.names import PersonName
from services.timetable.changes import ChangeSort
from services.vocabulary import ContentMode, DayKind

TUE, THU = date(2026, 11, 24), date(2026, 11, 26)
ORLOV = PersonName("Орлов", "Денис", "Сергеевич")
SMIRNOVA = PersonName("Смирнова", "Ольга", "Викторовна")


GIVEN_RU, GIVEN_EN = "(Смирнова О. В., каб. 214)", "(Смирнова О. В., room 214)"


@dataclass(frozen=True)
class Place:
    """A lesson before or after a change."""

    subject: str = "Физика"
    teacher: PersonName = ORLOV
    on: date = TUE
    number: int = 3
    room: str = "113"


OLD = Place()
NEW = Place("Биология", SMIRNOVA, room="214")


@pytest.mark.parametrize(
    ("sort", "old", "new", "russian", "english"),
    [
        (
            ChangeSort.OTHER_SUBJECT,
            OLD,
            NEW,
            "вместо физики — биология (Смирнова О. В., каб. 214)",
            "биология instead of физика (Смирнова О. В., room 214)",
        ),
        (
            ChangeSort.OTHER_SUBJECT,
            OLD,
            Place("Биология", SMIRNOVA, room=""),
            "вместо физики — биология (Смирнова О. В.)",
            "биология instead of физика (Смирнова О. В.)",
        ),
        (
            ChangeSort.OTHER_TEACHER,
            OLD,
            Place(teacher=SMIRNOVA),
            "физика, ведёт Смирнова О. В. (вместо: Орлов Д. С.)",
            "физика, given by Смирнова О. В. (instead of: Орлов Д. С.)",
        ),
        (
            ChangeSort.OTHER_TEACHER,
            OLD,
            Place(teacher=SMIRNOVA, room="305"),
            "физика, ведёт Смирнова О. В. (вместо: Орлов Д. С.), каб. 305",
            "физика, given by Смирнова О. В. (instead of: Орлов Д. С.), room 305",
        ),
        (
            ChangeSort.OTHER_ROOM,
            OLD,
            Place(room="305"),
            "физика, каб. 305 вместо 113",
            "физика, room 305 instead of 113",
        ),
        (
            ChangeSort.OTHER_ROOM,
            Place(room=""),
            Place(room="305"),
            "физика, каб. 305",
            "физика, room 305",
        ),
        (
            ChangeSort.OTHER_ROOM,
            OLD,
            OLD,
            "физика, как в расписании",
            "физика, as in the timetable",
        ),
        (ChangeSort.CANCELLED, OLD, None, "отмена (физика)", "cancelled (физика)"),
        (
            ChangeSort.MOVED,
            OLD,
            Place(on=THU, number=2),
            "перенос (физика), вместо этого — чт 26.11, 2-й урок",
            "moved (физика); it takes place on Thu 26.11, lesson 2 instead",
        ),
        (
            ChangeSort.MOVED,
            OLD,
            Place("Биология", SMIRNOVA, THU, 2, "214"),
            f"перенос (физика → биология), вместо этого — чт 26.11, 2-й урок {GIVEN_RU}",
            f"moved (физика → биология); it takes place on Thu 26.11, lesson 2 instead {GIVEN_EN}",
        ),
        (
            ChangeSort.ADDED,
            None,
            NEW,
            "дополнительный урок — биология (Смирнова О. В., каб. 214)",
            "an additional lesson, биология (Смирнова О. В., room 214)",
        ),
    ],
)
def test_each_sort_of_change_in_both_languages(sort, old, new, russian, english):
    """What instead of what, who, and where; a name is never declined."""
    with use_locale("ru"):
        assert russian == what_changes(sort, old, new)
    with use_locale("en"):
        assert english == what_changes(sort, old, new)


def test_without_names_a_substitution_is_still_told():
    """Where no family name may stand."""
    with use_locale("ru"):
        text = what_changes(
            ChangeSort.OTHER_TEACHER, OLD, Place(teacher=SMIRNOVA), with_teachers=False
        )

    assert "физика, ведёт другой учитель вместо основного" == text


def test_what_people_wrote_is_escaped():
    """A subject or a room cannot bring markup into a message."""
    with use_locale("ru"):
        text = what_changes(ChangeSort.OTHER_SUBJECT, OLD, Place("<b>", SMIRNOVA, room="1<"))

    assert "&lt;b&gt;" in text
    assert "каб. 1&lt;" in text


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Физика", "физики"),
        ("Биология", "биологии"),
        ("Алгебра", "алгебры"),
        ("Русский язык", "русского языка"),
        ("Немецкий язык", "немецкого языка"),
        ("Литературное чтение", "литературного чтения"),
        ("Окружающий мир", "окружающего мира"),
        ("Физическая культура", "физической культуры"),
        ("Изобразительное искусство", "изобразительного искусства"),
        ("Обществознание", "обществознания"),
        ("ОБЗР", "ОБЗР"),
        ("Труд (технология)", "урока «Труд (технология)»"),
        ("Разговоры о важном", "урока «Разговоры о важном»"),
        ("Вероятность и статистика", "урока «Вероятность и статистика»"),
        ("Шахматы", "урока «Шахматы»"),
    ],
)
def test_a_subject_after_instead(subject, expected):
    """Regular names are declined, others quoted; English leaves them alone."""
    with use_locale("ru"):
        assert expected == subject_after_instead(subject)
    with use_locale("en"):
        assert subject[1:] == subject_after_instead(subject)[1:]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ((1, 2, 3, 4), "1–4 классы"),
        ((5, 7), "5, 7 классы"),
        ((1, 2, 9), "1–2, 9 классы"),
        ((9,), "9-е классы"),
    ],
)
def test_grades_in_words(grades, expected):
    """As people write them."""
    with use_locale("ru"):
        assert expected == grades_words(grades)


@pytest.mark.parametrize(
    ("room", "expected"),
    [("214", "каб. 214"), ("№ 214", "каб. 214"), ("спортивный зал", "спортивный зал"), ("", "")],
)
def test_rooms_in_words(room, expected):
    """A number has its word, a name is one."""
    with use_locale("ru"):
        assert expected == room_words(room)


def test_a_range_of_days():
    """One day, or from and to."""
    with use_locale("ru"):
        assert ["вт 24.11", "с вт 24.11 по чт 26.11"] == [
            days_range(TUE, TUE),
            days_range(TUE, THU),
        ]


@pytest.mark.parametrize("kind", list(DayKind))
def test_every_kind_of_day_says_that_something_is_off(kind):
    """The message holds «отмен…» or «вместо»; no exclamation about bad news."""
    with use_locale("ru"):
        text = day_kind_words(kind)

    assert "отмен" in text or "вместо" in text
    assert "!" not in text


CHILD = ChildName(1, "Мария", "Кузнецова", "7Б")
FULL = NoticeReader("ru", ContentMode.FULL)


def changed(subject="Физика", teacher_id=31, teacher=ORLOV, **more) -> ChangedPlace:
    """Return a lesson as news tell of it."""
    values = {"group": "7Б", "on": TUE, "number": 3, "room": "113"} | more
    return ChangedPlace(
        subject=subject,
        teacher_id=teacher_id,
        teacher=teacher,
        **values,  # type: ignore[arg-type]  # each case names the fields it is about
    )


def test_a_day_that_is_cancelled_to_its_end_says_so():
    """Instead of an end there is nothing to come for."""
    item = LessonChangeItem(ChangeSort.CANCELLED, changed(), None)
    with use_locale("ru"):
        lines = change_lines(FULL, [ChangeNews(CHILD, (item,), has_no_lessons=True)])

    assert ["вт 24.11, 3-й урок: отмена (физика)", "В этот день уроков нет."] == lines


def test_a_student_is_not_addressed_as_a_parent():
    """«Приходите» is for parents; a student reads when lessons begin."""
    item = LessonChangeItem(ChangeSort.CANCELLED, changed(number=1), None)
    news = ChangeNews(CHILD, (item,), first_at=time(9, 20), comes_later=True)
    student = NoticeReader("ru", ContentMode.FULL, is_student=True)
    with use_locale("ru"):
        parent_line, student_line = change_lines(FULL, [news])[1], change_lines(student, [news])[1]

    assert "Приходите к 09:20." == parent_line
    assert "Занятия начинаются в 09:20." == student_line


def test_withdrawn_changes_say_what_holds_again():
    """An added lesson is not given, a day is as in the timetable."""
    added = LessonChangeItem(ChangeSort.ADDED, None, changed(), is_withdrawn=True)
    day = DayChangeItem(DayKind.FROST, TUE, THU, (1, 2), is_withdrawn=True)
    with use_locale("ru"):
        lines = change_lines(FULL, [ChangeNews(CHILD, (day, added))])

    assert [
        "Изменение отменено: с вт 24.11 по чт 26.11 — занятия по расписанию",
        "Изменение отменено: вт 24.11, 3-й урок — дополнительного урока не будет",
    ] == [line for line in lines if line]


@pytest.mark.parametrize(
    ("old", "new", "sort", "is_withdrawn", "expected"),
    [
        (
            changed(teacher_id=9, teacher=SMIRNOVA),
            changed(),
            ChangeSort.OTHER_TEACHER,
            False,
            "ведёте Вы, физика (вместо: Смирнова О. В.), каб. 113",
        ),
        (
            changed(teacher_id=9, teacher=SMIRNOVA),
            changed(on=THU, number=2, room=""),
            ChangeSort.MOVED,
            False,
            "ведёте Вы, физика (вместо: Смирнова О. В.), чт 26.11, 2-й урок",
        ),
        (
            changed(),
            changed("Биология", 9, SMIRNOVA),
            ChangeSort.OTHER_SUBJECT,
            False,
            "вместо Вас ведёт Смирнова О. В. (биология)",
        ),
        (changed(), None, ChangeSort.CANCELLED, False, "отмена (физика)"),
        (
            changed(),
            changed(room="305"),
            ChangeSort.OTHER_ROOM,
            False,
            "физика, каб. 305 вместо 113",
        ),
        (changed(), None, ChangeSort.CANCELLED, True, "физика, как в расписании"),
        (
            changed(teacher_id=9, teacher=SMIRNOVA),
            changed(),
            ChangeSort.OTHER_TEACHER,
            True,
            "вести этот урок не нужно",
        ),
    ],
)
def test_a_teacher_reads_what_to_give(old, new, sort, is_withdrawn, expected):
    """Seen from the one who reads it: to give, given by another, or off."""
    item = LessonChangeItem(sort, old, new, is_withdrawn=is_withdrawn)
    with use_locale("ru"):
        (line,) = staff_change_lines(FULL, [StaffChangeNews(31, (item,))])

    when = "вт 24.11, 3-й урок, 7Б"
    whole = f"Изменение отменено: {when} — {expected}" if is_withdrawn else f"{when}: {expected}"
    assert whole == line


def test_a_signal_says_only_that_there_is_something():
    """No child, no day, no subject."""
    with use_locale("ru"):
        text = change_signal(None)

    assert "В дневнике есть новые записи. Подробности — в школьном дневнике." == text

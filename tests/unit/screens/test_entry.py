"""How a teacher sees an entry: order of facts, the words of changes, the buttons."""

from datetime import date, timedelta

import pytest

from handlers.callbacks.entry import ChooseEntry, DiscardEntry, SaveEntry, UndoEntry
from handlers.screens import entry as screens
from services.bulk_entry.facts import (
    LessonOption,
    LessonPreview,
    LessonQuestion,
    PersonOption,
    PersonQuestion,
    PreviewFacts,
    SavedFacts,
    StudentPreview,
    UndoneFacts,
    WordQuestion,
)
from services.bulk_entry.faults import QuestionKind
from services.i18n import use_locale
from services.journal.mark_rules import AddMark, PlannedMark, ReplaceMark, WantedMark
from services.journal.planning import AttendanceStep
from services.outgoing import OutgoingMessage
from services.vocabulary import AttendanceCode
from tests.factories import ZONE, at

ON = date(2026, 11, 24)
NOW = at(24, "11:00")
ABSENT = AttendanceCode.ABSENT
COMMENTED = WantedMark((5,), "lesson", comment="<b>")


def added(*values: int, kind: str = "lesson", more: bool = False) -> PlannedMark:
    """Return a mark that is new."""
    steps = tuple(AddMark(value, kind, part) for part, value in enumerate(values, start=1))
    return PlannedMark(WantedMark(values, kind, is_addition=more), (), steps)


def student(family: str, given: str, *marks: PlannedMark, **more: object) -> StudentPreview:
    """Return a row of the preview."""
    return StudentPreview(family, given, marks, **more)  # type: ignore[arg-type]  # by case


def shown(*students: StudentPreview, **more: object) -> str:
    """Return the text of a preview of one lesson, in Russian."""
    lesson_fields = {"topic", "topic_was", "is_ahead"}
    lesson = LessonPreview(
        on=ON,
        number=3,
        group="7Б",
        subject="Алгебра",
        students=students,
        **{key: value for key, value in more.items() if key in lesson_fields},  # type: ignore[arg-type]
    )
    facts = PreviewFacts(
        entry_id=1,
        lessons=(lesson,),
        zone=ZONE,
        now=NOW,
        is_unchanged=False,
        **{key: value for key, value in more.items() if key not in lesson_fields},  # type: ignore[arg-type]
    )
    with use_locale("ru"):
        return screens.preview(facts).text


def captions(message: OutgoingMessage) -> list[list[str]]:
    """Return what stands on the buttons."""
    return [[button.caption for button in row] for row in message.buttons]


def test_the_preview_is_the_sketch():
    """Lesson, names with codes, when families hear: in this order."""
    text = shown(
        student("Кузнецова", "Мария", added(4)),
        student("Петров", "Артём", added(5, 4)),
        student("Сидоров", "Лев", attendance=ABSENT, attendance_step=AttendanceStep(None, ABSENT)),
        topic="Степень",
        marks_due_at=at(24, "11:05"),
    )

    assert text.splitlines() == [
        "<b>7Б · Алгебра · вт 24.11, 3-й урок</b>",
        "Кузнецова Мария — 4",
        "Петров Артём — 5 и 4",
        "Сидоров Лев — н (нет на уроке)",
        "Тема: Степень",
        "",
        "Семьи узнают в 11:05.",
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            student(
                "Петров",
                "Артём",
                PlannedMark(
                    WantedMark((5,), "lesson"), (4,), (ReplaceMark(1, 4, 5, "lesson"),)
                ),
            ),
            "Петров Артём — 5 (было 4, станет 5)",
        ),
        (
            student("Петров", "Артём", PlannedMark(WantedMark((4,), "lesson"), (4,), ())),
            "Петров Артём — 4 — уже стоит",
        ),
        (student("Петров", "Артём", added(5, more=True)), "Петров Артём — ещё 5"),
        (
            student(
                "Сидоров",
                "Лев",
                attendance=AttendanceCode.TARDY,
                minutes_late=10,
                attendance_step=AttendanceStep(ABSENT, AttendanceCode.TARDY, 10),
            ),
            "Сидоров Лев — о 10 мин (опоздание; было «н»)",
        ),
        (student("Сидоров", "Лев", attendance=ABSENT), "Сидоров Лев — н — уже стоит"),
        (
            student("Петров", "Артём", PlannedMark(COMMENTED, (), ())),
            "Петров Артём — 5 (&lt;b&gt;) — уже стоит",
        ),
    ],
)  # fmt: skip
def test_a_row_says_what_changes(row, expected):
    """«было 4, станет 5»; what stands already is said; what was typed is escaped."""
    assert expected in shown(row).splitlines()


def test_a_kind_of_work_common_to_all_is_said_once():
    """One heading for a control work with its weight; of several kinds each row says its own."""
    common = shown(
        student("Петров", "Артём", added(5, kind="control")),
        student("Сидоров", "Лев", added(4, kind="control")),
    )
    mixed = shown(student("Петров", "Артём", added(5, kind="control"), added(4)))

    assert "Отметки за контрольную работу (вес 2):" in common.splitlines()
    assert "Петров Артём — 5" in common.splitlines()
    assert "Петров Артём — 5 за контрольную работу (вес 2); 4" in mixed.splitlines()


def test_everybody_present_is_one_line():
    """Only those are shown whose letter goes away; without any, nobody is absent."""
    present = AttendanceCode.PRESENT
    here = student("Петров", "Артём", attendance=present)
    back = student(
        "Сидоров", "Лев", attendance=present, attendance_step=AttendanceStep(ABSENT, present)
    )

    assert "Отсутствующих нет." in shown(here).splitlines()
    assert "Петров" not in shown(here, back)
    assert "Сидоров Лев — есть (на уроке; было «н»)" in shown(here, back).splitlines()


def test_doubts_are_said():
    """A mark beside an absence, and a lesson that has not begun."""
    text = shown(student("Сидоров", "Лев", added(5), is_absent_with_mark=True), is_ahead=True)

    assert "Проверьте: в одном уроке и отметка, и пропуск — Сидоров Лев." in text
    assert "Урок ещё не начался." in text


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"marks_due_at": at(24, "11:05")}, "Семьи узнают в 11:05."),
        ({"marks_due_at": at(25, "07:00")}, "Семьи узнают в 07:00 (ср 25.11)."),
        (
            {"marks_due_at": at(24, "11:05"), "absences_due_at": at(24, "11:02")},
            "О посещаемости семьи узнают в 11:02, об отметках — в 11:05.",
        ),
        (
            {"marks_due_at": at(24, "11:05"), "absences_due_at": at(24, "11:05")},
            "Семьи узнают в 11:05.",
        ),
        ({}, "Семьи увидят это в дневнике."),
    ],
)
def test_the_preview_says_when_families_hear(more, expected):
    """By the school's clock, with the day where it is not today."""
    assert expected == shown(**more).splitlines()[-1]


def test_the_buttons_of_the_preview_carry_the_entry():
    """«Сохранить» and «Не сохранять» stand side by side."""
    with use_locale("ru"):
        message = screens.preview(PreviewFacts(7, (), zone=ZONE, now=NOW, is_unchanged=True))

    assert [["Сохранить", "Не сохранять"]] == captions(message)
    assert [SaveEntry(entry_id=7).pack(), DiscardEntry(entry_id=7).pack()] == [
        button.data for button in message.buttons[0]
    ]


def saved_facts(**more: object) -> SavedFacts:
    """Return a saved entry with two marks."""
    values: dict[str, object] = {
        "entry_id": 7,
        "lessons": (LessonOption(ON, 3, "7Б", "Алгебра", NOW),),
        "marks": 2,
        "attendance": 0,
        "topics": 0,
        "saved_at": NOW,
        "now": NOW + timedelta(seconds=10),
        "zone": ZONE,
        "held_until": NOW + timedelta(minutes=5),
        **more,
    }
    return SavedFacts(**values)  # type: ignore[arg-type]  # each case names the fields it is about


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            saved_facts(),
            [
                "<b>Сохранено.</b>",
                "7Б · Алгебра · вт 24.11, 3-й урок",
                "Отметок: 2.",
                "Семьи ещё не знают: осталось 4 мин 50 с.",
            ],
        ),
        (
            saved_facts(is_repeat=True, now=NOW + timedelta(hours=1)),
            ["<b>Сохранено в 11:00.</b>", "7Б · Алгебра · вт 24.11, 3-й урок", "Отметок: 2."],
        ),
        (
            saved_facts(marks=0, held_until=None),
            [
                "<b>Сохранено.</b>",
                "7Б · Алгебра · вт 24.11, 3-й урок",
                "Ничего не изменилось: всё это уже было в журнале.",
            ],
        ),
    ],
)
def test_saved_says_what_and_how_long_it_can_be_undone(facts, expected):
    """The undo button stays as long as the message does; the countdown only during the hold."""
    with use_locale("ru"):
        message = screens.saved(facts)

    assert expected == message.text.splitlines()
    assert "Отменить запись" == message.buttons[0][0].caption
    assert UndoEntry(entry_id=7).pack() == message.buttons[0][0].data


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (UndoneFacts(7, (), 2, 0, families_told=False), "Семьи об этом не узнают."),
        (
            UndoneFacts(7, (), 2, 0, families_told=True),
            "Семьям, которые уже получили сообщение, придёт исправление.",
        ),
    ],
)
def test_undone_says_what_families_hear(facts, expected):
    """Within the hold nothing, after it a correction."""
    with use_locale("ru"):
        assert expected == screens.undone(facts).text.splitlines()[-1]


def test_undone_counts_what_stays():
    """What somebody changed since is named as a number."""
    with use_locale("ru"):
        text = screens.undone(UndoneFacts(7, (), 1, 3, families_told=False)).text

    assert "3 строки уже изменены другой записью и остаются как есть." in text


def person(given: str, *, family: str = "Кузнецова", patronymic: str = "", number: int = 1):
    """Return a student to choose."""
    return PersonOption(number, family, given, patronymic, number)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([person("Мария"), person("Марина", number=2)], ["Мария", "Марина"]),
        (
            [person("Пётр", family="Иванов"), person("Анна", family="Иванова", number=2)],
            ["Иванов Пётр", "Иванова Анна"],
        ),
        (
            [person("Мария", patronymic="Олеговна"), person("Мария", patronymic="Львовна")],
            ["Кузнецова Мария Олеговна", "Кузнецова Мария Львовна"],
        ),
        (
            [person("Мария"), person("Мария", number=2)],
            ["№ 1, Кузнецова Мария", "№ 2, Кузнецова Мария"],
        ),
        ([person("Мария")], ["Кузнецова Мария"]),
    ],
)  # fmt: skip
def test_namesakes_have_captions_that_tell_them_apart(options, expected):
    """As short as possible: given names, full names, numbers of the list."""
    with use_locale("ru"):
        message = screens.entry_step(
            PersonQuestion(7, 2, "кузнецова", "7Б", is_guess=False, options=tuple(options))
        )

    assert [*([caption] for caption in expected), ["Не сохранять"]] == captions(message)
    assert [ChooseEntry(entry_id=7, step=2, option=n).pack() for n in range(len(options))] == [
        row[0].data for row in message.buttons[:-1]
    ]


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        (QuestionKind.WORK_KIND, ("проверочная работа", "практическая работа"), None),
        (QuestionKind.CLASS_LETTER, ("7Б", "7В"), None),
        (QuestionKind.LESSON_OR_MARK, ("3 урок", ": 3"), ["3 урок", "отметка 3"]),
        (QuestionKind.TWO_MARKS, ("5/4", "5 ещё 4"), ["одна работа: 5/4", "две работы"]),
        (QuestionKind.KIND_SIDE, ("сам,", "; сам"), ["к тому, что до", "к тому, что после"]),
        (QuestionKind.INITIAL_OR_CODE, ("Н.", "н,"), ["инициал Н.", "н (нет на уроке)"]),
        (
            QuestionKind.MINUTES_OR_MARK,
            ("о 5 мин", "о, 5", "О. 5"),
            ["опоздание 5 мин", "опоздание и отметка 5", "инициал О., отметка 5"],
        ),
        (QuestionKind.SHARED_CODE, ("Иванов н, Петров н",), ["Да"]),
        (QuestionKind.LATIN_B, ("б",), ["Да"]),
    ],
)
def test_readings_of_a_word_are_said_in_words(kind, options, expected):
    """A button says what is meant, not what will be written into the line."""
    with use_locale("ru"):
        message = screens.entry_step(WordQuestion(7, 0, kind, "слово", options))

    assert (expected or list(options)) == [row[0].caption for row in message.buttons[:-1]]
    assert "слово" in message.text


def test_lessons_to_choose_are_named_in_full():
    """Day and number tell them apart."""
    options = tuple(LessonOption(ON, number, "7Б", "Алгебра", NOW) for number in (3, 4))
    with use_locale("ru"):
        message = screens.entry_step(LessonQuestion(7, 0, options))

    assert ["7Б · Алгебра · вт 24.11, 3-й урок", "7Б · Алгебра · вт 24.11, 4-й урок"] == [
        row[0].caption for row in message.buttons[:-1]
    ]

"""What dispatchers write about the timetable, and what it means; a table."""

from datetime import date

import pytest

from services.bulk_entry.wordlist import SubjectWord
from services.change_entry.faults import ChangeFaultKind as Fault
from services.change_entry.faults import ChangeNotTaken
from services.change_entry.grammar import parse_changes
from services.change_entry.model import ChangeVocabulary, MoveTarget, ParsedChange, StaffWord
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind

SMIRNOVA, ORLOV, IVANOVA_M, IVANOVA_N, SMIRNOV = 11, 12, 13, 14, 15
VOCABULARY = ChangeVocabulary(
    today=date(2026, 11, 23),  # Monday
    classes=("1А", "3А", "4Б", "5А", "7А", "7Б", "7В", "10А", "11И"),
    grades=(1, 3, 4, 5, 7, 10, 11),
    subjects=(
        SubjectWord("Алгебра", "Алг."),
        SubjectWord("Английский язык", "Англ."),
        SubjectWord("Биология", "Биол."),
        SubjectWord("Физика", "Физ."),
        SubjectWord("Физическая культура", "Физ-ра"),
        SubjectWord("История", "Ист."),
        SubjectWord("История России", "ИР"),
        SubjectWord("Химия", "Хим."),
    ),
    staff=(
        StaffWord(SMIRNOVA, "Смирнова", "Ольга", "Викторовна"),
        StaffWord(ORLOV, "Орлов", "Денис", "Сергеевич"),
        StaffWord(IVANOVA_M, "Иванова", "Мария", "Петровна"),
        StaffWord(IVANOVA_N, "Иванова", "Нина", "Львовна"),
        StaffWord(SMIRNOV, "Королёв", "Артём", ""),
    ),
    bell_sets=("Предпраздничные дни", "сокращённый"),
)
TUE = date(2026, 11, 24)
THU = date(2026, 11, 26)


def change(**values: object) -> ParsedChange:
    """Return a change of 7Б on Tuesday unless told otherwise."""
    return ParsedChange(**({"on": TUE, "classes": ("7Б",)} | values))  # type: ignore[arg-type]


BIOLOGY = change(numbers=(3,), subject="Биология", teacher_id=SMIRNOVA, room="214")
CANCELLED = change(numbers=(6,), is_cancelled=True)
MOVED = change(numbers=(4,), target=MoveTarget(2, THU))
SHORT_35 = change(day_kind=DayKind.SHORTENED, bells=ShortBells(35))
SHORT_SET = change(day_kind=DayKind.SHORTENED, bells=ShortBells(bell_set="сокращённый"))
LED = change(numbers=(2,), teacher_id=ORLOV)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # substitution
        ("24.11 7Б 3 Биология Смирнова 214", BIOLOGY),
        ("24.11 7б 3 биология смирнова 214", BIOLOGY),
        ("24.11.2026 7-Б 3 урок: биология, Смирнова О. В., каб. 214", BIOLOGY),
        ("завтра 7 «Б» 3-й урок биология ведёт Смирнова каб 214", BIOLOGY),
        ("вт 7Б 3 Биол. Смирнова О В 214", BIOLOGY),
        ("7Б 24.11 3 214 Биология Смирнова", BIOLOGY),
        ("7Б 3 24.11 Биология Смирнова каб.214", BIOLOGY),
        ("на 24 ноября 7Б 3 урок — биология Ольга Викторовна, кабинет 214", BIOLOGY),
        (
            "24.11 7Б 3 биология вместо физики Смирнова 214",
            change(
                numbers=(3,),
                subject="Биология",
                teacher_id=SMIRNOVA,
                room="214",
                instead_of="Физика",
            ),
        ),
        (
            "24.11 7Б 3 Биология Смирнова 214 (болезнь Орлова)",
            change(
                numbers=(3,),
                subject="Биология",
                teacher_id=SMIRNOVA,
                room="214",
                reason="болезнь Орлова",
            ),
        ),
        ("24.11 7Б 3 физра", change(numbers=(3,), subject="Физическая культура")),
        ("24.11 7Б 3 физ", change(numbers=(3,), subject="Физика")),
        # another teacher
        ("24.11 7Б 2 ведёт Орлов", LED),
        ("24.11 7Б 2 Орлов", LED),
        ("24.11 7Б 2 замена: Орлова Д.С.", LED),
        ("24.11 7Б 2 ведет Орлов Денис Сергеевич", LED),
        (
            "24.11 7Б 2 группа 1 ведёт Орлов",
            change(numbers=(2,), group_number=1, teacher_id=ORLOV),
        ),
        ("24.11 7Б 2 урок 1 группа Орлов", change(numbers=(2,), group_number=1, teacher_id=ORLOV)),
        ("24.11 7Б 2 Иванова Н. Л.", change(numbers=(2,), teacher_id=IVANOVA_N)),
        ("24.11 7Б 2 М.П. Иванова", change(numbers=(2,), teacher_id=IVANOVA_M)),
        ("24.11 7Б 2 Королев", change(numbers=(2,), teacher_id=SMIRNOV)),
        ("24.11 7Б 2 вместо Ивановой М. П. ведёт Орлов", LED),
        # room
        ("24.11 7Б 3 каб 305", change(numbers=(3,), room="305")),
        ("24.11 7Б 3 кабинет № 305а", change(numbers=(3,), room="№ 305а")),
        ("24.11 7Б 3 305", change(numbers=(3,), room="305")),
        ("24.11 7Б 3 каб. 5", change(numbers=(3,), room="5")),
        ("24.11 7Б 3 А-214", change(numbers=(3,), room="А-214")),
        ("24.11 7Б 3 спортивный зал", change(numbers=(3,), room="спортивный зал")),
        ("24.11 7Б 3 Алгебра 12", change(numbers=(3,), subject="Алгебра", room="12")),
        # cancelled
        ("24.11 7Б 6 отмена", CANCELLED),
        ("24.11 7Б 6-й урок отменён", CANCELLED),
        ("24.11 7Б 6 урока не будет", CANCELLED),
        ("24.11 7Б нет 6 урока", CANCELLED),
        ("24.11 7B 6 отмена".replace("B", "Б"), CANCELLED),
        ("24.11 7Б 6 cancelled", CANCELLED),
        ("24.11 7Б 5, 6 отмена", change(numbers=(5, 6), is_cancelled=True)),
        ("24.11 7Б 4-6 уроки отмена", change(numbers=(4, 5, 6), is_cancelled=True)),
        ("24.11 7А, 7Б 6 отмена", change(classes=("7А", "7Б"), numbers=(6,), is_cancelled=True)),
        ("24.11 7А и 7Б 6 отмена", change(classes=("7А", "7Б"), numbers=(6,), is_cancelled=True)),
        ("24.11 7Б отмена занятий", change(day_kind=DayKind.NO_LESSONS)),
        # moved
        ("24.11 7Б 4 → 26.11 2", MOVED),
        ("24.11 7Б 4 -> 26.11 2", MOVED),
        ("24.11 7Б 4 ➡️ 26.11 2", MOVED),
        ("24.11 7Б 4 перенос на 26.11 2", MOVED),
        ("24.11 7Б 4 урок перенести на чт, 2-й урок", MOVED),
        ("24.11 7Б 4 перенос на 2 урок 26.11", MOVED),
        ("24.11 7Б 4 → 5", change(numbers=(4,), target=MoveTarget(5))),
        (
            "24.11 7Б 4 → 26.11 2 каб 305",
            change(numbers=(4,), target=MoveTarget(2, THU), room="305"),
        ),
        # whole days
        (
            "24.11 1-4 актированный день",
            change(classes=(), grades=(1, 3, 4), day_kind=DayKind.FROST),
        ),
        (
            "24.11 1–4 классы актировка",
            change(classes=(), grades=(1, 3, 4), day_kind=DayKind.FROST),
        ),
        ("24.11 5, 7 классы мороз", change(classes=(), grades=(5, 7), day_kind=DayKind.FROST)),
        (
            "24.11 все актированный день",
            change(classes=(), is_everybody=True, day_kind=DayKind.FROST),
        ),
        ("24.11 7Б карантин", change(day_kind=DayKind.QUARANTINE)),
        (
            "24.11-26.11 7Б карантин",
            change(until=THU, day_kind=DayKind.QUARANTINE),
        ),
        ("с 24.11 по 26.11 7Б дистант", change(until=THU, day_kind=DayKind.REMOTE)),
        ("24.11 7Б дистанционно", change(day_kind=DayKind.REMOTE)),
        ("24.11 7 классы карантин", change(classes=(), grades=(7,), day_kind=DayKind.QUARANTINE)),
        # one shift
        (
            "24.11 1-4 2 смена актированный день",
            change(classes=(), grades=(1, 3, 4), shift=2, day_kind=DayKind.FROST),
        ),
        ("24.11 вторая смена мороз", change(classes=(), shift=2, day_kind=DayKind.FROST)),
        (
            "24.11 1-я смена 5, 7 классы карантин",
            change(classes=(), grades=(5, 7), shift=1, day_kind=DayKind.QUARANTINE),
        ),
        # shorter bells
        ("24.11 7Б сокращённые по 35 минут", SHORT_35),
        ("24.11 7Б сокращенные уроки по 35 мин.", SHORT_35),
        ("24.11 7Б сокращённый день, уроки по 35 минут", SHORT_35),
        ("24.11 7Б сокращённые 35", SHORT_35),
        ("24.11 7Б уроки по 35 минут", SHORT_35),
        ("24.11 7Б по 35 минут", SHORT_35),
        ("24.11 7Б shortened lessons by 35 minutes", SHORT_35),
        (
            "24.11 все сокращённые по 30",
            change(
                classes=(), is_everybody=True, day_kind=DayKind.SHORTENED, bells=ShortBells(30)
            ),
        ),
        (
            "24.11-26.11 1-4 сокращённые по 40",
            change(
                classes=(),
                grades=(1, 3, 4),
                until=THU,
                day_kind=DayKind.SHORTENED,
                bells=ShortBells(40),
            ),
        ),
        ("24.11 7Б сокращённые", SHORT_SET),  # the school's own set is called so
        ("24.11 7Б сокращённые звонки", SHORT_SET),
        (
            "24.11 7Б звонки предпраздничные дни",
            change(day_kind=DayKind.SHORTENED, bells=ShortBells(bell_set="Предпраздничные дни")),
        ),
        # another day's lessons
        ("24.11 7Б по понедельнику", change(as_weekday=1)),
        ("24.11 7Б по расписанию пятницы", change(as_weekday=5)),
        ("24.11 7 классы по расписанию ср", change(classes=(), grades=(7,), as_weekday=3)),
        ("24.11 все по четвергу", change(classes=(), is_everybody=True, as_weekday=4)),
        ("5.4 7Б 6 отмена", change(on=date(2027, 4, 5), numbers=(6,), is_cancelled=True)),
        ("сегодня 7Б 6 отмена", change(on=date(2026, 11, 23), numbers=(6,), is_cancelled=True)),
        ("пн 7Б 6 отмена", change(on=date(2026, 11, 23), numbers=(6,), is_cancelled=True)),
    ],
)
def test_a_line_is_understood(text, expected):
    """A line means what a school office means by it."""
    assert (expected,) == parse_changes(text, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.11 7Б 3 Биология Смирнова 214\n24.11 7Б 6 отмена", (BIOLOGY, CANCELLED)),
        ("24.11 7Б\n3 Биология Смирнова 214\n6 отмена", (BIOLOGY, CANCELLED)),
        ("24.11\n7Б 3 Биология Смирнова 214\n7Б 6 отмена", (BIOLOGY, CANCELLED)),
        ("24.11 7Б 3 Биология Смирнова 214; 6 отмена", (BIOLOGY, CANCELLED)),
        (
            "24.11 7Б 6 отмена\n26.11 1-4 актированный день",
            (
                CANCELLED,
                change(on=THU, classes=(), grades=(1, 3, 4), day_kind=DayKind.FROST),
            ),
        ),
        (
            "24.11 7Б\n4-6 отмена",
            (change(numbers=(4, 5, 6), is_cancelled=True),),
        ),
    ],
)
def test_lines_go_on_with_the_day_and_the_classes_above(text, expected):
    """What a line does not repeat it takes from the line above, unless it has a day of its own."""
    assert expected == parse_changes(text, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("", Fault.EMPTY, ""),
        ("\n ; \n", Fault.EMPTY, ""),
        ("7Б 6 отмена", Fault.NO_DATE, "7Б 6 отмена"),
        ("24.11 6 отмена", Fault.NO_CLASS, "24.11 6 отмена"),
        ("24.11 7Б", Fault.NOTHING_TO_CHANGE, "24.11 7Б"),
        ("24.11 7Б 3", Fault.NOTHING_TO_CHANGE, "24.11 7Б 3"),
        ("24.11 7Б Биология Смирнова", Fault.NO_LESSON_NUMBER, "24.11 7Б Биология Смирнова"),
        ("31.02 7Б 6 отмена", Fault.BAD_DATE, "31.02"),
        ("24.11 7Б сокращённые по 5 минут", Fault.SHORTENED_HOW, "сокращённые"),
        ("24.11 7Б 3 сокращённые по 35", Fault.DAY_WITH_LESSON, "3"),
        ("24.11 1-я смена 2-я смена мороз", Fault.SAID_TWICE, "2"),
        ("26.11-24.11 7Б карантин", Fault.BAD_DATE, "24"),
        ("24.11 7Б 19 урок отмена", Fault.BAD_LESSON_NUMBER, "19"),
        ("24.11 7Б 0 отмена", Fault.BAD_LESSON_NUMBER, "0"),
        ("24.11 7Ж 6 отмена", Fault.UNKNOWN_CLASS, "7Ж"),
        ("24.11 9 класс карантин", Fault.UNKNOWN_CLASS, "9"),
        ("24.11 7b 6 отмена", Fault.UNKNOWN_CLASS, "7b"),
        ("24.11 7Б 3 Билогия Смирнова", Fault.UNKNOWN_WORD, "Билогия"),
        ("24.11 7Б 3 Биология Смирнваа", Fault.UNKNOWN_WORD, "Смирнваа"),
        ("24.11 7Б 3 ведёт Пушкин", Fault.UNKNOWN_WORD, "Пушкин"),
        ("24.11 7Б 3 ведёт", Fault.UNKNOWN_WORD, ""),
        ("24.11 7Б 3 вместо чего-то", Fault.UNKNOWN_WORD, "чего-то"),
        ("24.11 7Б 3 ???", Fault.UNKNOWN_WORD, "?"),
        ("24.11 7Б 2 Иванова", Fault.AMBIGUOUS_STAFF, "Иванова"),
        ("24.11 7Б 3 исто", Fault.AMBIGUOUS_SUBJECT, "исто"),
        ("24.11 7Б 3 каб", Fault.ROOM_EMPTY, ""),
        ("24.11 7Б 3 Биология Физика", Fault.SAID_TWICE, "Физика"),
        ("24.11 7Б 3 Орлов Смирнова", Fault.SAID_TWICE, "Смирнова"),
        ("24.11 25.11 7Б 3 отмена", Fault.SAID_TWICE, "25"),
        ("24.11 7Б 3 каб 305 каб 306", Fault.SAID_TWICE, "каб"),
        ("24.11 7Б 3 отмена 4 урок", Fault.SAID_TWICE, "4"),
        ("24.11 7Б 3 отмена Смирнова", Fault.CONFLICT, "24.11 7Б 3 отмена Смирнова"),
        ("24.11 7Б карантин каб 305", Fault.CONFLICT, "24.11 7Б карантин каб 305"),
        ("24.11 7Б 3 карантин", Fault.DAY_WITH_LESSON, "3"),
        ("24.11-26.11 7Б 3 отмена", Fault.RANGE_WITH_LESSON, "24.11-26.11 7Б 3 отмена"),
        ("24.11 7Б 3, 4 → 26.11 2", Fault.MOVE_SEVERAL, "3, 4"),
        ("24.11 7Б 4 перенос на 26.11", Fault.MOVE_WITHOUT_LESSON, "перенос на 26.11"),
        ("24.11 7Б 4 → 26.11 20", Fault.BAD_LESSON_NUMBER, "20"),
        ("24.11 7Б 3 Биология Смирнова 214\n24.11 7Б 6 отмна", Fault.UNKNOWN_WORD, "отмна"),
    ],
)
def test_a_fault_points_at_the_word(text, kind, word):
    """A line that cannot be taken names what is wrong and where."""
    with pytest.raises(ChangeNotTaken) as caught:
        parse_changes(text, vocabulary=VOCABULARY)

    fault = caught.value
    assert (kind, word) == (fault.reason, text[fault.start : fault.end])


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("24.11 7Б 3 Билогия", ("Биология",)),
        ("24.11 7Б 3 Биология Смирнва", ("Смирнова",)),
        ("24.11 7Б 2 Иванова", ("Иванова М.П.", "Иванова Н.Л.")),
        ("24.11 7b 6 отмена", ("7Б", "7В")),
    ],
)
def test_a_fault_says_what_could_have_been_meant(text, hints):
    """Where something near is known, it is offered."""
    with pytest.raises(ChangeNotTaken) as caught:
        parse_changes(text, vocabulary=VOCABULARY)

    assert hints == caught.value.hints

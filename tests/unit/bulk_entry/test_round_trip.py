"""Whatever is sent is read or refused by name, and what was read can be written back."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.bulk_entry.codes import MINUTES_MAX, MarkSign
from services.bulk_entry.faults import FaultKind, LineFault
from services.bulk_entry.grammar import parse, reads_as_line
from services.bulk_entry.model import (
    Codes,
    Command,
    Due,
    Entry,
    Everyone,
    GivenMark,
    Homework,
    Line,
    NamePart,
    NameRef,
    Parsed,
    PeriodRef,
)
from services.bulk_entry.render import render_line
from services.bulk_entry.tokens import fold
from services.vocabulary import AttendanceCode, PeriodKind
from tests.unit.bulk_entry.describe import TODAY, VOCABULARY

FAMILIES = (
    "Иванов", "Петрова", "Кузнецовой", "Тер-Саркисянц", "Ким", "Черных", "Ковалёву", "Цой"
)  # fmt: skip
GIVEN = ("Мария", "Лев", "Саша", "Артёму")
INITIALS = "абвимноуп"
KINDS = tuple(kind.key for kind in VOCABULARY.kinds)
TEXTS = (
    "Степень",
    "§ 12, вопросы 1-4",
    "№ 214, 216",
    "«Капитанская дочка» & <b>",
    "упр. 143 👍 б",
)
PIECES = (
    "7б", "7b", "алгебра", "рус яз", "3 урок", "3", "5", "5/4", "н", "Н.", "о", "о10", "10", "б",
    "у", "нет", "кр", "ср", "пр", "проект", "Иванов", "петров", "Тер-Саркисянц", "М", "М.П.", "и",
    "все", "остальные", "кроме", "тема", "дз", "Степень", "№12", "12)", "-", ":", ";", ",", ".",
    "\n", "\n\n", "к чт", "на завтра", "16.11", "за пн", "вместо", "Ивановой", "ещё", "+5", "(",
    "(кр)", ")", "за", "опоздал", "мин", "на", "н/а", "/mark", "/absent", "/hw", "/topic",
    "/final", "1 четверть", "1 группа", "<b>", "😀", "B", "5-", "5.4", "=", "все на месте",
    "для Петрова:", "§ 5", "без дз", "→", "->", ">", "по", "было", "стало", "16/11",
)  # fmt: skip


def _names():
    family = st.sampled_from(FAMILIES).map(lambda word: NamePart(fold(word), text=word))
    given_name = st.sampled_from(GIVEN).map(lambda word: NamePart(fold(word), text=word))
    initial = st.sampled_from(INITIALS).map(lambda letter: NamePart(letter, is_initial=True))
    words = st.one_of(
        st.tuples(family),
        st.tuples(family, given_name),
        st.tuples(family, initial),
        st.tuples(family, initial, initial),
    ).map(NameRef)
    return st.one_of(words, st.integers(1, 40).map(lambda number: NameRef(number=number)))


def _codes(*, is_final=False):
    figure = st.integers(2, 5)
    pair = st.tuples(figure, figure)
    marks = st.one_of(
        st.tuples(st.builds(GivenMark, st.one_of(st.tuples(figure), pair))),
        st.tuples(st.builds(GivenMark, st.tuples(figure), replaces=st.tuples(figure))),
        st.tuples(st.builds(GivenMark, st.tuples(figure), st.just(value=True))),
        st.sampled_from((MarkSign.PASSED, MarkSign.FAILED)).map(
            lambda sign: (GivenMark((sign,)),)
        ),
    )
    if is_final:
        marks = marks.filter(lambda given: not given[0].replaces)
        attested = st.just((GivenMark((MarkSign.NOT_ATTESTED,)),))
        return st.one_of(marks, attested).map(Codes)
    letters = [code for code in AttendanceCode if code is not AttendanceCode.TARDY]
    attendance = st.sampled_from(letters).map(lambda code: Codes(attendance=code))
    late = st.one_of(st.none(), st.integers(1, MINUTES_MAX)).map(
        lambda minutes: Codes(attendance=AttendanceCode.TARDY, minutes_late=minutes)
    )
    comment = st.sampled_from(("", "за доску", "18 баллов"))
    marked = st.builds(Codes, marks, comment=comment)
    both = st.builds(
        lambda one, other: replace(one, marks=other.marks), st.one_of(attendance, late), marked
    )
    return st.one_of(attendance, late, marked, both)


def _lines(codes):
    kind = st.one_of(st.none(), st.sampled_from(KINDS))
    named = st.builds(Line, _names(), codes, kind)
    alone = codes.filter(lambda each: not (each.marks and each.attendance))
    listed = st.builds(Line, _names(), alone, kind, st.just(value=True))
    return st.lists(st.one_of(named, listed), max_size=5).map(tuple)


def _everyone(codes):
    exceptions = st.lists(
        st.builds(Line, _names(), st.one_of(codes, st.just(Codes()))), max_size=3
    ).map(lambda lines: tuple(sorted(lines, key=lambda line: line.codes.is_empty)))
    some = st.builds(
        Everyone,
        codes.filter(lambda each: each.attendance is not AttendanceCode.PRESENT),
        is_rest=st.booleans(),
        exceptions=exceptions,
    )
    return st.lists(some, max_size=1).map(tuple)


def _homework():
    due = st.one_of(
        st.just(Due()),
        st.integers(1, 7).map(lambda day: Due(weekday=day)),
        st.dates(TODAY, TODAY.replace(year=2027)).map(lambda day: Due(on=day)),
    )
    text = st.sampled_from(TEXTS)
    addressees = st.one_of(st.just(()), st.tuples(_words_only()))
    given_homework = st.builds(Homework, text, due, addressees=addressees)
    return st.one_of(given_homework, st.just(Homework(is_none=True)))


def _words_only():
    return _names().filter(lambda name: name.number is None)


def _heading():
    return {
        "classes": st.sampled_from((("7Б",), ("10А",))),
        "subjects": st.sampled_from(
            (("Алгебра",), ("Русский язык",), ("Труд (технология)",), ("Россия — мои горизонты",))
        ),
        "day": st.one_of(st.none(), st.dates(TODAY.replace(year=2025), TODAY)),
        "lesson_number": st.one_of(st.none(), st.integers(1, 14)),
        "group_number": st.one_of(st.none(), st.integers(1, 3)),
    }


def _lesson_entries():
    return st.builds(
        Entry,
        **_heading(),
        kind=st.one_of(st.none(), st.sampled_from(KINDS)),
        lines=_lines(_codes()),
        everyone=_everyone(_codes()),
        topic=st.one_of(st.none(), st.just("Степень"), st.just("Закон Ома")),
        homework=st.lists(_homework(), max_size=1).map(tuple),
    ).filter(lambda entry: entry.lines or entry.everyone or entry.topic or entry.homework)


def _command_entries():
    mark = st.builds(
        Entry, st.just(Command.MARK), **_heading(), lines=_lines(_codes()).filter(bool)
    )
    final = st.builds(
        Entry,
        st.just(Command.FINAL),
        classes=st.just(("7Б",)),
        subjects=st.just(("Алгебра",)),
        period=st.one_of(
            st.none(),
            st.just(PeriodRef()),
            st.builds(PeriodRef, st.sampled_from(PeriodKind), st.integers(1, 4)),
        ),
        lines=_lines(_codes(is_final=True)),
    )
    homework = st.builds(
        Entry, st.just(Command.HOMEWORK), **_heading(), homework=st.tuples(_homework())
    )
    topic = st.builds(
        Entry, st.just(Command.TOPIC), **_heading(), topic=st.sampled_from(TEXTS[:3])
    )
    return st.one_of(mark, final, homework, topic)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entry=st.one_of(_lesson_entries(), _command_entries()))
def test_written_entry_reads_the_same(entry):
    """What the preview writes as a line has the meaning it was written from, and asks nothing."""
    assert Parsed((entry,)) == parse(
        render_line(entry, vocabulary=VOCABULARY), vocabulary=VOCABULARY
    )


def _outcome(text):
    """The message parsed, or its fault with a place inside the text."""
    try:
        return parse(text, vocabulary=VOCABULARY)
    except LineFault as fault:
        return text[fault.start : fault.end] in text and 0 <= fault.start <= fault.end <= len(text)


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    """No text breaks the parser: it is a line, or a fault with its place."""
    assert _outcome(text)


@settings(deadline=None, max_examples=300)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=14),
    joints=st.lists(st.sampled_from((" ", " ", "")), min_size=14, max_size=14),
)
def test_any_mix_of_journal_words_is_read_or_refused(pieces, joints):
    """The words of journal lines in any order are read, asked, or refused with a place."""
    text = "".join(piece + joint for piece, joint in zip(pieces, joints, strict=False))
    outcome = _outcome(text)
    questions = outcome.questions if isinstance(outcome, Parsed) else ()

    assert outcome
    assert all(question.options and text[question.start : question.end] for question in questions)


def test_message_longer_than_a_message_is_refused():
    """What Telegram could not have sent as one message points at its superfluous end."""
    with pytest.raises(LineFault) as caught:
        parse("7б алгебра: " + "Иванов 5, " * 500, vocabulary=VOCABULARY)

    assert (FaultKind.TOO_LONG, 4096, 5012) == (
        caught.value.kind,
        caught.value.start,
        caught.value.end,
    )


@pytest.mark.parametrize("text", ["", "  \n "])
def test_empty_message_is_refused(text):
    """Nothing is nothing to read."""
    with pytest.raises(LineFault) as caught:
        parse(text, vocabulary=VOCABULARY)

    assert caught.value.kind is FaultKind.EMPTY


LINES = (
    ("7б алгебра: Иванов 5", True),
    ("7б алгебра: Иванов 6", True),
    ("Иванов 6", True),
    ("отмена последнего", True),
    ("Спасибо, до завтра!", False),
    ("", False),
    ("/start", False),
)


@pytest.mark.parametrize(("text", "is_line"), LINES)
def test_faulty_lines_are_lines_too(text, is_line):
    """A journal line with a slip is still meant as one; talk is not."""
    assert is_line is reads_as_line(text, vocabulary=VOCABULARY)


def test_one_is_a_mark_where_the_school_uses_it():
    """«1» is refused by default and taken where the school's scale has it."""
    vocabulary = replace(VOCABULARY, allows_one=True)
    line = parse("Иванов 1", vocabulary=vocabulary).entries[0].lines[0]

    assert (GivenMark((1,)),) == line.codes.marks

"""Every refusal of a line points at the word, gives a reason and a way out."""

from datetime import date

import pytest

from handlers.screens import entry_faults  # noqa: F401  # registers the sentences
from handlers.screens.errors import message_for
from handlers.screens.fault_sentences import fault_sentence
from services.bulk_entry.errors import EntryGone, LineNotTaken, NothingSaved, ResolveFault
from services.bulk_entry.faults import FaultKind
from services.bulk_entry.model import Span
from services.i18n import use_locale
from services.journal.errors import (
    MarkNotThere,
    MarksNotTaken,
    MarksNotTakenReason,
    NothingToUndo,
    NotYourLesson,
)
from services.journal.mark_rules import StandingMark
from services.vocabulary import EntryState

LINE = "7б алгебра: Смирнов 5"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("reason", [*FaultKind, *ResolveFault])
def test_every_fault_has_its_sentence(reason, language):
    """No fault falls back to «something went wrong»."""
    with use_locale(language):
        assert fault_sentence(reason).endswith((".", "?"))


def test_the_word_stands_out_in_its_line():
    """What was not understood is bold where it was typed; the rest is left as it is, escaped."""
    fault = LineNotTaken(
        ResolveFault.UNKNOWN_STUDENT, span=Span(12, 19), source="7б <лгебра: Смирнов 5", hints=()
    )
    with use_locale("ru"):
        text = message_for(fault).text

    assert "7б &lt;лгебра: <b>Смирнов</b> 5" == text.splitlines()[0]
    assert "Ничего не записано." == text.splitlines()[-1]


def test_a_long_line_is_shown_around_the_word():
    """Forty characters on either side are enough to find the place."""
    source = "а" * 100 + "СЛОВО" + "б" * 100
    fault = LineNotTaken(FaultKind.UNEXPECTED, span=Span(100, 105), source=source)
    with use_locale("ru"):
        first = message_for(fault).text.splitlines()[0]

    assert f"…{'а' * 40}<b>СЛОВО</b>{'б' * 40}…" == first


def test_near_words_are_offered():
    """«алгебар» is probably «Алгебра»."""
    fault = LineNotTaken(
        FaultKind.UNKNOWN_SUBJECT, span=Span(3, 10), source=LINE, hints=("Алгебра",)
    )
    with use_locale("ru"):
        assert "Возможно: Алгебра" in message_for(fault).text


@pytest.mark.parametrize(
    ("group", "number", "expected"),
    [
        ("7Б", 6, "7Б · Алгебра: вторник, 24 ноября, 6-го урока нет."),
        ("7Б", None, "7Б · Алгебра: такого урока нет (вторник, 24 ноября)."),
    ],
)
def test_a_missing_lesson_is_named_with_its_day(group, number, expected):
    """The day taken for granted is said, so that another one can be written."""
    fault = LineNotTaken(
        ResolveFault.NO_LESSON,
        span=Span(0, len(LINE)),
        source=LINE,
        group=group,
        subject="Алгебра",
        number=number,
        on=date(2026, 11, 24),
    )
    with use_locale("ru"):
        text = message_for(fault).text

    assert text.startswith(expected)


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (NotYourLesson(subject="Физика", group="7Б"), "этот урок ведёт другой учитель"),
        (
            MarksNotTaken(
                reason=MarksNotTakenReason.FIRST_GRADE, subject="Чтение", group="1А", until=None
            ),
            "1А: в 1 классе отметок не ставят.",
        ),
        (
            MarksNotTaken(
                reason=MarksNotTakenReason.UNMARKED_YET,
                subject="Химия",
                group="7Б",
                until=date(2026, 12, 30),
            ),
            "до 30.12.2026 без отметок",
        ),
        (
            MarksNotTaken(
                reason=MarksNotTakenReason.PASS_FAIL, subject="ОРКСЭ", group="4А", until=None
            ),
            "а «зач» или «незач»",
        ),
        (
            MarksNotTaken(
                reason=MarksNotTakenReason.UNMARKED_SUBJECT, subject="РоВ", group="7Б", until=None
            ),
            "предмет без отметок",
        ),
        (EntryGone(state=EntryState.SAVED), "уже сохранена"),
        (EntryGone(state=EntryState.UNDONE), "отменена"),
        (EntryGone(state=EntryState.DISCARDED), "не сохранена"),
        (EntryGone(), "устарело"),
        (NothingToUndo(), "отменять нечего"),
        (NothingSaved(), "нет"),
    ],
)
def test_refusals_of_the_journal_are_kind_sentences(error, part):
    """Each says what is the case; every one leads back to the menu."""
    with use_locale("ru"):
        message = message_for(error)

    assert part in message.text
    assert message.buttons


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        ((), "Белова Анна, вт 24.11, 3-й урок: исправлять нечего, отметки нет."),
        ((StandingMark(1, 5, "lesson"),), "Белова Анна, вт 24.11, 3-й урок: стоит 5, а не 3."),
        (
            (StandingMark(1, 5, "lesson"), StandingMark(2, 4, "control")),
            "Белова Анна, вт 24.11, 3-й урок: стоит 5, 4 за контрольную работу (вес 2), а не 3.",
        ),
    ],
)
def test_a_correction_says_what_stands_there(stands, sentence):
    """And how to name another lesson."""
    fault = MarkNotThere(
        family_name="Белова",
        given_name="Анна",
        on=date(2026, 11, 24),
        number=3,
        replaces=(3,),
        stands=stands,
    )
    with use_locale("ru"):
        text = message_for(fault).text

    assert sentence == text.splitlines()[0]
    assert "укажите его день" in text

"""What a teacher is asked about a journal line: one question, its answers as buttons."""

from collections.abc import Iterable

from handlers.callbacks.entry import ChooseEntry, DiscardEntry
from handlers.callbacks.finals import ChooseFinal, DiscardFinals
from handlers.screens.formatting import escape, lines
from handlers.screens.lesson_words import attendance_word, lesson_title
from services.bulk_entry.codes import SPELLINGS
from services.bulk_entry.facts import (
    LessonQuestion,
    PersonOption,
    PersonQuestion,
    WordQuestion,
)
from services.bulk_entry.faults import QuestionKind
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import AttendanceCode

__all__ = ["lesson_question", "person_question", "word_question"]

_PUNCTUATION = " ,;:."
_MINUTES = " мин"


def word_question(facts: WordQuestion, *, is_final: bool = False) -> OutgoingMessage:
    """Ask how a word is meant; *is_final*: in a sheet of period marks."""
    captions = [
        _yes() if len(facts.options) == 1 else _caption(facts, one) for one in facts.options
    ]
    return _asked(_question(facts), captions, facts.entry_id, facts.step, is_final=is_final)


def person_question(facts: PersonQuestion, *, is_final: bool = False) -> OutgoingMessage:
    """Ask which student a name means; *is_final*: in a sheet of period marks."""
    word, group = escape(facts.word), escape(facts.group)
    if not facts.is_guess:
        text = _("“{name}” in {group} may be several students. Who is meant?").format(
            name=word, group=group
        )
    elif len(facts.options) == 1:
        text = _("There is no “{name}” in {group}. Is this the student?").format(
            name=word, group=group
        )
    else:
        text = _("There is no “{name}” in {group}. Who is meant?").format(name=word, group=group)
    return _asked(text, _names(facts.options), facts.entry_id, facts.step, is_final=is_final)


def lesson_question(facts: LessonQuestion) -> OutgoingMessage:
    """Ask which lesson a line is about."""
    captions = [
        lesson_title(group=one.group, subject=one.subject, on=one.on, number=one.number)
        for one in facts.options
    ]
    return _asked(_("Which lesson is it about?"), captions, facts.entry_id, facts.step)


def _asked(
    text: str, captions: Iterable[str], entry_id: int, step: int, *, is_final: bool = False
) -> OutgoingMessage:
    choose = ChooseFinal if is_final else ChooseEntry
    discard = DiscardFinals if is_final else DiscardEntry
    rows = [
        (Button(caption, choose(entry_id=entry_id, step=step, option=option).pack()),)
        for option, caption in enumerate(captions)
    ]
    leave = Button(_("Do not save"), discard(entry_id=entry_id).pack())
    return OutgoingMessage(lines(text, _("Nothing is stored yet.")), buttons=(*rows, (leave,)))


def _names(options: tuple[PersonOption, ...]) -> list[str]:
    """As short as tells them apart; the place in the list where names do not."""
    if len(options) == 1:
        return [f"{options[0].family_name} {options[0].given_name}"]
    forms = (
        [option.given_name for option in options],
        [f"{option.family_name} {option.given_name}" for option in options],
        [
            " ".join(filter(None, (one.family_name, one.given_name, one.patronymic)))
            for one in options
        ],
    )
    is_one_family = len({option.family_name for option in options}) == 1
    for names in forms if is_one_family else forms[1:]:
        if len(set(names)) == len(names):
            return names
    return [f"№ {one.number}, {name}" for one, name in zip(options, forms[-1], strict=True)]


def _question(facts: WordQuestion) -> str:
    word = escape(facts.word.strip())
    match facts.kind:
        case QuestionKind.CLASS | QuestionKind.CLASS_LETTER:
            return _("Which class is “{word}”?").format(word=word)
        case QuestionKind.SUBJECT:
            return _("Which subject is “{word}”?").format(word=word)
        case QuestionKind.WEEKDAY:
            return _("Which day is “{word}”?").format(word=word)
        case QuestionKind.TWO_MARKS:
            return _("“{word}”: two marks for one work, or two works?").format(word=word)
        case QuestionKind.SHARED_CODE:
            return _("“{word}”: is it meant for everybody named there?").format(word=word)
        case QuestionKind.KIND_SIDE:
            return _("“{word}”: does it go with what stands before it, or after it?").format(
                word=word
            )
        case QuestionKind.LATIN_B if len(facts.options) == 1:
            return _("“{word}” is a Latin letter. Is “{letter}” ({meaning}) meant?").format(
                word=word,
                letter=escape(facts.options[0]),
                meaning=attendance_word(AttendanceCode.ABSENT_SICK),
            )
        case _:
            return _("How is “{word}” meant?").format(word=word)


def _caption(facts: WordQuestion, option: str) -> str:
    plain = option.strip(_PUNCTUATION)
    match facts.kind:
        case QuestionKind.LESSON_OR_MARK if option.startswith(":"):
            return _("mark {n}").format(n=plain)
        case QuestionKind.LESSON_OR_TEXT if option.startswith(":"):
            return _("the text begins with {n}").format(n=plain)
        case QuestionKind.TWO_MARKS:
            return _("one work: {marks}").format(marks=plain) if "/" in plain else _("two works")
        case QuestionKind.KIND_SIDE:
            return _("before it") if option.endswith(",") else _("after it")
        case QuestionKind.INITIAL_OR_CODE | QuestionKind.LATIN_B:
            return _letter(option, plain)
        case QuestionKind.MINUTES_OR_MARK:
            return _minutes_or_mark(option)
        case _:
            return plain


def _letter(option: str, plain: str) -> str:
    if option.endswith("."):
        return _("initial {letter}").format(letter=option)
    code = SPELLINGS.get(plain.lower())
    if isinstance(code, AttendanceCode):
        return f"{plain} ({attendance_word(code)})"
    return _("the letter “{letter}” of the journal").format(letter=plain)


def _minutes_or_mark(option: str) -> str:
    figure = "".join(letter for letter in option if letter.isdecimal())
    if option.endswith(_MINUTES):
        return _("{n} minutes late").format(n=figure)
    if "." in option:
        initial = option.partition(".")[0]
        return _("initial {letter}, mark {n}").format(letter=f"{initial}.", n=figure)
    return _("late, and mark {n}").format(n=figure)


def _yes() -> str:
    return _("Yes")

"""Where one lesson of a message ends and the next begins: a blank line or a new heading."""

from collections.abc import Sequence

from services.bulk_entry.classes import read_class
from services.bulk_entry.context import Context
from services.bulk_entry.faults import LineFault
from services.bulk_entry.free_text import homework_keyword, topic_keyword
from services.bulk_entry.heading import Heading, read_heading
from services.bulk_entry.heading_items import lesson_at
from services.bulk_entry.model import Command
from services.bulk_entry.subjects import says_subject_exactly
from services.bulk_entry.tokens import Cursor, Token
from services.bulk_entry.wordlist import EntryVocabulary

__all__ = ["split_blocks"]

_BREAKS = frozenset({"\n", ";"})
_TEXT_COMMANDS = frozenset({Command.HOMEWORK, Command.TOPIC})
# Parts that only a heading says; a kind of work alone may stand in the middle of a list.
_OPENING = frozenset({"classes", "subjects", "lesson_number", "day"})


def split_blocks(
    text: str, tokens: Sequence[Token], words: EntryVocabulary, command: Command | None
) -> tuple[tuple[Token, ...], ...]:
    """Cut the message into the parts that are about one lesson each."""
    starts = [0]
    for place in range(1, len(tokens)):
        if tokens[place - 1].key not in _BREAKS:
            continue
        context = Context(text, Cursor(tokens, place), words, command)
        if _begins(context) and not _is_heading_only(text, tokens[starts[-1] : place], words):
            starts.append(place)
    ends = [*starts[1:], len(tokens)]
    return tuple(tuple(tokens[start:end]) for start, end in zip(starts, ends, strict=True))


def _begins(context: Context) -> bool:
    """Whether a new entry begins at this token."""
    cursor = context.cursor
    behind_line = cursor.at_newline(-1) and not cursor.at_newline()
    if not behind_line and not cursor.at_sign(";", -1):
        return False
    if _names_class(context):
        return True
    if not behind_line or context.command in _TEXT_COMMANDS:
        return False
    if cursor.at_newline(-2):
        return bool(_trial(context).said() & _OPENING)
    return _is_subject_heading(context) or _is_lesson_heading(context)


def _names_class(context: Context) -> bool:
    """«7б …», also behind a keyword: «дз 7б алгебра …». The letter must be glued to the number."""
    cursor = context.cursor
    ahead = topic_keyword(context) or homework_keyword(context)
    there = Cursor(cursor.tokens, cursor.index + ahead)
    letter = there.peek(1)
    if letter is None or not letter.is_glued or letter.is_number:
        return False
    try:
        return read_class(there, context.words) is not None
    except LineFault:
        return True


def _is_subject_heading(context: Context) -> bool:
    """«геометрия: …» in full and with its colon; «проект: …» may be a kind of work."""
    count = says_subject_exactly(context.cursor, context.words)
    return count > 0 and context.cursor.at_sign(":", count) and context.kind_at() is None


def _is_lesson_heading(context: Context) -> bool:
    """«4 урок: …»."""
    try:
        return lesson_at(context) is not None
    except LineFault:
        return True


def _trial(context: Context) -> Heading:
    place = context.cursor.index
    try:
        return read_heading(context, is_text=False)
    except LineFault:
        return Heading(classes=("?",))
    finally:
        context.cursor.index = place


def _is_heading_only(text: str, tokens: Sequence[Token], words: EntryVocabulary) -> bool:
    """Whether the part so far is a heading, or empty, still waiting for what it announces."""
    context = Context(text, Cursor(tokens), words)
    cursor = context.cursor
    _skip_newlines(cursor)
    try:
        read_heading(context, is_text=False)
    except LineFault:
        return False
    number = cursor.peek()
    if number is not None and number.is_number:
        cursor.skip(1)
    _skip_newlines(cursor)
    return cursor.peek() is None


def _skip_newlines(cursor: Cursor) -> None:
    while cursor.at_newline():
        cursor.skip(1)

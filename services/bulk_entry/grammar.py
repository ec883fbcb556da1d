"""The journal line: a teacher's message in, entries and open questions out.

Pure: no database, no clock. It never looks at a class list; whom a name means is ``names.match``.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from services.bulk_entry.blocks import split_blocks
from services.bulk_entry.body import Body, read_body
from services.bulk_entry.classes import read_class
from services.bulk_entry.context import Context
from services.bulk_entry.dates import read_day
from services.bulk_entry.faults import FaultKind, LineFault, QuestionKind
from services.bulk_entry.free_text import (
    homework_keyword,
    read_homework,
    read_topic,
    topic_keyword,
)
from services.bulk_entry.heading import Heading, read_heading
from services.bulk_entry.heading_items import LAST_LESSON
from services.bulk_entry.model import Command, Entry, Parsed, Question, Span
from services.bulk_entry.spoken import as_written
from services.bulk_entry.subjects import find_subject, says_subject_exactly
from services.bulk_entry.tokens import Cursor, Token, fold, tokenise
from services.bulk_entry.wordlist import EntryVocabulary

__all__ = ["parse", "reads_as_line"]

_COMMAND = re.compile(r"\s*/([A-Za-z_]+)(?:@\w+)?(?=\s|$)")
_UNDO = re.compile(r"(отмена|отмени|отменить)( последн\w+)?( запис\w+)?[.!]?")
_BY = frozenset({"по"})
# A fault of these kinds in a text without class, subject or any name with a mark is no fault: the
# text speaks of something else.
_WEAK_FAULTS = frozenset(
    {
        FaultKind.UNEXPECTED,
        FaultKind.MISSING_CODE,
        FaultKind.ORPHAN_CODE,
        FaultKind.NOTHING_TO_RECORD,
        FaultKind.DUE_WITHOUT_HOMEWORK,
    }
)
# «Собрание в пятницу в 18:30» holds a figure, too, and is no faulty mark.
_MOST_NAME_WORDS = 3
_LONGEST_FIGURE = 2
_FIGURE_FAULTS = frozenset({FaultKind.MARK_OUT_OF_RANGE, FaultKind.HEADING_BEHIND})
_STRONG_PARTS = frozenset({"classes", "subjects", "lesson_number", "instead_of", "period"})


def parse(text: str, *, vocabulary: EntryVocabulary) -> Parsed:
    """Read a teacher's message: one entry per lesson it speaks of.

    Raises:
        LineFault: the first thing that cannot be taken, with its place; nothing is to be stored.
    """
    if not text.strip():
        raise LineFault(FaultKind.EMPTY, start=0, end=len(text))
    if len(text) > vocabulary.message_length:
        raise LineFault(FaultKind.TOO_LONG, start=vocabulary.message_length, end=len(text))
    if _UNDO.fullmatch(fold(text)):
        return Parsed(is_undo=True)
    command, behind = _command(text)
    tokens = as_written([token for token in tokenise(text) if token.start >= behind])
    questions: list[Question] = []
    entries: list[Entry] = []
    for block in split_blocks(text, tokens, vocabulary, command):
        context = Context(text, Cursor(block), vocabulary, command, questions)
        entries.append(_following(entries, _Block(context).read(is_first=not entries)))
    return Parsed(tuple(entries), tuple(questions))


def reads_as_line(text: str, *, vocabulary: EntryVocabulary) -> bool:
    """Whether a plain text is meant as a journal line, be it a faulty one."""
    try:
        parse(text, vocabulary=vocabulary)
    except LineFault as fault:
        return fault.kind not in {FaultKind.EMPTY, FaultKind.NOT_A_LINE, FaultKind.UNKNOWN_COMMAND}
    return True


def _command(text: str) -> tuple[Command | None, int]:
    found = _COMMAND.match(text)
    if found is None:
        return None, 0
    try:
        return Command(found.group(1).lower()), found.end()
    except ValueError as error:
        raise LineFault(
            FaultKind.UNKNOWN_COMMAND, start=found.start(1) - 1, end=found.end(1)
        ) from error


def _following(before: list[Entry], entry: Entry) -> Entry:
    """«геометрия: …» behind «7б алгебра: …» is about the same class and day."""
    if not before or entry.classes:
        return entry
    return replace(entry, classes=before[-1].classes, day=entry.day or before[-1].day)


class _Block:
    """Reads the tokens of one entry."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._heading = Heading()
        self._body = Body()

    def read(self, *, is_first: bool) -> Entry:
        context = self._context
        while context.cursor.at_newline():
            context.cursor.skip(1)
        try:
            self._read()
        except LineFault as fault:
            if is_first and self._is_something_else(fault):
                raise LineFault(FaultKind.NOT_A_LINE, start=0, end=len(context.text)) from fault
            raise
        return self._entry(_place(context))

    def _is_something_else(self, fault: LineFault) -> bool:
        text = self._context.text
        is_figure = fault.kind in _FIGURE_FAULTS and (
            len(text[: fault.start].split()) > _MOST_NAME_WORDS
            or fault.end - fault.start > _LONGEST_FIGURE
        )
        return (
            self._context.command is None
            and (fault.kind in _WEAK_FAULTS or is_figure)
            and not self._heading.said() & _STRONG_PARTS
            and self._body.is_empty
        )

    def _read(self) -> None:
        context = self._context
        if context.command is Command.HOMEWORK:
            self._read_text(self._read_whole_homework)
        elif context.command is Command.TOPIC:
            self._read_text(self._read_whole_topic)
        elif context.command is None and _names_lesson_behind_keyword(context):
            self._read_behind_keyword()
        else:
            self._heading = read_heading(context, is_text=False)
            self._read_numbered_body()
        is_enough = context.command is Command.FINAL and not self._heading.is_empty
        if self._body.is_empty and not is_enough:
            context.fault_at(FaultKind.NOTHING_TO_RECORD, _place(context))

    # --- free text: /hw, /topic, «дз 7б алгебра …» -------------------------------------------

    def _read_text(self, read_rest: Callable[[], None]) -> None:
        context = self._context
        self._heading = read_heading(context, is_text=True)
        self._settle_number_before_text()
        read_rest()

    def _settle_number_before_text(self) -> None:
        """«/hw 7Б Алгебра 3 № 214»: the lesson's number or the first word of the text."""
        context, cursor, heading = self._context, self._context.cursor, self._heading
        number = cursor.peek()
        if number is None or not number.is_number or heading.has_colon:
            return
        if heading.is_empty or heading.lesson_number or not 1 <= number.value <= LAST_LESSON:
            return
        if cursor.at_sign(":", 1) or cursor.at_newline(1):
            heading.lesson_number = number.value
            cursor.skip(2)
            return
        following = cursor.peek(1)
        is_text = following is None or following.is_glued
        if not is_text and read_day(cursor, context.words.today) is None:
            context.ask(
                QuestionKind.LESSON_OR_TEXT,
                Span(number.start, number.end),
                f"{number.key} урок",
                f": {number.key}",
            )

    def _read_whole_homework(self) -> None:
        due = self._heading.due
        self._body.homework.append(
            read_homework(self._context, is_whole=True, due=due[0] if due else None)
        )

    def _read_whole_topic(self) -> None:
        if self._heading.due is not None:
            self._context.fault_at(FaultKind.DUE_WITHOUT_HOMEWORK, self._heading.due[1])
        self._body.topic = read_topic(self._context, is_whole=True)

    def _read_behind_keyword(self) -> None:
        """«дз 7б алгебра на вт № 214», «тема 7б алгебра Степень»."""
        context = self._context
        is_topic = topic_keyword(context) > 0
        context.cursor.skip(topic_keyword(context) or homework_keyword(context))
        self._heading = read_heading(context, is_text=True)
        self._settle_number_before_text()
        if is_topic:
            self._body.topic = read_topic(context)
        else:
            due = self._heading.due
            self._body.homework.append(read_homework(context, due=due[0] if due else None))
        read_body(context, self._heading, self._body)

    # --- lists -------------------------------------------------------------------------------

    def _read_numbered_body(self) -> None:
        """A bare number behind class and subject is a lesson's («7б алгебра 3 Иванов 5») or a
        mark («7б алгебра 5 иванов петров»); where both read, it is asked.
        """
        context = self._context
        number = context.cursor.peek()
        if number is None or not self._may_be_lesson(number):
            read_body(context, self._heading, self._body)
            return
        place, asked = context.cursor.index, len(context.questions)
        as_mark = self._trial(place)
        mark_questions = context.questions[asked:]
        del context.questions[asked:]
        context.cursor.index = place + 1
        with_number = replace(self._heading, lesson_number=number.value)
        mark_heading = self._heading
        try:
            self._heading = read_heading(context, with_number, is_text=False)
            read_body(context, self._heading, self._body)
        except LineFault as fault:
            if isinstance(as_mark, LineFault):
                raise max(fault, as_mark, key=lambda each: each.start) from None
            self._heading, self._body = mark_heading, as_mark
            context.cursor.index = len(context.cursor.tokens)
            context.questions[asked:] = mark_questions
            return
        if isinstance(as_mark, Body) and not self._body.is_empty:
            place_of_number = Span(number.start, number.end)
            options = (f"{number.key} урок", f": {number.key}")
            del context.questions[asked:]  # what one reading asks means nothing in the other
            context.ask(QuestionKind.LESSON_OR_MARK, place_of_number, *options)

    def _may_be_lesson(self, number: Token) -> bool:
        cursor, heading = self._context.cursor, self._heading
        is_placed = bool(heading.classes or heading.subjects) and not heading.has_colon
        return (
            is_placed
            and number.is_number
            and heading.lesson_number is None
            and self._context.command is not Command.FINAL
            and 1 <= number.value <= LAST_LESSON
            and not cursor.at_sign("/)", 1)
        )

    def _trial(self, place: int) -> Body | LineFault:
        """The body read from the number on, as if it were a mark."""
        context = self._context
        context.cursor.index = place
        body = Body()
        try:
            read_body(context, self._heading, body)
        except LineFault as fault:
            return fault
        return body

    def _entry(self, span: Span) -> Entry:
        heading, body = self._heading, self._body
        return Entry(
            command=self._context.command,
            classes=heading.classes,
            subjects=heading.subjects,
            day=heading.day,
            lesson_number=heading.lesson_number,
            group_number=heading.group_number,
            kind=heading.kind,
            instead_of=heading.instead_of,
            period=heading.period,
            lines=tuple(body.lines),
            everyone=tuple(body.everyone),
            topic=body.topic,
            homework=tuple(body.homework),
            span=span,
        )


def _place(context: Context) -> Span:
    """The whole block without its line ends; the end of the text for an empty one."""
    words = [token for token in context.cursor.tokens if token.key != "\n"]
    return Span(words[0].start, words[-1].end) if words else Span(*(len(context.text),) * 2)


def _names_lesson_behind_keyword(context: Context) -> bool:
    """Whether «дз» or «тема» stands before the class or the subject it is about."""
    cursor = context.cursor
    ahead = topic_keyword(context) or homework_keyword(context)
    if not ahead:
        return False
    there = Cursor(cursor.tokens, cursor.index + ahead)
    if there.at_word(_BY):
        return find_subject(Cursor(there.tokens, there.index + 1), context.words) is not None
    if read_class(there, context.words) is not None:
        return True
    count = says_subject_exactly(there, context.words)
    behind = Cursor(there.tokens, there.index + count)
    return count > 0 and (behind.at_sign(":") or read_class(behind, context.words) is not None)

"""What follows a heading: lists of names, «все …», topic, homework, in any order."""

from dataclasses import dataclass, field, replace

from services.bulk_entry.context import Context
from services.bulk_entry.everyone_reader import everyone_begins, read_everyone
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.bulk_entry.free_text import (
    homework_keyword,
    read_homework,
    read_topic,
    topic_keyword,
)
from services.bulk_entry.heading import Heading
from services.bulk_entry.kinds import kind_name
from services.bulk_entry.line_reader import LineReader
from services.bulk_entry.model import Codes, Command, Everyone, Homework, Line, Span
from services.vocabulary import AttendanceCode

__all__ = ["Body", "read_body"]

_FOR = frozenset({"за"})
_BULLETS = "-*•·"
_LINES_ONLY = frozenset({Command.MARK, Command.ABSENT, Command.FINAL})
_NOBODY_ABSENT = frozenset({"нет", "никто", "никого"})
_PRESENT = Codes(attendance=AttendanceCode.PRESENT)


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A kind of work said on its own, and how much stood before it."""

    key: str
    span: Span
    lines: int
    everyone: int


@dataclass(slots=True)
class Body:
    """What was said of the lesson."""

    lines: list[Line] = field(default_factory=list)
    everyone: list[Everyone] = field(default_factory=list)
    topic: str | None = None
    homework: list[Homework] = field(default_factory=list)
    waiting: WaitingKind | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be recorded."""
        return not (self.lines or self.everyone or self.homework or self.topic)


def read_body(context: Context, heading: Heading, body: Body) -> None:
    """Fill *body* with everything up to the end of the block.

    What was read before a fault stays in *body*.

    Raises:
        LineFault: with the word that does not fit.
    """
    reader = LineReader(context)
    reader.lines = body.lines
    cursor = context.cursor
    while (token := cursor.peek()) is not None:
        if cursor.at_newline() or token.is_sign(";.!"):
            is_line = cursor.at_newline()
            cursor.skip(1)
            reader.end_segment(is_line=is_line)
        elif token.is_sign(",") or _is_bullet(context):
            cursor.skip(1)
        elif topic_keyword(context) or homework_keyword(context):
            reader.end_segment()
            _read_text(context, heading, body)
        elif _says_nobody_absent(context, body):
            cursor.skip(1)
            body.everyone.append(Everyone(_PRESENT))
        elif everyone_begins(context):
            body.everyone.append(read_everyone(context, reader.current_kind))
        elif not _take_kind(context, reader, heading, body):
            reader.read_item()
    reader.end_segment()
    _settle_kind(context, heading, body)
    if heading.due is not None and not body.homework:
        context.fault_at(FaultKind.DUE_WITHOUT_HOMEWORK, heading.due[1])


def _is_bullet(context: Context) -> bool:
    """«- Иванов 5» on a line of its own."""
    cursor = context.cursor
    is_first = cursor.index == 0 or cursor.at_newline(-1)
    return is_first and cursor.at_sign(_BULLETS) and (context.is_name(1) or context.is_code(1))


def _says_nobody_absent(context: Context, body: Body) -> bool:
    """«/absent 7Б 3 нет»."""
    return (
        context.command is Command.ABSENT
        and body.is_empty
        and context.cursor.at_word(_NOBODY_ABSENT)
        and context.is_end(1)
    )


def _read_text(context: Context, heading: Heading, body: Body) -> None:
    keyword = context.cursor.peek()
    if context.command in _LINES_ONLY:
        context.fault(FaultKind.UNEXPECTED_PART, keyword)
    if topic_keyword(context):
        if body.topic is not None:
            context.fault(FaultKind.TOPIC_TWICE, keyword)
        body.topic = read_topic(context)
        return
    due = heading.due[0] if heading.due is not None and not body.homework else None
    body.homework.append(read_homework(context, due=due))


def _is_marked(one: Line | Everyone) -> bool:
    excepted = one.exceptions if isinstance(one, Everyone) else ()
    return bool(one.codes.marks) or any(each.codes.marks for each in excepted)


def _settle_kind(context: Context, heading: Heading, body: Body) -> None:
    """«… остальные 4; кр»: a kind with no marks behind it is that of all the marks before it.

    Raises:
        LineFault: some of them have a kind already, so that it cannot be told whose it is.
    """
    waiting, body.waiting = body.waiting, None
    if waiting is None:
        return
    behind: list[Line | Everyone] = [
        *body.lines[waiting.lines :],
        *body.everyone[waiting.everyone :],
    ]
    if any(map(_is_marked, behind)):
        return
    said: list[Line | Everyone] = [*body.lines, *body.everyone]
    marked = [one for one in said if _is_marked(one)]
    if marked and (heading.kind is not None or any(one.kind is not None for one in marked)):
        context.fault_at(FaultKind.UNEXPECTED, waiting.span)
    body.lines[:] = [
        replace(one, kind=waiting.key) if _is_marked(one) else one for one in body.lines
    ]
    body.everyone[:] = [
        replace(one, kind=waiting.key) if _is_marked(one) else one for one in body.everyone
    ]


def _take_kind(context: Context, reader: LineReader, heading: Heading, body: Body) -> bool:
    """«сам: Иванов 4», «кр» alone on its line: the kind of what follows."""
    cursor = context.cursor
    lead = 1 if cursor.at_word(_FOR) else 0
    kind = context.kind_at(lead)
    if kind is None:
        return False
    after = lead + kind[1]
    is_first = cursor.index == 0 or cursor.at_newline(-1) or cursor.at_sign(";.!:", -1)
    if not is_first and not context.is_name(after) and not cursor.at_sign(":", after):
        return False
    place = cursor.index
    cursor.skip(after)
    if len(kind[0]) > 1:
        names = (kind_name(key, context.words) for key in kind[0])
        context.ask(QuestionKind.WORK_KIND, context.span_from(place), *names)
    reader.end_segment()
    _settle_kind(context, heading, body)
    reader.current_kind = kind[0][0]
    body.waiting = WaitingKind(
        kind[0][0], context.span_from(place), len(body.lines), len(body.everyone)
    )
    if cursor.at_sign(":-"):
        cursor.skip(1)
    return True

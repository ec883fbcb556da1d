"""What stands beside a name: marks, letters, «ещё», kind of work, a comment in brackets."""

from dataclasses import dataclass, field, replace

from services.bulk_entry.codes import (
    LATIN_B,
    MARK_MAX,
    MARK_MIN,
    PASS_FAIL,
    REFINES_ABSENT,
    Code,
    MarkSign,
)
from services.bulk_entry.context import Context
from services.bulk_entry.faults import FaultKind, LineFault, QuestionKind
from services.bulk_entry.figures import check_tail, mark_value, read_minutes
from services.bulk_entry.model import Codes, Command, GivenMark, Span
from services.bulk_entry.tokens import Token
from services.vocabulary import AttendanceCode

__all__ = ["CodesRead", "read_codes"]

_MORE = frozenset({"еще"})
# In brackets «18 баллов» is a comment and no faulty mark, but «н (о10)» contradicts itself.
_CONTRADICTIONS = frozenset({FaultKind.TWO_ATTENDANCES, FaultKind.SAID_TWICE})
_AND = frozenset({"и"})
_FOR = frozenset({"за", "по"})
_BECAUSE = frozenset({"за"})
# «5 за ответ на 2», «за задачу № 3», «за упражнение 4»: what is numbered or counted itself.
_COUNTS = frozenset(
    {
        *("на", "в", "с", "и", "до", "из", "часть", "урок", "вариант", "номер", "параграф"),
        *("задача", "задачу", "задание", "задания", "упражнение", "упр", "пример", "вопрос"),
        *("тест", "глава", "главу", "абзац", "строка", "таблица", "таблицу"),
    }
)


@dataclass(slots=True)
class CodesRead:
    """Codes under way: what was read so far and where."""

    first: int
    marks: list[GivenMark] = field(default_factory=list)
    attendance: AttendanceCode | None = None
    minutes_late: int | None = None
    comment: str = ""
    kind: str | None = None
    span: Span = field(default_factory=Span)
    kind_at: Span = field(default_factory=Span)
    marks_from: int = -1  # index of the first mark's token
    is_each: bool = False  # «по 5»: for each of the names beside it

    @property
    def codes(self) -> Codes:
        """What was read, as a value."""
        return Codes(tuple(self.marks), self.attendance, self.minutes_late, self.comment)


def read_codes(context: Context, *, is_behind_name: bool = False) -> CodesRead:
    """Take every code that stands here, up to the next name or separator.

    *is_behind_name*: they belong to the name before them, so a kind of work at their end may
    belong to the name after it.

    Raises:
        LineFault: a mark outside the scale, two letters, «на» for a lesson, minutes out of range…
    """
    cursor = context.cursor
    read = CodesRead(cursor.index)
    while _take_one(context, read):
        pass
    if is_behind_name:
        _ask_kind_side(context, read)
    read.span = context.span_from(read.first)
    _check_command(context, read)
    return read


def _take_one(context: Context, read: CodesRead) -> bool:
    cursor = context.cursor
    token = cursor.peek()
    if token is None:
        return False
    if (token.is_word and token.key in _MORE) or token.is_sign("+"):
        return _take_addition(context, read)
    if _take_correction(context, read) or _take_figure(context, read, token):
        return True
    if token.is_sign("("):
        _take_brackets(context, read)
        return True
    if token.is_word and cursor.at_word(_AND):
        return _take_and(context, read)
    if _take_kind(context, read) or _take_reason(context, read):
        return True
    found = context.code_at()
    if found is not None:
        if token.is_letter and cursor.index > read.first and context.is_before_name():
            return _leave_initial(context, token)
        _take_spelled(context, read, *found)
        return True
    if token.is_sign(".") and not token.is_glued:
        return _take_point(context, read)
    return False


def _take_figure(context: Context, read: CodesRead, token: Token) -> bool:
    """«5», and «по 5» for each of those named."""
    if context.is_each():
        context.cursor.skip(1)
        read.is_each = True
    elif not token.is_number:
        return False
    _take_mark(context, read, is_addition=False)
    return True


def _leave_initial(context: Context, letter: Token) -> bool:
    """«5 Н. Петров» begins a name; «5 н Петров» might be either and is refused."""
    if not context.cursor.at_sign(".", 1):
        context.fault(FaultKind.MIXED_CODES, letter, f"{letter.text.upper()}.")
    return False


def _take_addition(context: Context, read: CodesRead) -> bool:
    cursor = context.cursor
    sign = cursor.peek()
    following = cursor.peek(1)
    spelled = context.code_at(1)
    if spelled is not None and isinstance(spelled[0], MarkSign) and spelled[0] in PASS_FAIL:
        cursor.skip(1 + spelled[1])
        read.marks.append(GivenMark((spelled[0],), is_addition=True))
        return True
    if following is None or not following.is_number:
        if sign is not None and sign.is_sign("+"):
            return False
        context.fault(FaultKind.UNEXPECTED, sign)
    cursor.skip(1)
    _take_mark(context, read, is_addition=True)
    return True


def _take_and(context: Context, read: CodesRead) -> bool:
    """«5 и 4» is one work with two marks; «о10 и 5» is a letter and a mark."""
    cursor = context.cursor
    second = cursor.peek(1)
    if second is None or not second.is_number or not context.is_end(2):
        return False
    cursor.skip(1)
    if not read.marks:
        _take_mark(context, read, is_addition=False)
        return True
    before = read.marks[-1]
    if before.is_double or before.replaces:
        context.fault(FaultKind.TOO_MANY_MARKS, second)
    value = mark_value(context, cursor.take())
    read.marks[-1] = GivenMark((*before.values, value), before.is_addition)
    return True


def _take_mark(context: Context, read: CodesRead, *, is_addition: bool) -> None:
    cursor = context.cursor
    place = cursor.index
    first = cursor.take()
    values: list[int | MarkSign] = [mark_value(context, first)]
    if cursor.at_sign("/"):
        cursor.skip(1)
        second = cursor.peek()
        if second is None or not second.is_number:
            context.fault_at(FaultKind.BAD_DOUBLE_MARK, context.span_from(place))
        values.append(mark_value(context, cursor.take()))
        if cursor.at_sign("/"):
            cursor.skip(2)
            context.fault_at(FaultKind.BAD_DOUBLE_MARK, context.span_from(place))
    check_tail(context, first)
    if read.marks and not is_addition:
        _take_second(context, read, values)
        return
    if read.marks_from < 0:
        read.marks_from = place
    read.marks.append(GivenMark(tuple(values), is_addition))


def _take_correction(context: Context, read: CodesRead) -> bool:
    """«3→4», «было 3, стало 4», «4 вместо 3»: right only where the old mark stands."""
    cursor = context.cursor
    found = context.correction_at()
    if found is None:
        return False
    place = cursor.index
    was, becomes = (
        tuple(mark_value(context, figure) for figure in figures)
        for figures in (found.was, found.becomes)
    )
    cursor.skip(found.count)
    check_tail(context, cursor.tokens[cursor.index - 1])
    if read.marks:
        context.fault_at(FaultKind.TOO_MANY_MARKS, context.span_from(place))
    read.marks_from = place
    read.marks.append(GivenMark(becomes, replaces=was))
    return True


def _take_second(context: Context, read: CodesRead, values: list[int | MarkSign]) -> None:
    """«5 4»: one work or two is asked; a third mark is too many."""
    before = read.marks[-1]
    last = context.cursor.tokens[context.cursor.index - 1]
    if len(read.marks) > 1 or before.is_double or before.replaces or len(values) > 1:
        context.fault(FaultKind.TOO_MANY_MARKS, last)
    pair = (*before.values, *values)
    if not all(isinstance(value, int) for value in pair):
        context.fault(FaultKind.TOO_MANY_MARKS, last)
    context.ask(
        QuestionKind.TWO_MARKS,
        context.span_from(read.marks_from),
        f"{pair[0]}/{pair[1]}",
        f"{pair[0]} ещё {pair[1]}",
    )
    read.marks[-1] = GivenMark(pair, before.is_addition)


def _take_brackets(context: Context, read: CodesRead) -> None:
    """«(болеет)», «(4)», «(опоздал на 10 мин)» are codes, «(кр)» a kind, the rest comments."""
    cursor = context.cursor
    opening = cursor.take()
    first = cursor.index
    while not cursor.at_sign(")"):
        if cursor.peek() is None or cursor.at_newline():
            context.fault(FaultKind.UNEXPECTED, opening)
        cursor.skip(1)
    closing = cursor.index
    cursor.index = first
    if not _reads_to(context, read, closing):
        inside = context.text[opening.end : cursor.tokens[closing].start].strip()
        read.comment = "; ".join(filter(None, (read.comment, inside)))
    cursor.index = closing + 1


def _reads_to(context: Context, read: CodesRead, closing: int) -> bool:
    """Whether what stands up to the closing bracket is codes and no more; then they are taken."""
    cursor, asked = context.cursor, len(context.questions)
    trial = replace(read, marks=list(read.marks))
    try:
        while cursor.index < closing and not cursor.at_sign("(") and _take_one(context, trial):
            pass
    except LineFault as fault:
        if fault.kind in _CONTRADICTIONS:
            raise
        cursor.index = -1
    if cursor.index != closing:
        del context.questions[asked:]
        return False
    for name in ("marks", "attendance", "minutes_late", "comment", "kind", "marks_from"):
        setattr(read, name, getattr(trial, name))
    return True


def _take_kind(context: Context, read: CodesRead) -> bool:
    cursor = context.cursor
    lead = 1 if cursor.at_word(_FOR) else 0
    kind = context.kind_at(lead)
    if kind is None:
        return False
    first = cursor.index
    cursor.skip(lead + kind[1])
    read.kind_at = Span() if lead else context.span_from(first)
    _set_kind(context, read, kind[0], context.span_from(first + lead))
    return True


def _ask_kind_side(context: Context, read: CodesRead) -> None:
    """«Иванов 5 сам Петров 4»: the kind of what stands before it or of what follows."""
    before = context.cursor.tokens[context.cursor.index - 1]
    if read.codes.is_empty or read.kind_at.end != before.end or not context.is_name():
        return
    word = context.text[read.kind_at.start : read.kind_at.end]
    context.ask(QuestionKind.KIND_SIDE, read.kind_at, f"{word},", f"; {word}")


def _set_kind(context: Context, read: CodesRead, keys: tuple[str, ...], span: Span) -> None:
    if read.kind is not None:
        context.fault_at(FaultKind.SAID_TWICE, span)
    if len(keys) > 1:
        names = (kind.name for kind in context.words.kinds if kind.key in keys)
        context.ask(QuestionKind.WORK_KIND, span, *names)
    read.kind = keys[0]


def _take_reason(context: Context, read: CodesRead) -> bool:
    """«5 за ответ у доски»: a comment up to the next separator."""
    cursor = context.cursor
    following = cursor.peek(1)
    if not cursor.at_word(_BECAUSE) or following is None or not following.is_word:
        return False
    first = cursor.index
    while not context.is_end() and not cursor.at_sign(")"):
        if cursor.index > first + 1 and _is_mark_of_next(context):
            context.fault(FaultKind.MARK_IN_REASON)
        cursor.skip(1)
    span = context.span_from(first)
    inside = context.text[span.start : span.end]
    read.comment = "; ".join(filter(None, (read.comment, inside)))
    return True


def _is_mark_of_next(context: Context) -> bool:
    """«5 за доску Петров 4»: a figure behind a word that nothing is counted with."""
    token, word = context.cursor.peek(), context.cursor.peek(-1)
    is_figure = token is not None and token.is_number and MARK_MIN <= token.value <= MARK_MAX
    is_behind_name = word is not None and word.is_word and word.text[:1].isupper()
    after = context.cursor.peek(1)
    is_last = context.is_end(1) or (after is not None and after.key in _FOR)
    is_word = word is not None and word.is_word and word.key not in _COUNTS
    return is_figure and (is_behind_name or (is_last and is_word))


def _take_spelled(context: Context, read: CodesRead, code: Code, count: int) -> None:
    cursor = context.cursor
    first = cursor.peek()
    place = cursor.index
    cursor.skip(count)
    if first is not None and first.key == LATIN_B:
        context.ask(QuestionKind.LATIN_B, Span(first.start, first.end), "б")
    number = cursor.peek()
    is_glued_figure = number is not None and number.is_number and number.is_glued
    if is_glued_figure and code is not AttendanceCode.TARDY:
        context.fault(FaultKind.UNEXPECTED, number)
    _add_code(context, read, code, context.span_from(place))
    if code is AttendanceCode.TARDY and read.minutes_late is None:
        read.minutes_late = read_minutes(context, place)


def _add_code(context: Context, read: CodesRead, code: Code, place: Span) -> None:
    if isinstance(code, MarkSign):
        if code is MarkSign.NOT_ATTESTED and context.command is not Command.FINAL:
            context.fault_at(FaultKind.NOT_ATTESTED_IN_LESSON, place, "н")
        if read.marks:
            context.fault_at(FaultKind.TOO_MANY_MARKS, place)
        read.marks.append(GivenMark((code,)))
        return
    refines = read.attendance is AttendanceCode.ABSENT and code in REFINES_ABSENT
    if read.attendance is not None and not refines:
        context.fault_at(FaultKind.TWO_ATTENDANCES, place)
    read.attendance = code


def _take_point(context: Context, read: CodesRead) -> bool:
    """A point with a space before it and nothing behind: the work is owed (domain B.4)."""
    if read.marks or read.attendance is not None or not context.is_end(1):
        return False
    first = context.cursor.index
    context.cursor.skip(1)
    _add_code(context, read, MarkSign.OWED, context.span_from(first))
    return True


def _check_command(context: Context, read: CodesRead) -> None:
    if context.command is Command.ABSENT and read.marks:
        context.fault_at(FaultKind.MARK_IN_ABSENT, read.span)
    if context.command is Command.FINAL and any(mark.replaces for mark in read.marks):
        context.fault_at(FaultKind.CORRECTION_IN_FINAL, read.span)
    if context.command is Command.FINAL and read.attendance is not None:
        context.fault_at(FaultKind.ATTENDANCE_IN_FINAL, read.span)

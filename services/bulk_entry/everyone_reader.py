"""«Все 5 кроме Иванов 4», «остальные 4», «все на месте», «отсутствующих нет»."""

from services.bulk_entry.code_reader import CodesRead, read_codes
from services.bulk_entry.context import Context
from services.bulk_entry.faults import FaultKind, LineFault, QuestionKind
from services.bulk_entry.model import Codes, Command, Everyone, Line, NameRef, Span
from services.bulk_entry.name_reader import read_name
from services.bulk_entry.phrases import spans
from services.vocabulary import AttendanceCode

__all__ = ["everyone_begins", "read_everyone"]

_ALL = frozenset({"все", "всем", "всех", "весь класс", "всему классу"})
_REST = frozenset(
    {"остальные", "остальным", "остальных", "прочие", "все остальные", "всем остальным"}
)
_NOBODY = frozenset(
    {
        *("нет отсутствующих", "отсутствующих нет", "без отсутствующих", "отсутствуют нет"),
        *("никто не отсутствует", "отсутствующие нет", "никого не отсутствует"),
    }
)
_NONE = frozenset({"нет", "никого", "никто"})
_EXCEPT = frozenset({"кроме", "за исключением", "исключая"})
_AND = frozenset({"и"})
_FILLERS = ":=-"
_MOST_WORDS = 3
_ABSENT = Codes(attendance=AttendanceCode.ABSENT)


def everyone_begins(context: Context) -> bool:
    """Whether «все», «остальные», «отсутствующих нет» or «5 всем» stands here."""
    if _nobody(context) or _phrase(context, _ALL | _REST):
        return True
    if not context.is_code():
        return False
    cursor = context.cursor
    place, asked = cursor.index, len(context.questions)
    try:
        read_codes(context)
        return _phrase(context, _ALL | _REST) > 0
    except LineFault:  # «13) 4»: no mark, and not said of everybody
        return False
    finally:
        cursor.index = place
        del context.questions[asked:]


def read_everyone(context: Context, current_kind: str | None) -> Everyone:
    """Take the words for everybody, the codes before or behind them, and the exceptions.

    Raises:
        LineFault: no code, or a code that cannot be.
    """
    cursor = context.cursor
    first = cursor.index
    nobody = _nobody(context)
    if nobody:
        cursor.skip(nobody)
        return Everyone(Codes(attendance=AttendanceCode.PRESENT), span=context.span_from(first))
    read = read_codes(context) if context.is_code() else None
    is_rest = _phrase(context, _REST) > 0
    cursor.skip(_phrase(context, _REST) or _phrase(context, _ALL))
    if cursor.at_sign(_FILLERS):
        cursor.skip(1)
    if read is None and (context.is_code() or context.kind_at() is not None):
        read = read_codes(context)
    codes = read.codes if read is not None else Codes()
    if codes.is_empty and context.command is Command.ABSENT:
        codes = _ABSENT
    if codes.is_empty:
        is_certain = _phrase(context, _EXCEPT) > 0 or context.command is not None
        fault = FaultKind.EVERYONE_WITHOUT_CODE if is_certain else FaultKind.MISSING_CODE
        context.fault_at(fault, context.span_from(first))
    kind = (read.kind if read is not None else None) or current_kind
    exceptions = _read_exceptions(context, codes)
    return Everyone(codes, kind, is_rest, exceptions, context.span_from(first))


def _nobody(context: Context) -> int:
    """«отсутствующих нет», «отсутствуют: нет», «н: никого»."""
    cursor = context.cursor
    code = context.code_at()
    if code is not None and code[0] is AttendanceCode.ABSENT and cursor.at_sign(":", code[1]):
        after = code[1] + 1
        return after + 1 if cursor.at_word(_NONE, after) and context.is_end(after + 1) else 0
    return _phrase(context, _NOBODY)


def _phrase(context: Context, phrases: frozenset[str]) -> int:
    found = spans(context.cursor, _MOST_WORDS)
    return next((count for phrase, count in found if phrase in phrases), 0)


def _read_exceptions(context: Context, codes: Codes) -> tuple[Line, ...]:
    cursor = context.cursor
    place = cursor.index
    if cursor.at_sign(","):
        cursor.skip(1)
    lead = _phrase(context, _EXCEPT)
    if not lead:
        cursor.index = place
        return ()
    cursor.skip(lead)
    if cursor.at_sign(":"):
        cursor.skip(1)
    lines: list[Line] = []
    uncoded: list[NameRef] = []
    while True:
        if _continues(context):
            cursor.skip(1)
        first = cursor.index
        name = read_name(context, may_lack_code=True)
        if cursor.index == first:
            break
        read = _own_codes(context)
        span = context.span_from(first)
        if read is None:
            uncoded.append(name)
            lines.append(Line(name, _left_out(codes), span=span))
            continue
        _ask_shared(context, uncoded, name, read)
        lines.append(Line(name, read.codes, read.kind, span=span))
    if not lines:
        context.fault(FaultKind.UNEXPECTED)
    # Those with codes first: written back, no name can be taken for sharing the next one's code.
    return tuple(sorted(lines, key=lambda line: line.codes.is_empty))


def _left_out(codes: Codes) -> Codes:
    """«Все на месте, кроме Иванова»: he is absent; «все 5 кроме Иванова»: he has no mark."""
    return _ABSENT if codes.attendance is AttendanceCode.PRESENT else Codes()


def _continues(context: Context) -> bool:
    """Whether «,» or «и» leads to one more exception."""
    cursor = context.cursor
    is_joint = cursor.at_sign(",") or cursor.at_word(_AND)
    return is_joint and context.is_name(1)


def _own_codes(context: Context) -> CodesRead | None:
    cursor = context.cursor
    filler = 1 if cursor.at_sign(_FILLERS) and context.is_code(1) else 0
    if not context.is_code(filler) and not cursor.at_sign("("):
        return None
    cursor.skip(filler)
    read = read_codes(context)
    return None if read.codes.is_empty else read


def _ask_shared(context: Context, uncoded: list[NameRef], name: NameRef, read: CodesRead) -> None:
    """«Кроме Иванова, Петрова 4»: is Иванов left out, or is 4 for both?"""
    if not uncoded:
        return
    words = [context.text[each.span.start : each.span.end] for each in (*uncoded, name)]
    code = context.text[read.span.start : read.span.end]
    context.ask(
        QuestionKind.SHARED_CODE,
        Span(uncoded[0].span.start, read.span.end),
        ", ".join(f"{word} {code}" for word in words),
        ", ".join((f"{words[-1]} {code}", *words[:-1])),
    )
    uncoded.clear()

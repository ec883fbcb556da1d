"""Names with their codes as people list them: «Петров 5/4», «5 иванов петров», «н: Иванов».

One reader serves one block; it turns every spelling into lines of one name and its codes.
"""

from dataclasses import dataclass

from services.bulk_entry.code_reader import CodesRead, read_codes
from services.bulk_entry.codes import MARK_MAX, REFINES_ABSENT
from services.bulk_entry.context import Context
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.bulk_entry.figures import read_minutes, refuse_class
from services.bulk_entry.model import Codes, Command, Line, NameRef, Span
from services.bulk_entry.name_reader import read_name, starts_with_initial
from services.vocabulary import AttendanceCode

__all__ = ["LineReader"]

_FILLERS = ":=-"
_AND = frozenset({"и"})
_PREPOSITION = "у"  # «у Иванова 5», «у меня вопрос»: as a letter before names it needs its colon
_ABSENT = Codes(attendance=AttendanceCode.ABSENT)


@dataclass(slots=True)
class _Group:
    """Codes said before names; with a colon they last to the end of the list."""

    read: CodesRead
    has_colon: bool
    is_open: bool = False  # «н:» alone on its line: names follow on the next ones
    is_fresh: bool = True  # no name yet


class LineReader:
    """Reads items of a list; ``current_kind`` is the kind of work said last («сам: …»)."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._group: _Group | None = None
        self._pending: list[NameRef] = []
        self._is_joined = False  # «и» stood behind the last name
        self._last: tuple[NameRef, CodesRead] | None = None
        self.lines: list[Line] = []
        self.current_kind: str | None = None

    def end_segment(self, *, is_line: bool = False) -> None:
        """A line or a sentence ended: names still without a code are refused.

        Raises:
            LineFault: the first name that has none.
        """
        if self._pending:
            self._context.fault_at(FaultKind.MISSING_CODE, self._pending[0].span)
        self._last = None
        self._is_joined = False
        if not is_line or self._group is None or not self._group.is_open:
            self._group = None

    def read_item(self) -> None:
        """Take one item: a name with codes, a code with names, a name of a running list.

        Raises:
            LineFault: with the word that does not fit.
        """
        context, cursor = self._context, self._context.cursor
        if cursor.at_word(_AND) and not context.is_code(1) and not context.has_stop():
            cursor.skip(1)
            self._is_joined = True
            return
        self._skip_enumeration()
        token = cursor.tokens[cursor.index]
        said = self._group.read.codes if self._group is not None else None
        begins_name = context.is_name() or starts_with_initial(context, said)
        kind = context.kind_at() if self._last is not None else None
        if kind is not None and context.is_code(kind[1]):
            self._read_coded()
        elif self._reads_list_number() or begins_name:
            self._read_named()
        elif token.is_word or token.is_number or token.is_sign("+"):
            self._read_coded()
        else:
            context.fault(FaultKind.UNEXPECTED, token)

    def _skip_enumeration(self) -> None:
        """«1. Иванов 5», «3) Петров 4»: the figure only counts the lines."""
        context, cursor = self._context, self._context.cursor
        number, sign = cursor.peek(), cursor.peek(1)
        if number is None or sign is None or not number.is_number:
            return
        is_counted = sign.is_sign(")") or (sign.is_sign(".") and sign.is_glued)
        if is_counted and context.is_name(2):
            cursor.skip(2)

    def _reads_list_number(self) -> bool:
        """«№12 5», «12) 5», «12 - 5», and the unclear «12 5», which is refused."""
        context, cursor = self._context, self._context.cursor
        if cursor.at_sign("№#"):
            number = cursor.peek(1)
            if number is None or not number.is_number:
                context.fault(FaultKind.UNEXPECTED)
            return True
        number, following = cursor.peek(), cursor.peek(1)
        if number is None or not number.is_number:
            return False
        if following is not None and following.is_sign(")-") and context.is_code(2):
            return True
        is_alone = self._group is not None and context.is_end(1) and self._last is None
        is_pair = following is not None and following.is_number and context.is_end(2)
        is_high = number.value > MARK_MAX and context.is_code(1)
        refuse_class(context, number)
        if is_alone or is_pair or is_high:
            context.fault(FaultKind.LIST_NUMBER_UNCLEAR, number, f"№{number.key}")
        return False

    # --- names first -------------------------------------------------------------------------

    def _read_named(self) -> None:
        context, cursor = self._context, self._context.cursor
        first = cursor.index
        name = self._name()
        read = self._own_codes(first)
        if self._group is not None:
            self._add_listed(self._group, name, read, first)
        elif read is not None:
            self._add_named(name, read, first)
        elif context.command is Command.ABSENT:
            self._add(name, _ABSENT, None, first, is_list=True)
        else:
            self._pending.append(name)
            self._is_joined = False

    def _name(self) -> NameRef:
        context, cursor = self._context, self._context.cursor
        number = cursor.peek()
        if number is not None and number.is_number:
            span = Span(number.start, number.end)
            cursor.skip(2)
            return NameRef(number=number.value, span=span)
        name = read_name(context, self._group.read.codes if self._group else None)
        if not name.parts and name.number is None:  # «1. и Иванов 5»
            context.fault(FaultKind.UNEXPECTED)
        return name

    def _own_codes(self, first: int) -> CodesRead | None:
        """The codes behind the name that began at token *first*, or None."""
        context, cursor = self._context, self._context.cursor
        group = self._group
        filler = 1 if cursor.at_sign(_FILLERS) and self._codes_at(1) else 0
        if group is not None and group.read.attendance is AttendanceCode.TARDY:
            place = cursor.index
            minutes = None if group.read.marks else read_minutes(context, first, " о")
            if minutes is not None:
                return CodesRead(
                    place,
                    attendance=AttendanceCode.TARDY,
                    minutes_late=minutes,
                    span=context.span_from(place),
                )
        if not self._codes_at(filler):
            return None
        if group is not None and not filler and self._begins_next(group):
            return None
        cursor.skip(filler)
        read = read_codes(context, is_behind_name=group is None)
        is_nothing = read.codes.is_empty and read.kind is None and not read.codes.comment
        return None if is_nothing else read

    def _codes_at(self, ahead: int) -> bool:
        context = self._context
        return (
            context.is_code(ahead)
            or context.cursor.at_sign("(", ahead)
            or context.kind_at(ahead) is not None
            or (context.cursor.at_sign(".", ahead) and self._is_point(ahead))
        )

    def _is_point(self, ahead: int) -> bool:
        stop = self._context.cursor.peek(ahead)
        return stop is not None and not stop.is_glued and self._context.is_end(ahead + 1)

    def _begins_next(self, group: _Group) -> bool:
        """«5 Иванов 4 Петров»: the code behind the name belongs to the next name."""
        context, cursor = self._context, self._context.cursor
        if group.has_colon or not context.is_code():
            return False
        mark = (cursor.index, len(context.questions))
        read_codes(context)
        is_next = context.is_name()
        cursor.index = mark[0]
        del context.questions[mark[1] :]
        return is_next

    def _add_named(self, name: NameRef, read: CodesRead, first: int) -> None:
        context = self._context
        if read.codes.is_empty:
            context.fault_at(FaultKind.MISSING_CODE, name.span)
        if self._pending and not self._is_joined and not read.is_each:
            start = self._pending[0].span.start
            code = context.text[read.span.start : read.span.end]
            names = (*self._pending, name)
            context.ask(
                QuestionKind.SHARED_CODE,
                Span(start, read.span.end),
                ", ".join(
                    f"{context.text[each.span.start : each.span.end]} {code}" for each in names
                ),
            )
        for each in self._pending:
            self._add(each, read.codes, read.kind, first, is_list=read.is_each)
        self._pending.clear()
        self._is_joined = False
        self._add(name, read.codes, read.kind, first, is_list=read.is_each)
        self._last = (name, read)

    # --- codes first -------------------------------------------------------------------------

    def _read_coded(self) -> None:
        context, cursor = self._context, self._context.cursor
        if self._pending:
            context.fault_at(FaultKind.MISSING_CODE, self._pending[0].span)
        read = read_codes(context)
        if cursor.index == read.first:
            context.fault(FaultKind.UNEXPECTED)
        has_colon = cursor.at_sign(":")
        if cursor.at_sign(_FILLERS):
            cursor.skip(1)
        if read.marks and read.attendance is not None and self._last is None:
            context.fault_at(FaultKind.MIXED_CODES, read.span)
        if not has_colon and cursor.tokens[read.first].key == _PREPOSITION and context.is_name():
            if cursor.index == read.first + 1 and context.is_named_mark():
                return
            context.fault(FaultKind.UNEXPECTED, cursor.tokens[read.first], f"{_PREPOSITION}:")
        if not context.is_end() or (has_colon and cursor.at_newline()):
            self._group = _Group(read, has_colon, is_open=cursor.at_newline())
            self._last = None
            return
        if self._last is None:
            context.fault_at(FaultKind.ORPHAN_CODE, read.span)
        self._add_more(*self._last, read)

    def _add_more(self, name: NameRef, before: CodesRead, read: CodesRead) -> None:
        """«Иванов о10, 5»: codes behind a comma belong to the name before."""
        context = self._context
        if before.marks and read.marks and before.kind == read.kind:
            self._ask_two(before, read)
        if before.attendance is not None and read.attendance is not None:
            context.fault_at(FaultKind.TWO_ATTENDANCES, read.span)
        self._add(name, read.codes, read.kind, read.first)

    def _ask_two(self, before: CodesRead, read: CodesRead) -> None:
        first, second = before.marks[-1], read.marks[0]
        if second.is_addition:
            return
        pair = (*first.values, *second.values)
        is_correction = first.replaces or second.replaces
        if is_correction or len(pair) > 2 or not all(isinstance(value, int) for value in pair):  # noqa: PLR2004
            self._context.fault_at(FaultKind.TOO_MANY_MARKS, read.span)
        self._context.ask(
            QuestionKind.TWO_MARKS,
            Span(self._context.cursor.tokens[before.marks_from].start, read.span.end),
            f"{pair[0]}/{pair[1]}",
            f"{pair[0]} ещё {pair[1]}",
        )

    # --- running lists -----------------------------------------------------------------------

    def _add_listed(
        self, group: _Group, name: NameRef, read: CodesRead | None, first: int
    ) -> None:
        said = group.read
        if read is None or read.codes.is_empty:
            kind = read.kind if read is not None and read.kind else said.kind
            comment = "; ".join(filter(None, (said.comment, read.codes.comment if read else "")))
            codes = Codes(said.codes.marks, said.attendance, said.minutes_late, comment)
            self._add(name, codes, kind, first, is_list=True)
        else:
            self._check_own(group, read)
            self._add(name, read.codes, read.kind or said.kind, first)
            self._last = (name, read)
            if not group.has_colon and read.attendance is None:
                self._group = None
        group.is_fresh = False
        self._is_joined = False

    def _check_own(self, group: _Group, read: CodesRead) -> None:
        """A code before and another behind the name: «отсутствуют Иванов б» is one of few."""
        said = group.read
        refines = said.attendance is AttendanceCode.ABSENT and read.attendance in REFINES_ABSENT
        same = read.attendance is not None and read.attendance is said.attendance
        if not read.marks and not said.marks and (refines or same):
            return
        if bool(said.marks) != bool(read.marks) or read.attendance is not None:
            self._context.fault_at(FaultKind.MIXED_CODES, read.span)
        if group.is_fresh:
            self._context.fault_at(FaultKind.CODE_TWICE, read.span)

    def _add(
        self, name: NameRef, codes: Codes, kind: str | None, first: int, *, is_list: bool = False
    ) -> None:
        span = self._context.span_from(first)
        self.lines.append(Line(name, codes, kind or self.current_kind, is_list, span))

"""Whether what a line says makes sense together; then it is a change."""

from dataclasses import replace

from services.bulk_entry.model import Span
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.line_reader import LineReader
from services.change_entry.model import ParsedChange
from services.vocabulary import DayKind

__all__ = ["change_of", "is_heading"]


def is_heading(read: LineReader) -> bool:
    """Whether a line names days and classes only, for the lines below it."""
    return not (read.numbers or _has_action(read) or read.group_number is not None)


def _has_action(read: LineReader) -> bool:
    """Whether a line says what is to become of its lessons or days."""
    return bool(
        read.is_cancelled
        or read.day_kind
        or read.as_weekday
        or read.target
        or read.subject
        or read.teacher_id
        or read.room
    )


def change_of(read: LineReader) -> ParsedChange:
    """Return what was read.

    Raises:
        ChangeNotTaken: something is missing, or its parts contradict each other.
    """
    whole = Span(read.cursor.tokens[0].start, read.cursor.tokens[-1].end)
    read.spans = replace(read.spans, whole=whole)
    if read.scope.on is None:
        raise ChangeNotTaken(ChangeFaultKind.NO_DATE, span=whole)
    if not read.scope.has_classes:
        raise ChangeNotTaken(ChangeFaultKind.NO_CLASS, span=whole)
    if read.is_cancelled and not read.numbers and read.day_kind is None:
        read.day_kind, read.is_cancelled = DayKind.NO_LESSONS, False
    _require_sense(read, whole)
    return ParsedChange(
        on=read.scope.on,
        until=read.scope.until,
        classes=read.scope.classes,
        grades=read.scope.grades,
        is_everybody=read.scope.is_everybody,
        shift=read.scope.shift,
        numbers=read.numbers,
        group_number=read.group_number,
        is_cancelled=read.is_cancelled,
        day_kind=read.day_kind,
        bells=read.bells,
        as_weekday=read.as_weekday,
        target=read.target,
        subject=read.subject,
        teacher_id=read.teacher_id,
        room=read.room,
        instead_of=read.instead_of,
        reason=read.reason,
        spans=read.spans,
    )


def _require_sense(read: LineReader, whole: Span) -> None:
    has_replacement = bool(read.subject or read.teacher_id or read.room or read.target)
    if read.day_kind is not None or read.as_weekday is not None:
        if read.numbers:
            raise ChangeNotTaken(ChangeFaultKind.DAY_WITH_LESSON, span=read.spans.lesson)
        if has_replacement or (read.day_kind is not None and read.as_weekday is not None):
            raise ChangeNotTaken(ChangeFaultKind.CONFLICT, span=whole)
        if read.as_weekday is not None and read.scope.until is not None:
            raise ChangeNotTaken(ChangeFaultKind.RANGE_WITH_LESSON, span=whole)
        return
    if not read.numbers:
        raise ChangeNotTaken(ChangeFaultKind.NO_LESSON_NUMBER, span=whole)
    if not _has_action(read):
        raise ChangeNotTaken(ChangeFaultKind.NOTHING_TO_CHANGE, span=whole)
    if read.is_cancelled and has_replacement:
        raise ChangeNotTaken(ChangeFaultKind.CONFLICT, span=whole)
    if read.scope.until is not None:
        raise ChangeNotTaken(ChangeFaultKind.RANGE_WITH_LESSON, span=whole)
    if read.target is not None and len(read.numbers) > 1:
        raise ChangeNotTaken(ChangeFaultKind.MOVE_SEVERAL, span=read.spans.lesson)

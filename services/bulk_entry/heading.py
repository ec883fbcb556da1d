"""The heading of an entry, in any order: class, subject, day, lesson, kind of work, «вместо …»."""

from dataclasses import dataclass, fields
from datetime import date

from services.bulk_entry.classes import read_class
from services.bulk_entry.context import Context
from services.bulk_entry.dates import read_day, read_due
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.bulk_entry.free_text import homework_keyword, topic_keyword
from services.bulk_entry.heading_items import group_at, instead_at, lesson_at, period_at
from services.bulk_entry.kinds import kind_name
from services.bulk_entry.model import Command, Due, NameRef, PeriodRef, Span
from services.bulk_entry.subjects import find_subject, near_subjects, says_subject_exactly
from services.bulk_entry.tokens import Cursor

__all__ = ["Heading", "read_heading"]

_BY = frozenset({"по"})
_FOR = frozenset({"за"})
_BETWEEN = ",.-·|"
_DASHES = "-|·"  # «7б алгебра — Кузнецова 4»: as good as a colon
_SHORTEST_SUBJECT = 3


@dataclass(slots=True)
class Heading:
    """What the heading says; None or empty where it says nothing."""

    classes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    day: date | None = None
    lesson_number: int | None = None
    group_number: int | None = None
    kind: str | None = None
    instead_of: NameRef | None = None
    period: PeriodRef | None = None
    due: tuple[Due, Span] | None = None
    has_colon: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not self.said()

    def said(self) -> frozenset[str]:
        """Which of its parts are there."""
        return frozenset(
            part.name
            for part in fields(self)
            if getattr(self, part.name) not in (None, (), False)  # a number is never False
        )


def read_heading(context: Context, heading: Heading | None = None, *, is_text: bool) -> Heading:
    """Take the heading, or the rest of one; *is_text*: free text follows and must not be taken.

    A bare lesson number («7Б 3 Иванов») is left to the caller, who knows what may follow.

    Raises:
        LineFault: an unknown class or subject, something said twice, a date no calendar has.
    """
    heading = heading or Heading()
    cursor = context.cursor
    while cursor.peek() is not None:
        if _take_item(context, heading, is_text=is_text):
            continue
        if heading.is_empty:
            break
        if cursor.at_sign(":"):
            cursor.skip(1)
            heading.has_colon = True
            break
        joint = _joint(context, is_text=is_text)
        if not joint or not _goes_on(context, heading, joint, is_text=is_text):
            break
        cursor.skip(joint)
    if not heading.is_empty and not heading.has_colon and cursor.at_sign(_DASHES):
        cursor.skip(1)
        heading.has_colon = True
    if not heading.has_colon and not is_text:
        _refuse_unknown_subject(context, heading)
    return heading


def _joint(context: Context, *, is_text: bool) -> int:
    """How many tokens part two items of a heading: a comma, or line ends before no free text."""
    if context.cursor.at_sign(_BETWEEN):
        return 1
    ends = 0
    while not is_text and context.cursor.at_newline(ends):
        ends += 1
    return ends


def _goes_on(context: Context, heading: Heading, joint: int, *, is_text: bool) -> bool:
    """Whether behind the joint the heading says something it has not said yet."""
    cursor = context.cursor
    place, asked = cursor.index, len(context.questions)
    cursor.skip(joint)
    trial = Heading()
    follows = _take_item(context, trial, is_text=is_text)
    cursor.index = place
    del context.questions[asked:]
    return follows and not trial.said() & heading.said()


def _take_item(context: Context, heading: Heading, *, is_text: bool) -> bool:
    if topic_keyword(context) or homework_keyword(context):
        return False
    return (
        _take_numbered(context, heading)
        or _take_class(context, heading)
        or _take_due(context, heading)
        or _take_day(context, heading, is_text=is_text)
        or _take_instead(context, heading)
        or _take_words(context, heading, is_text=is_text)
    )


def _once(context: Context, value: object) -> None:
    if value is not None and value != ():
        context.fault(FaultKind.SAID_TWICE)


def _take_numbered(context: Context, heading: Heading) -> bool:
    cursor = context.cursor
    lesson = lesson_at(context)
    if lesson is not None:
        _once(context, heading.lesson_number)
        heading.lesson_number = lesson[0]
        cursor.skip(lesson[1])
        return True
    group = group_at(context)
    if group is not None:
        _once(context, heading.group_number)
        heading.group_number = group[0]
        cursor.skip(group[1])
        return True
    period = period_at(context) if context.command is Command.FINAL else None
    if period is not None:
        _once(context, heading.period)
        heading.period = period[0]
        cursor.skip(period[1])
        return True
    return False


def _take_class(context: Context, heading: Heading) -> bool:
    cursor = context.cursor
    place = cursor.index
    second = cursor.peek(1)
    is_glued = second is not None and second.is_glued and second.is_letter
    if heading.classes and not is_glued:
        return False  # «7б 3 н: Иванов»: a lesson and a letter
    found = read_class(cursor, context.words)
    if found is None:
        return False
    cursor.skip(found[1])
    if heading.classes:
        context.fault_at(FaultKind.SAID_TWICE, context.span_from(place))
    heading.classes = found[0]
    if len(heading.classes) > 1:
        is_letter = any(token.key == "b" for token in cursor.tokens[place : cursor.index])
        kind = QuestionKind.CLASS_LETTER if is_letter else QuestionKind.CLASS
        context.ask(kind, context.span_from(place), *heading.classes)
    return True


def _take_due(context: Context, heading: Heading) -> bool:
    """«7Б Алгебра к чт № 214»: the due day of the homework that follows."""
    cursor = context.cursor
    place = cursor.index
    read = read_due(cursor, context.words.today)
    if read is None:
        return False
    cursor.skip(read.count)
    span = context.span_from(place)
    if heading.due is not None:
        context.fault_at(FaultKind.TWO_DUE_DATES, span)
    heading.due = (read.due, span)
    if read.days:
        context.ask(QuestionKind.DUE_WEEK, span, *(f"к {day:%d.%m.%Y}" for day in read.days))
    return True


def _take_day(context: Context, heading: Heading, *, is_text: bool) -> bool:
    cursor = context.cursor
    place = cursor.index
    read = read_day(cursor, context.words.today, months_in_words=not is_text)
    if read is None:
        return False
    _once(context, heading.day)
    kinds = context.kind_at() if read.is_short_weekday and not is_text else None
    heading.day = read.days[0]
    cursor.skip(read.count)
    span = context.span_from(place)
    if len(read.days) > 1:
        context.ask(QuestionKind.WEEKDAY, span, *(f"{day:%d.%m.%Y}" for day in read.days))
    elif kinds is not None and heading.kind is None:
        kind = kind_name(kinds[0][0], context.words)
        context.ask(QuestionKind.DATE_OR_KIND, span, f"{read.days[0]:%d.%m.%Y}", kind)
    return True


def _take_instead(context: Context, heading: Heading) -> bool:
    found = instead_at(context)
    if found is None:
        return False
    _once(context, heading.instead_of)
    heading.instead_of = found[0]
    context.cursor.skip(found[1])
    return True


def _take_words(context: Context, heading: Heading, *, is_text: bool) -> bool:
    """A subject or a kind of work; «проект» may be both and is asked."""
    cursor = context.cursor
    place = cursor.index
    by, because = cursor.at_word(_BY), cursor.at_word(_FOR)
    lead = 1 if by or because else 0
    there = Cursor(cursor.tokens, place + lead)
    subject = (
        find_subject(there, context.words, takes_cases=by or not is_text)
        if not heading.subjects and not because
        else None
    )
    kind = context.kind_at(lead) if heading.kind is None and not is_text else None
    if kind is not None and (subject is None or kind[1] > subject[1]):
        cursor.skip(lead + kind[1])
        heading.kind = kind[0][0]
        if len(kind[0]) > 1:
            names = (kind_name(key, context.words) for key in kind[0])
            context.ask(QuestionKind.WORK_KIND, context.span_from(place), *names)
        return True
    if subject is None:
        return False
    heading.subjects = subject[0]
    cursor.skip(lead + subject[1])
    if kind is not None and kind[1] == subject[1]:
        work = f"за {kind_name(kind[0][0], context.words)}"
        span = context.span_from(place)
        context.ask(QuestionKind.SUBJECT_OR_KIND, span, subject[0][0], work)
    elif len(subject[0]) > 1:
        context.ask(QuestionKind.SUBJECT, context.span_from(place), *subject[0])
    return True


def _refuse_unknown_subject(context: Context, heading: Heading) -> None:
    """«7б алгебар: Иванов 5», «7б алгебар 3 урок», and a second subject or kind of work."""
    cursor = context.cursor
    word = cursor.peek()
    if heading.subjects and context.kind_at() is None:
        _once(context, says_subject_exactly(cursor, context.words) or None)
    if heading.kind is not None:
        _once(context, context.kind_at())
    is_candidate = heading.classes and not heading.subjects and context.is_name()
    if word is None or not is_candidate or len(word.key) < _SHORTEST_SUBJECT:
        return
    cursor.skip(1)
    is_heading = (
        lesson_at(context) is not None
        or group_at(context) is not None
        or (context.command is Command.FINAL and period_at(context) is not None)
        or (cursor.at_sign(":") and context.is_name(1))
    )
    cursor.skip(-1)
    if is_heading:
        context.fault(FaultKind.UNKNOWN_SUBJECT, word, *near_subjects(word.key, context.words))

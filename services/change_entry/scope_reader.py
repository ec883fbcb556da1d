"""Which days and which classes a line is about: «24.11 7Б», «с 24.11 по 26.11 1-4 классы»."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.bulk_entry.classes import read_class
from services.bulk_entry.dates import read_due
from services.bulk_entry.faults import LineFault
from services.bulk_entry.model import Span
from services.bulk_entry.tokens import Cursor, Token, TokenKind
from services.bulk_entry.wordlist import EntryVocabulary
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.change_entry.words import CLASSES, DATE_LEADS, EVERYBODY, shift_at

__all__ = ["Scope", "day_at", "read_scope", "stop_at"]

_WEEK = 7
_LAST_GRADE = 11
_UNTIL = frozenset({"по", "до", "to", "until"})
_AND = frozenset({"и", "and"})
# What a day ahead begins with in a journal line; there the reader of due days wants it.
_ON = Token(TokenKind.WORD, "на", "на", 0, 0, is_glued=False)


@dataclass(slots=True)
class Scope:
    """Days and classes of a line, filled while it is read."""

    on: date | None = None
    until: date | None = None
    classes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    is_everybody: bool = False
    shift: int | None = None

    @property
    def has_classes(self) -> bool:
        """Whether somebody is named."""
        return bool(self.classes or self.grades or self.is_everybody or self.shift)


def stop_at(cursor: Cursor, kind: ChangeFaultKind, *hints: str) -> ChangeNotTaken:
    """The fault of the token that stands here, or of what is missing behind the last one."""
    token = cursor.peek()
    if token is None:
        end = cursor.tokens[-1].end if cursor.tokens else 0
        return ChangeNotTaken(kind, span=Span(end, end), hints=hints)
    return ChangeNotTaken(kind, span=Span(token.start, token.end), hints=hints)


def day_at(cursor: Cursor, today: date) -> tuple[date, int] | None:
    """The day written here and the count of its tokens; a weekday is the next one, or today.

    Raises:
        ChangeNotTaken: it is written as a date and no calendar has it.
    """
    lead = 1 if cursor.at_word(DATE_LEADS) else 0
    rest = cursor.tokens[cursor.index + lead :]
    try:
        read = read_due(Cursor((_ON, *rest)), today)
    except LineFault as fault:
        raise ChangeNotTaken(
            ChangeFaultKind.BAD_DATE, span=Span(fault.start, fault.end)
        ) from fault
    if read is None or read.days:
        return None
    count = lead + read.count - 1
    if read.due.on is not None:
        return read.due.on, count
    if read.due.weekday is None:
        return None
    ahead = (read.due.weekday - today.isoweekday()) % _WEEK
    return today + timedelta(days=ahead), count


def read_scope(
    cursor: Cursor, words: EntryVocabulary, grades: tuple[int, ...], inherited: Scope
) -> Scope:
    """Take days and classes from the beginning of a line; without a day of its own, inherited.

    Raises:
        ChangeNotTaken: two days, a class the school does not have, a date no calendar has.
    """
    scope = Scope()
    # Only a line without a day of its own goes on with the classes of the line above.
    while True:
        if _take_day(cursor, words.today, scope) or _take_shift(cursor, scope):
            continue
        is_continued = scope.on is None and inherited.has_classes
        if not _take_classes(cursor, words, grades, scope, is_continued=is_continued):
            break
    if scope.on is None:
        scope.on, scope.until = inherited.on, inherited.until
        if not scope.has_classes:
            scope.classes, scope.grades = inherited.classes, inherited.grades
            scope.is_everybody, scope.shift = inherited.is_everybody, inherited.shift
    return scope


def _take_day(cursor: Cursor, today: date, scope: Scope) -> bool:
    found = day_at(cursor, today)
    if found is None:
        return False
    if scope.on is not None:
        raise stop_at(cursor, ChangeFaultKind.SAID_TWICE)
    scope.on = found[0]
    cursor.skip(found[1])
    if not (cursor.at_sign("-") or cursor.at_word(_UNTIL)):
        return True
    until = day_at(Cursor(cursor.tokens, cursor.index + 1), today)
    if until is None:
        return True
    if until[0] < scope.on:
        cursor.skip(1)
        raise stop_at(cursor, ChangeFaultKind.BAD_DATE)
    scope.until = until[0]
    cursor.skip(1 + until[1])
    return True


def _take_shift(cursor: Cursor, scope: Scope) -> bool:
    """«2 смена», «вторая смена»: of the classes named, or of all, those of a shift."""
    found = shift_at(cursor)
    if found is None:
        return False
    if scope.shift is not None:
        raise stop_at(cursor, ChangeFaultKind.SAID_TWICE)
    scope.shift = found[0]
    cursor.skip(found[1])
    return True


def _take_classes(
    cursor: Cursor,
    words: EntryVocabulary,
    grades: tuple[int, ...],
    scope: Scope,
    *,
    is_continued: bool,
) -> bool:
    if scope.classes or scope.grades or scope.is_everybody:
        return _take_next_class(cursor, words, scope)
    if cursor.at_word(EVERYBODY):
        scope.is_everybody = True
        cursor.skip(2 if cursor.at_word(CLASSES, 1) else 1)
        return True
    return _take_grades(cursor, grades, scope, is_continued=is_continued) or _take_class(
        cursor, words, scope
    )


def _take_next_class(cursor: Cursor, words: EntryVocabulary, scope: Scope) -> bool:
    """«7А, 7Б», «7А и 7Б», «7А 7Б»: behind a class a number with its letter is one more."""
    if not scope.classes:
        return False
    ahead = 1 if cursor.at_sign(",") or cursor.at_word(_AND) else 0
    number, letter = cursor.peek(ahead), cursor.peek(ahead + 1)
    if number is None or letter is None or not number.is_number:
        return False
    if not letter.is_letter or not letter.is_glued:
        return False
    cursor.skip(ahead)
    return _take_class(cursor, words, scope)


def _take_class(cursor: Cursor, words: EntryVocabulary, scope: Scope) -> bool:
    try:
        found = read_class(cursor, words)
    except LineFault as fault:
        raise ChangeNotTaken(
            ChangeFaultKind.UNKNOWN_CLASS,
            span=Span(fault.start, fault.end),
            hints=fault.hints,
        ) from fault
    if found is None:
        return False
    names, count = found
    letter = cursor.peek(1)
    if len(names) > 1 and letter is not None and letter.is_letter:  # «7b»: Б or В
        span = Span(cursor.tokens[cursor.index].start, letter.end)
        raise ChangeNotTaken(ChangeFaultKind.UNKNOWN_CLASS, span=span, hints=names)
    scope.classes = tuple(dict.fromkeys((*scope.classes, *names)))
    cursor.skip(count)
    return True


def _take_grades(
    cursor: Cursor, grades: tuple[int, ...], scope: Scope, *, is_continued: bool
) -> bool:
    """«1-4», «1-4 классы», «5, 6 классы», «9 и 11 классы»: whole grades.

    A range without «классы» is of grades where no class is known, else of lessons.
    """
    first = cursor.peek()
    if first is None or not first.is_number or not 1 <= first.value <= _LAST_GRADE:
        return False
    said, ahead, is_range = [first.value], 1, False
    while True:
        number = cursor.peek(ahead + 1)
        if number is None or not number.is_number or not 1 <= number.value <= _LAST_GRADE:
            break
        if cursor.at_sign("-", ahead):
            said.extend(range(said[-1] + 1, number.value + 1))
            is_range = True
        elif cursor.at_sign(",", ahead) or cursor.at_word(_AND, ahead):
            said.append(number.value)
        else:
            break
        ahead += 2
    has_word = cursor.at_word(CLASSES, ahead)
    if not has_word and (is_continued or not is_range):
        return False
    known = tuple(one for one in dict.fromkeys(said) if one in grades)
    if not known:
        span = Span(first.start, cursor.tokens[cursor.index + ahead - 1].end)
        raise ChangeNotTaken(ChangeFaultKind.UNKNOWN_CLASS, span=span)
    scope.grades = known
    stop = cursor.peek(ahead + 1)
    has_stop = has_word and stop is not None and stop.is_sign(".") and stop.is_glued
    cursor.skip(ahead + has_word + has_stop)
    return True

"""Numbers of lessons in a line: «3-й урок», «5, 6», and where a lesson is moved to."""

from dataclasses import dataclass
from datetime import date

from services.bulk_entry.tokens import Cursor
from services.change_entry.faults import ChangeFaultKind
from services.change_entry.model import MoveTarget
from services.change_entry.scope_reader import day_at, stop_at
from services.change_entry.words import FILLERS, LESSONS

__all__ = ["LAST_LESSON", "LessonNumbers", "lesson_numbers_at", "take_target"]

LAST_LESSON = 14  # numbers may run on through the second shift
_ORDINALS = frozenset({"й", "ый", "ий", "го", "м", "ом", "ем", "я", "е"})
_AND = frozenset({"и", "and"})


@dataclass(frozen=True, slots=True)
class LessonNumbers:
    """Numbers that may be lessons; ``is_said``: the word «урок» stands with them."""

    numbers: tuple[int, ...]
    count: int
    is_said: bool


def lesson_numbers_at(cursor: Cursor) -> LessonNumbers | None:
    """Return the numbers that stand here and the count of their tokens."""
    first = cursor.peek()
    if first is None or not first.is_number:
        return None
    numbers = [first.value]
    ahead = _behind_ordinal(cursor, 1)
    while (number := cursor.peek(ahead + 1)) is not None and number.is_number:
        if number.value > LAST_LESSON:
            break
        if cursor.at_sign("-", ahead):
            numbers.extend(range(numbers[-1] + 1, number.value + 1))
        elif cursor.at_sign(",", ahead) or cursor.at_word(_AND, ahead):
            numbers.append(number.value)
        else:
            break
        ahead = _behind_ordinal(cursor, ahead + 2)
    is_said = cursor.at_word(LESSONS, ahead)
    return LessonNumbers(tuple(dict.fromkeys(numbers)), ahead + is_said, is_said)


def take_target(cursor: Cursor, today: date) -> MoveTarget | None:
    """Take where a lesson is moved to: a day, a number, in any order; None without a number.

    Raises:
        ChangeNotTaken: no day of a school has such a number.
    """
    on: date | None = None
    number: int | None = None
    while True:
        found = day_at(cursor, today) if on is None else None
        token = cursor.peek()
        if found is not None:
            on = found[0]
            cursor.skip(found[1])
        elif number is None and token is not None and token.is_number:
            if token.value > LAST_LESSON:
                raise stop_at(cursor, ChangeFaultKind.BAD_LESSON_NUMBER)
            number = token.value
            cursor.skip(_behind_ordinal(cursor, 1))
        elif cursor.at_word(FILLERS) or cursor.at_sign(",:"):
            cursor.skip(1)
        else:
            return None if number is None else MoveTarget(number, on)


def _behind_ordinal(cursor: Cursor, ahead: int) -> int:
    """Where «-й» of «3-й» ends, or *ahead* itself."""
    if cursor.at_sign("-", ahead) and cursor.at_word(_ORDINALS, ahead + 1):
        return ahead + 2
    return ahead

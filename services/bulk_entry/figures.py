"""Figures beside a name: a mark of the school's scale, or minutes of a late arrival."""

from services.bulk_entry.classes import class_key
from services.bulk_entry.codes import MARK_MAX, MARK_MIN, MARK_MIN_WITH_ONE, MINUTES_MAX
from services.bulk_entry.context import Context
from services.bulk_entry.faults import FaultKind, QuestionKind
from services.bulk_entry.model import Command, Span
from services.bulk_entry.tokens import Token

__all__ = ["check_tail", "mark_value", "read_minutes", "refuse_class"]

_MINUTE_WORDS = frozenset({"мин", "минут", "минуты", "минуту"})
_ON = frozenset({"на"})


def mark_value(context: Context, token: Token) -> int:
    """The mark this figure is.

    Raises:
        LineFault: it is outside the school's scale.
    """
    refuse_class(context, token)
    lowest = MARK_MIN_WITH_ONE if context.words.allows_one else MARK_MIN
    if token.key == "1" and lowest > 1:
        context.fault(FaultKind.MARK_ONE, token)
    if len(token.key) == 2 and set(token.key) <= set("2345"):  # noqa: PLR2004  # «54» for «5/4»
        context.fault(FaultKind.MARK_OUT_OF_RANGE, token, "/".join(token.key))
    if len(token.key) > 1 or not lowest <= token.value <= MARK_MAX:
        context.fault(FaultKind.MARK_OUT_OF_RANGE, token)
    return token.value


def refuse_class(context: Context, token: Token) -> None:
    """«Белова 5 алгебра 7б»: the class was no mark."""
    cursor = context.cursor
    letter = cursor.peek(1) if cursor.peek() is token else cursor.peek()
    if letter is None or not (letter.is_letter and letter.is_glued):
        return
    if class_key(f"{token.key}{letter.key}") in map(class_key, context.words.classes):
        context.fault_at(FaultKind.HEADING_BEHIND, Span(token.start, letter.end))


def check_tail(context: Context, mark: Token) -> None:
    """Refuse what is close to a mark and not one: «5-», «4+», «5.4», «5,4» and «5б».

    Raises:
        LineFault: with what may have been meant, where it is plain.
    """
    cursor = context.cursor
    sign, after = cursor.peek(), cursor.peek(1)
    if sign is None or not sign.is_glued:
        return
    is_figure_behind = after is not None and after.is_glued and after.is_number
    if is_figure_behind and after is not None and sign.is_sign(".,-+"):
        place = Span(mark.start, after.end)
        context.fault_at(FaultKind.BAD_DOUBLE_MARK, place, f"{mark.key}/{after.key}")
    is_name_behind = after is not None and after.is_glued and after.is_word
    if sign.is_sign("+") or (sign.is_sign("-") and not is_name_behind):
        context.fault_at(FaultKind.MARK_WITH_SIGN, Span(mark.start, sign.end), mark.key)
    if sign.is_letter or sign.is_sign("*?%^=/"):
        context.fault(FaultKind.UNEXPECTED, sign)


def read_minutes(context: Context, place: int, letter: str = "") -> int | None:
    """Minutes behind a late arrival («о10», «на 10 мин»), if any; a small figure is asked.

    A question covers everything from the token of index *place*; *letter* is written there when
    the code stands elsewhere («опоздали: Иванов 5»).

    Raises:
        LineFault: no lesson is as long as that.
    """
    cursor = context.cursor
    is_said = cursor.at_word(_ON)
    lead = 1 if is_said or cursor.at_sign("-:") else 0
    number = cursor.peek(lead)
    if number is None or not number.is_number:
        return None
    has_word = cursor.at_word(_MINUTE_WORDS, lead + 1)
    following = cursor.peek(lead + 1)
    if not has_word and following is not None and following.is_sign("/"):
        return None
    cursor.skip(lead + 1)
    is_certain = (
        has_word
        or is_said
        or number.is_glued
        or not MARK_MIN <= number.value <= MARK_MAX
        or context.command is Command.ABSENT  # no marks are expected
    )
    if not 1 <= number.value <= MINUTES_MAX:
        context.fault(FaultKind.BAD_MINUTES, number)
    if has_word:
        cursor.skip(1)
        if cursor.at_sign(".") and not context.is_end(1):
            cursor.skip(1)
    elif not is_certain:
        _ask_minutes(context, place, number, letter)
    return number.value


def _ask_minutes(context: Context, place: int, number: Token, letter: str) -> None:
    """Five minutes late, or late and a mark; behind a name «О» may be an initial as well."""
    tokens = context.cursor.tokens
    said = context.span_from(place)
    word = context.text[said.start : number.start].strip()
    options = [f"{word} {number.key} мин", f"{word}{letter}, {number.key}"]
    if tokens[place].is_letter and place > 0 and tokens[place - 1].is_word:
        options.append(f"{word.upper()}. {number.key}")
    context.ask(QuestionKind.MINUTES_OR_MARK, said, *options)

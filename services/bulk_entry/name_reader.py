"""The words of a name up to its mark or letter; «н», «б», «у», «о» may be initials, too.

Nothing here knows the class list: where grammar cannot tell an initial from a letter of the
journal, the teacher is asked.
"""

from services.bulk_entry.codes import LATIN_B, LETTERS, REFINES_ABSENT, MarkSign
from services.bulk_entry.context import NO_NAMES, Context
from services.bulk_entry.faults import QuestionKind
from services.bulk_entry.model import Codes, Command, NamePart, NameRef, Span
from services.bulk_entry.tokens import Token
from services.vocabulary import AttendanceCode

__all__ = ["read_name", "starts_with_initial"]

_AND = "и"
_TEXTS = frozenset({"дз", "тема"})  # they end what is said of a student
_INITIALS_LENGTH = 2


def read_name(
    context: Context, group: Codes | None = None, *, may_lack_code: bool = False
) -> NameRef:
    """Take the words of a name; *group* are codes said before it («5 Иванов», «н: Иванов»).

    *may_lack_code*: a name alone is enough («все 5 кроме Иванова Н»), so its last letter may be an
    initial as well.
    """
    cursor = context.cursor
    first = cursor.index
    if cursor.at_sign("№#"):
        cursor.skip(1)
        number = cursor.take()
        return NameRef(number=number.value, span=context.span_from(first))
    parts: list[NamePart] = []
    while not (may_lack_code and _asks_last(context, parts)) and _take_part(context, parts, group):
        pass
    return NameRef(parts=tuple(parts), span=context.span_from(first))


def starts_with_initial(context: Context, group: Codes | None = None) -> bool:
    """Whether a name with its initial in front begins here: «Н. Иванов 5», «5 О. Петров».

    A small letter with a stop is the journal's letter («н. Иванов, Петров») unless a code follows
    the name or a mark was said before it.
    """
    cursor = context.cursor
    token = cursor.peek()
    if token is None or not token.is_letter or token.key not in LETTERS | {LATIN_B}:
        return False
    if not context.has_stop() or not (context.is_name(2) or _is_second_initial(context)):
        return False
    if token.text.isupper() or (group is not None and group.attendance is None):
        return True
    ahead = 2
    while context.is_name(ahead) or (cursor.at_sign(".", ahead) and not context.is_end(ahead + 1)):
        ahead += 1
    return context.is_code(ahead) or (cursor.at_sign(":-=", ahead) and context.is_code(ahead + 1))


def _take_part(context: Context, parts: list[NamePart], group: Codes | None) -> bool:
    cursor = context.cursor
    token = cursor.peek()
    if token is None or not token.is_word or token.key in NO_NAMES:
        return False
    if parts and (context.is_each() or context.correction_at() is not None):
        return False
    if token.is_letter:
        return _take_letter(context, parts, group, token)
    if parts and context.kind_at() is not None:
        return False
    code = context.code_at()
    if code is not None:
        return _take_two_initials(context, parts, token, *code)
    cursor.skip(1)
    parts.append(NamePart(token.key, text=token.text, span=Span(token.start, token.end)))
    _skip_stop(context)
    return True


def _asks_last(context: Context, parts: list[NamePart]) -> bool:
    """«кроме Иванова Н», «кроме Иванова Б.»: take a capital letter at the end as an initial.

    Without its stop it is asked. True when it was taken and the name ends.
    """
    token = context.cursor.peek()
    if not parts or token is None or not token.is_letter or token.key not in LETTERS:
        return False
    after = 2 if context.has_stop() else 1
    joint = context.cursor.peek(after)
    is_joined = joint is not None and joint.text == _AND and not context.has_stop(after)
    if not token.text.isupper() or not (context.is_end(after) or is_joined):
        return False
    if not context.has_stop():
        place = _place(context, token)
        context.ask(QuestionKind.INITIAL_OR_CODE, place, f"{token.text}.", token.key)
    return _add_initial(context, parts, token, token.key)


def _skip_stop(context: Context) -> None:
    """«Кузн. 5» and «Кузнецова. М. 5»: the stop of a shortened word."""
    cursor = context.cursor
    stop, following = cursor.peek(), cursor.peek(1)
    if stop is None or not stop.is_sign(".") or not stop.is_glued or following is None:
        return
    if following.is_number or (following.is_letter and context.is_code(2)):
        cursor.skip(1)


def _take_letter(
    context: Context, parts: list[NamePart], group: Codes | None, token: Token
) -> bool:
    if token.key == LATIN_B:
        return _take_latin_b(context, parts, group, token)
    if token.key == _AND and not _is_initial_and(context, token):
        return False
    if token.key in LETTERS and parts and not _is_initial(context, parts, group, token):
        return False
    if token.key in LETTERS and not parts and not context.has_stop():
        return False
    return _add_initial(context, parts, token, token.key)


def _add_initial(context: Context, parts: list[NamePart], token: Token, key: str) -> bool:
    cursor = context.cursor
    cursor.skip(2 if context.has_stop() else 1)
    parts.append(NamePart(key, True, token.text, Span(token.start, token.end)))  # noqa: FBT003
    return True


def _is_initial_and(context: Context, token: Token) -> bool:
    """«и» joins names unless it has a stop, is a capital, or a code follows."""
    return context.has_stop() or token.text.isupper() or context.is_code(1) or context.is_end(1)


def _is_initial(
    context: Context, parts: list[NamePart], group: Codes | None, token: Token
) -> bool:
    """Whether a letter behind a name is an initial; where it may be both, it is asked.

    Asked letters are read as initials meanwhile.
    """
    spelled = context.code_at()
    if spelled is not None and spelled[1] > 1 and not context.has_stop():
        return False  # «н/а», «у/п»: more than the letter
    after = 2 if context.has_stop() else 1
    is_upper = token.text.isupper()
    if context.has_stop() and _is_second_initial(context):
        return True
    is_text = context.cursor.at_word(_TEXTS, after)
    if context.is_end(after) or is_text or context.cursor.at_sign("(", after):
        return _is_last_initial(context, group, token)
    kind = context.kind_at(after) if group is None else None
    if kind is not None and not context.has_stop() and not context.is_code(after + kind[1]):
        return False
    if kind is None and context.is_name(after):
        return _is_initial_before_name(context, parts, group, token)
    if context.has_stop():
        return True
    if _is_late_minutes(context, token):
        return False
    second = context.code_at(after)
    if group is not None:
        return True
    if second is not None and isinstance(second[0], AttendanceCode):
        # «сидоров н б» is one absence told twice; two other letters cannot both be codes.
        return is_upper or token.key != "н" or second[0] not in REFINES_ABSENT
    place = _place(context, token)
    context.ask(QuestionKind.INITIAL_OR_CODE, place, f"{token.text.upper()}.", f"{token.key},")
    return True


def _is_second_initial(context: Context) -> bool:
    letter = context.cursor.peek(2)
    return letter is not None and letter.is_letter and context.has_stop(2)


def _is_late_minutes(context: Context, token: Token) -> bool:
    """«Иванов о10», «о-10», «О 10», «о 10 мин»: read by the reader of codes, asked there."""
    cursor = context.cursor
    number = cursor.peek(2 if cursor.at_sign("-:", 1) else 1)
    return token.key == "о" and number is not None and number.is_number


def _is_last_initial(context: Context, group: Codes | None, token: Token) -> bool:
    """A letter that ends an item: the code of «Сидоров н», the initial of «5: Иванов Н, …»."""
    is_listed = context.has_stop() and context.cursor.at_sign(",", 2)
    if group is None:
        is_default_absent = context.command is Command.ABSENT
        return is_listed and not is_default_absent
    if group.attendance is None:
        return True
    if context.has_stop() and token.text.isupper():
        return True
    if token.text.isupper() and token.key != "н":
        place = _place(context, token)
        context.ask(QuestionKind.INITIAL_OR_CODE, place, f"{token.text}.", token.key)
        return True
    return False


def _is_initial_before_name(
    context: Context, parts: list[NamePart], group: Codes | None, token: Token
) -> bool:
    """«Кузнецова Н. Петров», «Сидоров н Петров 5»."""
    is_upper = token.text.isupper()
    if context.has_stop() and is_upper:
        return True
    if group is not None and group.attendance is None:
        if not is_upper and not context.has_stop():
            initial = f"{token.text.upper()}."
            context.ask(
                QuestionKind.INITIAL_OR_CODE, _place(context, token), initial, f"; {token.key}"
            )
        return True
    is_capitalised = parts[-1].text[:1].isupper() and not parts[-1].text.isupper()
    if not is_upper and group is None and (is_capitalised or not context.has_stop()):
        return False
    place = _place(context, token)
    context.ask(QuestionKind.INITIAL_OR_CODE, place, f"{token.text.upper()}.", f"{token.key},")
    return True


def _place(context: Context, letter: Token) -> Span:
    """The letter with its stop, so that an answer takes the place of both."""
    stop = context.cursor.peek(1)
    return Span(letter.start, stop.end if stop is not None and context.has_stop() else letter.end)


def _take_two_initials(
    context: Context, parts: list[NamePart], token: Token, code: object, count: int
) -> bool:
    """«Кузнецова НП 5»: initials without stops that spell a code; False when they are the code."""
    is_pair = len(token.key) == _INITIALS_LENGTH and count == 1 and token.text.isupper()
    if not is_pair or not parts or parts[-1].text.isupper() or not context.is_code(1):
        return False
    place = Span(token.start, token.end)
    if code is not MarkSign.NOT_ATTESTED or context.command is Command.FINAL:
        initials = "".join(f"{letter}." for letter in token.text)
        context.ask(QuestionKind.INITIAL_OR_CODE, place, initials, f"{token.key},")
    context.cursor.skip(1)
    parts.extend(NamePart(letter, True, letter, place) for letter in token.key)  # noqa: FBT003
    return True


def _take_latin_b(
    context: Context, parts: list[NamePart], group: Codes | None, token: Token
) -> bool:
    """Latin «B» looks like «В» and sounds like «Б» (domain B.4): always asked."""
    after = 2 if context.has_stop() else 1
    if group is None and parts and context.is_end(after):
        return False  # the reader of codes asks
    context.ask(QuestionKind.LATIN_B, _place(context, token), "В.", "Б.")
    return _add_initial(context, parts, token, "в")

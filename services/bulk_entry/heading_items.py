"""Single items of a heading where they stand: «3-й урок», «1 группа», «II четверть»."""

from collections.abc import Mapping
from types import MappingProxyType

from services.bulk_entry.context import Context
from services.bulk_entry.faults import FaultKind
from services.bulk_entry.forms import is_form_of
from services.bulk_entry.model import NamePart, NameRef, PeriodRef, Span
from services.bulk_entry.tokens import Token
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["LAST_LESSON", "group_at", "instead_at", "lesson_at", "period_at"]

_LESSON = frozenset({"урок", "урока", "уроке", "ур"})
_LESSON_OF = frozenset({"урока"})
_FEW = range(2, 5)  # «2 урока» are two lessons as well as the second one's
_LESSONS = _LESSON | {"уроки", "уроков", "уроках"}
_ORDINAL_ENDINGS = frozenset(
    {"й", "ый", "ий", "ой", "ом", "м", "го", "ем", "я", "ая", "ю", "ую", "е", "ое"}
)
_LEADS = frozenset({"на", "за", "с", "в"})
_GROUP = frozenset({"группа", "группы", "группе", "гр", "подгруппа", "подгр"})
_INSTEAD = frozenset({"вместо", "заменяю"})
_BEFORE_INSTEAD = frozenset({"веду", "провожу"})
LAST_LESSON = 14  # domain B.2: numbers may run on through the second shift
_PERIODS: Mapping[str, PeriodKind] = MappingProxyType(
    {
        **dict.fromkeys(("четверть", "четверти", "четв"), PeriodKind.QUARTER),
        **dict.fromkeys(("триместр", "триместра", "трим"), PeriodKind.TRIMESTER),
        **dict.fromkeys(("полугодие", "полугодия", "полуг"), PeriodKind.HALF_YEAR),
    }
)
_YEAR = frozenset({"год", "годовая", "годовые"})
_RESULTS: Mapping[str, FinalKind] = MappingProxyType(
    {
        **dict.fromkeys(("экзамен", "экзамена", "экз", "экзаменационная"), FinalKind.EXAM),
        **dict.fromkeys(("промежуточная", "промежуточной"), FinalKind.INTERIM),
        **dict.fromkeys(("олимпиада", "олимпиады", "конкурс", "конкурса"), FinalKind.CONTEST),
        **dict.fromkeys(("итоговая", "итоговые", "итог"), FinalKind.FINAL),
    }
)
_ATTESTATION = frozenset({"аттестация", "аттестации"})
_ROMAN: Mapping[str, int] = MappingProxyType({"i": 1, "ii": 2, "iii": 3, "iv": 4})


def lesson_at(context: Context) -> tuple[int, int] | None:
    """«3 урок», «3-й урок», «на 3-м уроке», «урок 3»: the number and the count of tokens.

    Raises:
        LineFault: several lessons, or a number no school day has.
    """
    found = _lesson_number(context)
    if found is None:
        return None
    number, count = found
    if not 1 <= number.value <= LAST_LESSON:
        context.fault(FaultKind.BAD_LESSON_NUMBER, number)
    return number.value, count


def _lesson_number(context: Context) -> tuple[Token, int] | None:
    cursor = context.cursor
    if cursor.at_word(_LESSON):
        ahead = 2 if cursor.at_sign("№.", 1) else 1
        number = cursor.peek(ahead)
        return (number, ahead + 1) if number is not None and number.is_number else None
    ahead = 1 if cursor.at_word(_LEADS) else 0
    ahead += 1 if cursor.at_sign("№", ahead) else 0
    number = cursor.peek(ahead)
    if number is None or not number.is_number:
        return None
    after = _behind_ordinal(context, ahead + 1)
    is_bare = ahead == 0 and after == 1
    if is_bare and number.value in _FEW and cursor.at_word(_LESSON_OF, after):
        context.fault(FaultKind.SEVERAL_LESSONS, number)
    if not cursor.at_word(_LESSON, after):
        _refuse_several(context, ahead)
        return None
    return number, after + _with_stop(context, after)


def _refuse_several(context: Context, ahead: int) -> None:
    """«3-4 урок», «3 и 4 уроки»: an entry is about one lesson."""
    cursor = context.cursor
    joint, second = cursor.peek(ahead + 1), cursor.peek(ahead + 2)
    is_joint = joint is not None and (joint.is_sign("-,") or joint.key == "и")
    is_pair = is_joint and second is not None and second.is_number
    if is_pair and cursor.at_word(_LESSONS, _behind_ordinal(context, ahead + 3)):
        context.fault(FaultKind.SEVERAL_LESSONS, cursor.peek(ahead))


def group_at(context: Context) -> tuple[int, int] | None:
    """«1 группа», «2-я гр.», «гр. 2»: the number and the count of tokens."""
    cursor = context.cursor
    if cursor.at_word(_GROUP):
        ahead = 2 if context.has_stop() else 1
        number = cursor.peek(ahead)
        return (number.value, ahead + 1) if number is not None and number.is_number else None
    number = cursor.peek()
    if number is None or not number.is_number:
        return None
    after = _behind_ordinal(context, 1)
    if not cursor.at_word(_GROUP, after):
        return None
    return number.value, after + _with_stop(context, after)


def period_at(context: Context) -> tuple[PeriodRef, int] | None:
    """«1 четверть», «за II полугодие», «год», «экзамен»: which period, and the count of tokens."""
    cursor = context.cursor
    lead = 1 if cursor.at_word(_LEADS) else 0
    token = cursor.peek(lead)
    if token is None:
        return None
    if token.is_word and token.key in _YEAR:
        return PeriodRef(), lead + 1
    if token.is_word and token.key in _RESULTS:
        return (
            PeriodRef(result=_RESULTS[token.key]),
            lead + 1 + cursor.at_word(_ATTESTATION, lead + 1),
        )
    number = token.value if token.is_number else _ROMAN.get(token.key, 0)
    after = _behind_ordinal(context, lead + 1)
    word = cursor.peek(after)
    if not number or word is None or word.key not in _PERIODS:
        return None
    return PeriodRef(_PERIODS[word.key], number), after + _with_stop(context, after)


def instead_at(context: Context) -> tuple[NameRef, int] | None:
    """«вместо Ивановой М.П.»: a family name of the staff with its initials.

    Raises:
        LineFault: nobody of the staff is called so.
    """
    cursor = context.cursor
    lead = 1 if cursor.at_word(_BEFORE_INSTEAD) else 0
    if not cursor.at_word(_INSTEAD, lead):
        return None
    word = cursor.peek(lead + 1)
    if word is None or not any(
        word.is_word and is_form_of(word.key, family) for family in context.words.staff
    ):
        context.fault(FaultKind.UNKNOWN_STAFF, word or cursor.peek(lead))
    parts = [NamePart(word.key, text=word.text, span=Span(word.start, word.end))]
    ahead = lead + 2
    while (letter := cursor.peek(ahead)) is not None and letter.is_letter:
        if not context.has_stop(ahead):
            break
        parts.append(NamePart(letter.key, True, letter.text, Span(letter.start, letter.end)))  # noqa: FBT003  # an initial
        ahead += 2
    return NameRef(tuple(parts), span=Span(word.start, parts[-1].span.end)), ahead


def _behind_ordinal(context: Context, ahead: int) -> int:
    """Where «-й» of «3-й» ends, or *ahead* itself."""
    cursor = context.cursor
    if cursor.at_sign("-", ahead) and cursor.at_word(_ORDINAL_ENDINGS, ahead + 1):
        return ahead + 2
    return ahead + 1 if cursor.at_word(_ORDINAL_ENDINGS, ahead) else ahead


def _with_stop(context: Context, ahead: int) -> int:
    """How many tokens a word takes, with the stop of its short form («гр.»)."""
    return 2 if context.has_stop(ahead) and not context.is_end(ahead + 2) else 1

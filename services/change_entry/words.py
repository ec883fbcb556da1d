"""The words of a line about the timetable: what is cancelled, moved, led, and where."""

from collections.abc import Mapping
from types import MappingProxyType

from services.bulk_entry.tokens import Cursor, tokenise
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind

__all__ = [
    "CLASSES",
    "DATE_LEADS",
    "EVERYBODY",
    "FILLERS",
    "LESSONS",
    "LINE_SIGNS",
    "NAMED_ROOMS",
    "cancel_at",
    "day_kind_at",
    "instead_at",
    "lead_at",
    "move_at",
    "other_day_at",
    "phrase_at",
    "room_at",
    "shift_at",
    "shortened_at",
]

DATE_LEADS = frozenset({"на", "в", "во", "за", "с", "со", "от", "on"})
LESSONS = frozenset({"урок", "урока", "уроки", "уроков", "уроком", "ур", "lesson", "lessons"})
CLASSES = frozenset({"класс", "класса", "классы", "классов", "классам", "кл"}) | {
    "grade",
    "grades",
}
EVERYBODY = frozenset({"все", "всем", "школа", "школе", "everybody", "all"})
FILLERS = LESSONS | {"на", "в", "во", "у", "и", "а", "будет", "занятия", "занятий", "день", "дня"}
LINE_SIGNS = ",.:-=|"

_CANCELLED = (
    ("урока", "не", "будет"),
    ("уроков", "не", "будет"),
    ("занятий", "не", "будет"),
    ("не", "будет"),
    ("нет", "урока"),
    ("нет", "уроков"),
    ("нет", "занятий"),
    ("no", "lesson"),
    ("no", "lessons"),
    ("отмена",),
    ("отменен",),
    ("отменена",),
    ("отменены",),
    ("отменить",),
    ("отменяется",),
    ("отменяются",),
    ("нет",),
    ("окно",),
    ("cancel",),
    ("cancelled",),
    ("canceled",),
)
_DAY_KINDS: Mapping[tuple[str, ...], DayKind] = MappingProxyType(
    {
        ("актированный", "день"): DayKind.FROST,
        ("актированные", "дни"): DayKind.FROST,
        ("актированный",): DayKind.FROST,
        ("актировка",): DayKind.FROST,
        ("мороз",): DayKind.FROST,
        ("frost", "day"): DayKind.FROST,
        ("frost",): DayKind.FROST,
        ("карантин",): DayKind.QUARANTINE,
        ("quarantine",): DayKind.QUARANTINE,
        ("дистанционное", "обучение"): DayKind.REMOTE,
        ("дистанционный", "день"): DayKind.REMOTE,
        ("дистанционно",): DayKind.REMOTE,
        ("дистант",): DayKind.REMOTE,
        ("дистанционка",): DayKind.REMOTE,
        ("удаленно",): DayKind.REMOTE,
        ("remote", "day"): DayKind.REMOTE,
        ("remote",): DayKind.REMOTE,
    }
)
_SHORTENED = frozenset(
    {"сокращенные", "сокращенный", "сокращенное", "сокращенных", "короткие"}
) | {
    "shortened",
    "short",
}
_SHORT_STEMS = ("сокр", "коротк", "short")
_BELLS = frozenset({"звонки", "звонкам", "звонков", "расписание", "bells"})
_DAY_WORDS = frozenset({"день", "дни", "day", "days"})
_MINUTES = frozenset({"минут", "минуты", "минуте", "мин", "minutes", "min"})
_SHIFT = frozenset({"смена", "смены", "смене", "смену", "shift"})
_SHIFT_WORDS: Mapping[str, int] = MappingProxyType(
    {"первая": 1, "первой": 1, "первую": 1, "вторая": 2, "второй": 2, "вторую": 2,
     "третья": 3, "third": 3, "first": 1, "second": 2}
)  # fmt: skip
_ORDINAL_ENDS = frozenset({"я", "ая", "ой", "й", "ю", "ую"})
_BY = frozenset({"по", "как", "as", "by"})
_TIMETABLE = frozenset({"расписанию", "расписание", "on", "in"})
_SHORT = 3  # letters of a weekday that is cut short: it stands for itself
_WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        "понедельник": 1, "вторник": 2, "сред": 3, "четверг": 4, "пятниц": 5, "суббот": 6,
        "воскресень": 7, "пн": 1, "вт": 2, "ср": 3, "чт": 4, "пт": 5, "сб": 6, "вс": 7,
        "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
        "sunday": 7,
    }
)  # fmt: skip
_MOVES = (
    ("перенос", "на"),
    ("перенести", "на"),
    ("переносится", "на"),
    ("перенесен", "на"),
    ("перенос",),
    ("перенести",),
    ("переносится",),
    ("перенесен",),
    ("move", "to"),
    ("moved", "to"),
)
_ROOMS = frozenset({"каб", "кабинет", "кабинете", "ауд", "аудитория", "room"})
_LEADS = (
    ("ведет",),
    ("проводит",),
    ("замещает",),
    ("заменяет",),
    ("замена",),
    ("учитель",),
    ("teacher",),
    ("by",),
)
_INSTEAD = (("вместо",), ("вм",), ("instead", "of"))
# Rooms that have a name and no number; the first word is enough to know one.
NAMED_ROOMS = frozenset(
    {
        "спортзал",
        "спортивный",
        "актовый",
        "мастерская",
        "мастерские",
        "библиотека",
        "столовая",
        "бассейн",
        "стадион",
        "тир",
        "зал",
        "gym",
        "library",
    }
)


def phrase_at(cursor: Cursor, phrases: tuple[tuple[str, ...], ...]) -> int:
    """How many tokens the first fitting phrase takes here, with the stop of a short word; or 0."""
    for phrase in phrases:
        if all(
            (token := cursor.peek(ahead)) is not None and token.is_word and token.key == word
            for ahead, word in enumerate(phrase)
        ):
            stop = cursor.peek(len(phrase))
            is_short = stop is not None and stop.is_sign(".") and stop.is_glued
            return len(phrase) + is_short
    return 0


def cancel_at(cursor: Cursor) -> int:
    """How many tokens say here that something is cancelled."""
    return phrase_at(cursor, _CANCELLED)


def day_kind_at(cursor: Cursor) -> tuple[DayKind, int] | None:
    """The kind of day named here, and the count of tokens."""
    for phrase, kind in _DAY_KINDS.items():
        count = phrase_at(cursor, (phrase,))
        if count:
            return kind, count
    return None


def shortened_at(cursor: Cursor, bell_sets: tuple[str, ...]) -> tuple[ShortBells, int] | None:
    """«сокращённые по 35 минут», «уроки по 35 мин», «звонки предпраздничные»: how, and the tokens.

    Neither minutes nor a set: the school's only set that is called so, else nothing is said yet.
    """
    is_said = cursor.at_word(_SHORTENED)
    count = 1 if is_said else 0
    while cursor.at_word(LESSONS | _BELLS | _DAY_WORDS, count) or (
        is_said and cursor.at_sign(",:", count)
    ):
        count += 1
    minutes = _minutes_at(cursor, count, needs_word=not is_said)
    if minutes is not None:
        return ShortBells(minutes[0]), count + minutes[1]
    if cursor.at_word(_BELLS) or is_said:
        named = _bell_set_at(cursor, count, bell_sets)
        if named is not None:
            return ShortBells(bell_set=named[0]), count + named[1]
    if not is_said:
        return None
    own = [one for one in bell_sets if one.casefold().startswith(_SHORT_STEMS)]
    return ShortBells(bell_set=own[0] if len(own) == 1 else ""), count


def _minutes_at(cursor: Cursor, ahead: int, *, needs_word: bool) -> tuple[int, int] | None:
    first = ahead
    if cursor.at_word(_BY, ahead):
        ahead += 1
    elif needs_word:
        return None
    number = cursor.peek(ahead)
    if number is None or not number.is_number:
        return None
    has_word = cursor.at_word(_MINUTES, ahead + 1)
    if needs_word and not has_word:
        return None
    stop = cursor.peek(ahead + 2)
    has_stop = has_word and stop is not None and stop.is_sign(".") and stop.is_glued
    return number.value, ahead + 1 + has_word + has_stop - first


def _bell_set_at(cursor: Cursor, ahead: int, bell_sets: tuple[str, ...]) -> tuple[str, int] | None:
    for name in sorted(bell_sets, key=len, reverse=True):
        keys = [one.key for one in tokenise(name)]
        there = [cursor.peek(ahead + step) for step in range(len(keys))]
        if keys and keys == [one.key if one is not None else None for one in there]:
            return name, len(keys)
    return None


def shift_at(cursor: Cursor) -> tuple[int, int] | None:
    """«2 смена», «2-я смена», «вторая смена»: the shift, and the count of tokens."""
    token = cursor.peek()
    if token is None:
        return None
    number = token.value if token.is_number else _SHIFT_WORDS.get(token.key)
    ahead = 1
    if token.is_number:
        ahead += cursor.at_sign("-", ahead)
        ahead += cursor.at_word(_ORDINAL_ENDS, ahead)
    if not number or not cursor.at_word(_SHIFT, ahead):
        return None
    return number, ahead + 1


def other_day_at(cursor: Cursor) -> tuple[int, int] | None:
    """«по понедельнику», «по расписанию пятницы»: the weekday (ISO), and the count of tokens."""
    if not cursor.at_word(_BY):
        return None
    count = 2 if cursor.at_word(_TIMETABLE, 1) else 1
    token = cursor.peek(count)
    if token is None or not token.is_word:
        return None
    found = next((day for stem, day in _WEEKDAYS.items() if _is_weekday(token.key, stem)), None)
    return None if found is None else (found, count + 1)


def _is_weekday(word: str, stem: str) -> bool:
    return word == stem if len(stem) <= _SHORT else word.startswith(stem)


def move_at(cursor: Cursor) -> int:
    """How many tokens say here that a lesson goes elsewhere: a word, or an arrow."""
    if cursor.at_sign(">"):  # the tokeniser writes every arrow so
        return 1
    if cursor.at_sign("-=") and cursor.at_sign(">", 1):
        return 2
    return phrase_at(cursor, _MOVES)


def room_at(cursor: Cursor) -> int:
    """How many tokens say «кабинет» here."""
    token = cursor.peek()
    if token is None or not token.is_word or token.key not in _ROOMS:
        return 0
    return phrase_at(cursor, ((token.key,),))


def lead_at(cursor: Cursor) -> int:
    """How many tokens say here that a teacher follows."""
    return phrase_at(cursor, _LEADS)


def instead_at(cursor: Cursor) -> int:
    """How many tokens say «вместо» here."""
    return phrase_at(cursor, _INSTEAD)

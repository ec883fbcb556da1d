"""The words of a line about the timetable: what is cancelled, moved, led, and where."""

from collections.abc import Mapping
from types import MappingProxyType

from services.bulk_entry.tokens import Cursor
from services.vocabulary import DayKind

__all__ = [
    "ARROWS",
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
ARROWS = "→⇒⟶"

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
    if cursor.at_sign(ARROWS):
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

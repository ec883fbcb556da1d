"""Which class a heading names: «7б», «7 "Б"», «7-Б класс», and Latin letters typed for it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from services.bulk_entry.faults import FaultKind, LineFault
from services.bulk_entry.tokens import Cursor, cyrillic, fold
from services.bulk_entry.wordlist import EntryVocabulary

__all__ = ["class_key", "read_class"]

# Letters that a Latin key may stand for, besides its look-alike: by sound. «b» has no single
# look-alike (domain B.3, D.3), so it may be either.
_BY_SOUND: Mapping[str, str] = MappingProxyType(
    {"b": "бв", "v": "в", "g": "г", "d": "д", "z": "з", "i": "и", "l": "л", "f": "ф"}
)
_CLASS_WORDS = frozenset({"класс", "класса", "классе", "кл"})
_LAST_GRADE = 11


def class_key(name: str) -> str:
    """The form in which class names are compared: «7 "Б"», «7-Б» and «7б» are one."""
    return re.sub(r"[^0-9a-zа-я+]", "", cyrillic(fold(name)))


def read_class(cursor: Cursor, words: EntryVocabulary) -> tuple[tuple[str, ...], int] | None:
    """The classes that may be meant here and how many tokens say so; None when no class is named.

    Raises:
        LineFault: it is written as a class, and the school has none of that name.
    """
    number = cursor.peek()
    if number is None or not number.is_number or not 1 <= number.value <= _LAST_GRADE:
        return None
    named = {class_key(name): name for name in words.classes}
    ahead, letter = _letter(cursor)
    if letter:
        found = tuple(
            named[number.key + candidate]
            for candidate in _BY_SOUND.get(letter, letter)
            if number.key + candidate in named
        )
        if found:
            return found, ahead + _class_word(cursor, ahead)
        if _is_written_as_class(cursor, ahead):
            last = cursor.peek(ahead - 1) or number
            raise LineFault(
                FaultKind.UNKNOWN_CLASS,
                start=number.start,
                end=last.end,
                hints=_of_grade(number.key, words),
            )
        return None
    word = _class_word(cursor, 1)
    if not word:
        return None
    found = (named[number.key],) if number.key in named else _of_grade(number.key, words)
    if not found:
        raise LineFault(FaultKind.UNKNOWN_CLASS, start=number.start, end=number.end)
    return found, 1 + word


def _letter(cursor: Cursor) -> tuple[int, str]:
    """The letter behind the number, in quotes or behind a hyphen or not, and where it ends."""
    ahead = 1
    is_quoted = False
    if cursor.at_sign("-", ahead):
        ahead += 1
    if cursor.at_sign("\"'", ahead):
        is_quoted = True
        ahead += 1
    token = cursor.peek(ahead)
    if token is None or not token.is_letter:
        return 0, ""
    ahead += 1
    if is_quoted and cursor.at_sign("\"'", ahead):
        ahead += 1
    return ahead, token.key


def _is_written_as_class(cursor: Cursor, ahead: int) -> bool:
    """«7ж» and «7 ж класс» can be nothing else; «7 н» may be a lesson and a letter."""
    second = cursor.peek(1)
    is_glued_letter = second is not None and second.is_letter and second.is_glued
    return is_glued_letter or _class_word(cursor, ahead) > 0


def _class_word(cursor: Cursor, ahead: int) -> int:
    if not cursor.at_word(_CLASS_WORDS, ahead):
        return 0
    stop = cursor.peek(ahead + 1)
    return 2 if stop is not None and stop.is_glued and stop.is_sign(".") else 1


def _of_grade(grade: str, words: EntryVocabulary) -> tuple[str, ...]:
    return tuple(name for name in words.classes if re.fullmatch(grade + r"\D?", class_key(name)))

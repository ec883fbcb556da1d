"""Figures in words, as a telephone writes what a teacher says: «седьмой б», «пять», «второй урок».

A word becomes a figure only where nothing else can be meant; its text and place stay, so that
topics, homework and comments keep it as it was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from services.bulk_entry.tokens import Token, TokenKind

__all__ = ["as_written"]

# A mark has names of its own; nobody's family name is among them, and nothing else is counted so.
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        word: figure
        for figure, words in {
            "5": "пятерка пятерку пятерки пятерке пятерок",
            "4": "четверка четверку четверки четверке четверок",
            "3": "тройка тройку тройки тройке троек",
            "2": "двойка двойку двойки двойке двоек",
        }.items()
        for word in words.split()
    }
)
# Of chairs and minutes, too: they are marks where a class is named.
_FIGURES: Mapping[str, str] = MappingProxyType(
    {"пять": "5", "четыре": "4", "три": "3", "два": "2"}
)
_NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "один": "1",
        "шесть": "6",
        "семь": "7",
        "восемь": "8",
        "девять": "9",
        "десять": "10",
        "одиннадцать": "11",
        "пятнадцать": "15",
        "двадцать": "20",
    }
)
_ORDINALS: Mapping[str, str] = MappingProxyType(
    {
        stem + ending: figure
        for figure, stems, endings in (
            ("1", ("перв",), "ый ая ом ой ого ую"),
            ("2", ("втор",), "ой ая ом ого ую"),
            ("3", ("трет",), "ий ья ьем ьей ьего ью"),
            ("4", ("четверт",), "ый ая ом ой ого ую"),
            ("5", ("пят",), "ый ая ом ой ого ую"),
            ("6", ("шест",), "ой ая ом ого ую"),
            ("7", ("седьм",), "ой ая ом ого ую"),
            ("8", ("восьм",), "ой ая ом ого ую"),
            ("9", ("девят",), "ый ая ом ой ого"),
            ("10", ("десят",), "ый ая ом ой ого"),
            ("11", ("одиннадцат",), "ый ая ом ой ого"),
        )
        for stem in stems
        for ending in endings.split()
    }
)
# The letters of classes by their names; the others are called as they are written.
_LETTER_NAMES: Mapping[str, str] = MappingProxyType(
    {"бэ": "б", "бе": "б", "вэ": "в", "ве": "в", "гэ": "г", "ге": "г", "дэ": "д", "де": "д"}
)
_GREETING = frozenset({"здравствуйте", "привет", "добрый", "доброе", "день", "утро", "вечер"})
_COUNTED = frozenset(
    {
        *("урок", "урока", "уроке", "ур"),
        *("группа", "группы", "группе", "подгруппа", "четверть", "четверти", "триместр"),
        *("полугодие", "полугодия", "мин", "минут", "минуты"),
    }
)


def as_written(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return spoken tokens as they would be written: figures, no «Добрый день!» before them."""
    tokens = tokens[_greeting(tokens) :]
    found: list[Token] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        before = found[-1] if found else None
        found.append(_figured(token, before, following))
    if not any(map(_is_class, found, found[1:])):
        return tuple(found)
    return tuple(
        replace(one, kind=TokenKind.NUMBER, key=_FIGURES[one.key])
        if one.is_word and one.key in _FIGURES
        else one
        for one in found
    )


def _is_class(number: Token, letter: Token) -> bool:
    return number.is_number and letter.is_letter


def _greeting(tokens: Sequence[Token]) -> int:
    count = 0
    while count < len(tokens) and (
        tokens[count].key in _GREETING or (count and tokens[count].is_sign(",.!"))
    ):
        count += 1
    return count


def _figured(token: Token, before: Token | None, following: Token | None) -> Token:
    if not token.is_word:
        return token
    if before is not None and before.is_number and token.key in _LETTER_NAMES:
        return replace(token, key=_LETTER_NAMES[token.key])
    figure = _MARKS.get(token.key)
    if figure is None and following is not None and following.is_word:
        is_class = following.is_letter or following.key in _LETTER_NAMES
        if is_class or following.key in _COUNTED:
            key = token.key
            figure = _FIGURES.get(key) or _NUMBERS.get(key) or _ORDINALS.get(key)
    if figure is None:
        return token
    return replace(token, kind=TokenKind.NUMBER, key=figure)

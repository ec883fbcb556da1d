"""What a cell may hold: each kind reads a text or refuses it, and says what it expected."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any

from services.exchange.names import HIGHEST_GRADE, parse_class_name
from services.i18n import gettext as _
from services.roster.phones import normalise_phone

__all__ = [
    "CellKind",
    "a_class",
    "a_date",
    "a_phone",
    "a_time",
    "a_weekday",
    "choice",
    "classes",
    "grades",
    "hours",
    "key_word",
    "several",
    "text",
    "weekdays",
    "whole_number",
    "yes_no",
]


@dataclass(frozen=True, slots=True)
class CellKind:
    """A kind of cell: *read* raises ValueError, *expected* tells a person what would have done."""

    read: Callable[[str], Any]
    expected: Callable[[], str]


def text(limit: int) -> CellKind:
    """Any text of at most *limit* characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise ValueError(cell)
        return cell

    return CellKind(read, lambda: _("a text of at most {limit} characters").format(limit=limit))


_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:\s*г\.?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_EARLIEST, _LATEST = 1900, 2100
_CENTURY, _PIVOT = 100, 50  # 12.05.19 is of 2019, 12.05.71 of 1971


def _read_date(cell: str) -> date:
    if match := _DATE.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
        if year < _CENTURY:
            year += 2000 if year < _PIVOT else 1900
    elif match := _ISO_DATE.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise ValueError(cell)
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(cell)
    return date(year, month, day)


a_date = CellKind(_read_date, lambda: _("a date such as 01.09.2026 or 2026-09-01"))


_TIME = re.compile(r"(\d{1,2})[:.\-](\d{2})(?:[:.]00)?")


def _read_time(cell: str) -> time:
    match = _TIME.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    return time(int(match[1]), int(match[2]))


a_time = CellKind(_read_time, lambda: _("a time such as 08:30"))


def whole_number(lowest: int, highest: int) -> CellKind:
    """A whole number between two others, both included."""

    def read(cell: str) -> int:
        number = int(cell) if cell.isascii() and cell.isdecimal() else -1
        if not lowest <= number <= highest:
            raise ValueError(cell)
        return number

    return CellKind(
        read,
        lambda: _("a whole number from {lowest} to {highest}").format(
            lowest=lowest, highest=highest
        ),
    )


_HOURS = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")


def _read_hours(cell: str) -> Fraction:
    if not _HOURS.fullmatch(cell) or not cell.isascii():
        raise ValueError(cell)
    return Fraction(cell.replace(",", "."))


hours = CellKind(_read_hours, lambda: _("hours a week, such as 2 or 0,5"))


def _read_class(cell: str) -> str:
    name = parse_class_name(cell)
    if name is None:
        raise ValueError(cell)
    return name.name


a_class = CellKind(_read_class, lambda: _("a class such as 7Б or 5"))


def several(kind: CellKind, expected: Callable[[], str]) -> CellKind:
    """Cells of one kind, separated by commas; the same one twice counts once."""

    def read(cell: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in re.split(r"[,;]", cell)]
        return tuple(dict.fromkeys(kind.read(part) for part in parts if part))

    return CellKind(read, expected)


classes = several(a_class, lambda: _("a class such as 7Б, or several: 1А, 3А"))


_SPAN = re.compile(r"\s*[-–—]\s*")
_EVERYBODY = {"все", "all"}


def _spans(cell: str, read: Callable[[str], int]) -> tuple[int, ...]:
    found: set[int] = set()
    for part in re.split(r"[,;]", cell):
        ends = [read(end) for end in _SPAN.split(part.strip())] if part.strip() else []
        if len(ends) > 2 or (len(ends) == 2 and ends[0] > ends[1]):  # noqa: PLR2004  # from-to
            raise ValueError(cell)
        if ends:
            found.update(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def _read_grades(cell: str) -> tuple[int, ...]:
    if cell.casefold() in _EVERYBODY:
        return ()
    return _spans(cell, whole_number(1, HIGHEST_GRADE).read)


grades = CellKind(_read_grades, lambda: _("grades such as 1-9 or 10,11"))


_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            ("пн", "понедельник", "mon", "monday"),
            ("вт", "вторник", "tue", "tuesday"),
            ("ср", "среда", "wed", "wednesday"),
            ("чт", "четверг", "thu", "thursday"),
            ("пт", "пятница", "fri", "friday"),
            ("сб", "суббота", "sat", "saturday"),
            ("вс", "воскресенье", "sun", "sunday"),
        ),
        start=1,
    )
    for word in (*words, str(number))
}


def key_word(cell: str) -> str:
    """Return a word as tables of words have it: lower case, «е» for «ё», no full stop."""
    return " ".join(cell.casefold().replace("ё", "е").strip(".").split())


def _read_weekday(cell: str) -> int:
    try:
        return _WEEKDAYS[key_word(cell)]
    except KeyError:
        raise ValueError(cell) from None


a_weekday = CellKind(_read_weekday, lambda: _("a day of the week: Mon … Sun, or 1 … 7"))
weekdays = CellKind(
    lambda cell: _spans(cell, _read_weekday), lambda: _("days of the week such as Mon-Fri or 1,3")
)


def choice(words: Mapping[str, Any], expected: Callable[[], str]) -> CellKind:
    """One of some words, whose meaning *words* gives by ``key_word`` form."""

    def read(cell: str) -> Any:
        try:
            return words[key_word(cell)]
        except KeyError:
            raise ValueError(cell) from None

    return CellKind(read, expected)


yes_no = choice(
    {"да": True, "нет": False, "yes": True, "no": False, "+": True, "-": False, "1": True}
    | {"0": False},
    lambda: _("yes or no"),
)


def _read_phone(cell: str) -> str:
    number = normalise_phone(cell)
    if number is None:
        raise ValueError(cell)
    return number


a_phone = CellKind(_read_phone, lambda: _("one phone number such as +7 912 345-67-89"))

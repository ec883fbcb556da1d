"""What a cell may hold: each kind reads a text or refuses it, and says what it expected."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from services.exchange.names import HIGHEST_GRADE, parse_class_name
from services.exchange.reading.kinds import CellKind
from services.i18n import gettext as _

__all__ = [
    "a_class",
    "a_weekday",
    "choice",
    "classes",
    "grades",
    "hours",
    "key_word",
    "lesson_number",
    "person_name",
    "several",
    "text",
    "weekdays",
    "weight",
    "whole_number",
    "yes_no",
]


def text(limit: int) -> CellKind:
    """Any text of at most *limit* characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise ValueError(cell)
        return cell

    return CellKind(read, lambda: _("a text of at most {limit} characters").format(limit=limit))


def person_name(limit: int) -> CellKind:
    """Part of a person's name; what was typed in capitals only, or in none, becomes usual."""
    plain = text(limit)

    def read(cell: str) -> str:
        written: str = plain.read(cell)
        if len(written) > _INITIAL and (written.isupper() or written.islower()):
            return _WORD.sub(lambda word: word[0].capitalize(), written.casefold())
        return written

    return CellKind(read, plain.expected)


_WORD = re.compile(r"[^\W\d_]+")
_INITIAL = 2  # «М.»


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


_LESSON = re.compile(r"(\d{1,2})(?:\s*-?\s*(?:й|ый|ой))?\.?(?:\s*(?:урок|lesson))?")
_LAST_LESSON = 15


def _read_lesson(cell: str) -> int:
    match = _LESSON.fullmatch(cell.casefold())
    return int(_lesson_number.read(match[1] if match else cell))


_lesson_number = whole_number(0, _LAST_LESSON)
lesson_number = CellKind(_read_lesson, _lesson_number.expected)


_HOURS = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")


def _read_hours(cell: str) -> Fraction:
    if not _HOURS.fullmatch(cell) or not cell.isascii():
        raise ValueError(cell)
    return Fraction(cell.replace(",", "."))


hours = CellKind(_read_hours, lambda: _("hours a week, such as 2 or 0,5"))


_HEAVIEST = 10


def _read_weight(cell: str) -> Fraction:
    weight = _read_hours(cell)
    if not 0 < weight <= _HEAVIEST or weight * 10 % 1:
        raise ValueError(cell)
    return weight


weight = CellKind(_read_weight, lambda: _("a weight from 0,1 to 10, such as 2 or 0,5"))


def _read_class(cell: str) -> str:
    name = parse_class_name(cell)
    if name is None:
        raise ValueError(cell)
    return name.name


a_class = CellKind(_read_class, lambda: _("a class such as 7Б or 5"))


# A spreadsheet turns «1,3» into the number 1.3.
_SEPARATED = re.compile(r"[,;+&]|(?<=\d)\.(?=\d)")


def several(kind: CellKind, expected: Callable[[], str]) -> CellKind:
    """Cells of one kind, separated by commas; the same one twice counts once."""

    def read(cell: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in _SEPARATED.split(cell)]
        return tuple(dict.fromkeys(kind.read(part) for part in parts if part))

    return CellKind(read, expected)


classes = several(a_class, lambda: _("a class such as 7Б, or several: 1А, 3А"))


_SPAN = re.compile(r"\s*[-–—]\s*")
# A spreadsheet turns «1-9» into the first of September, or the ninth of January, of this year.
_SPAN_AS_DATE = re.compile(r"20\d\d-(\d\d)-(\d\d)")
_LIST_AS_NUMBER = re.compile(r"(\d{1,2})\.(\d{1,2})")
_EVERYBODY = {"все", "all"}


def _spans(cell: str, read: Callable[[str], int]) -> tuple[int, ...]:
    if match := _SPAN_AS_DATE.fullmatch(cell):
        cell = "-".join(str(end) for end in sorted((int(match[1]), int(match[2]))))
    elif match := _LIST_AS_NUMBER.fullmatch(cell):
        if match[2] == "1":
            raise ValueError(cell)  # «1,10» and «1,1» have become the same number
        cell = f"{match[1]},{match[2]}"
    found: set[int] = set()
    for part in re.split(r"[,;]", cell):
        ends = [read(end) for end in _SPAN.split(part.strip())] if part.strip() else []
        if len(ends) > 2 or (len(ends) == 2 and ends[0] > ends[1]):  # noqa: PLR2004  # from-to
            raise ValueError(cell)
        if ends:
            found.update(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def _read_grades(cell: str) -> tuple[int, ...]:
    cell = cell.casefold().removesuffix("кл.").removesuffix("кл").removesuffix("классы").strip()
    if cell in _EVERYBODY:
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


_YES_NO = choice(
    {"да": True, "нет": False, "yes": True, "no": False, "+": True, "-": False, "1": True}
    | {"0": False, "true": True, "false": False, "истина": True, "ложь": False},
    lambda: _("yes or no"),
)
yes_no = CellKind(_YES_NO.read, _YES_NO.expected, frozenset())

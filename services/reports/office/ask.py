"""What a report is asked for: classes and a period, as people name them; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.diary.facts import PeriodFacts
from services.diary.periods import period_at
from services.errors import BadInput
from services.vocabulary import PeriodKind

__all__ = [
    "NoSuchPeriod",
    "PeriodWish",
    "Term",
    "read_period",
    "read_wish",
    "term_for",
    "wish_code",
]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = re.compile(r"[^\W_]+")
_KINDS = (
    (PeriodKind.QUARTER, ("четв", "quart")),
    (PeriodKind.TRIMESTER, ("трим", "trim")),
    (PeriodKind.HALF_YEAR, ("полуг", "half")),
)
_YEAR = ("год", "year")
_YEAR_CODE = "y"
_LETTERS = {PeriodKind.QUARTER: "q", PeriodKind.TRIMESTER: "t", PeriodKind.HALF_YEAR: "h"}


class NoSuchPeriod(BadInput):
    """The words name no period, or nobody has such a one. Facts: text."""


@dataclass(frozen=True, slots=True)
class PeriodWish:
    """A period somebody asks for; nothing named: the one of a day, of today unless *on* says.

    *on* names the school year as well.
    """

    kind: PeriodKind | None = None
    number: int | None = None
    is_year: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """The span a report is about; without a period it is the school year."""

    starts_on: date
    ends_on: date
    period: PeriodFacts | None = None

    @property
    def is_year(self) -> bool:
        """Whether the whole year is summed up."""
        return self.period is None


def read_period(text: str | None) -> PeriodWish:
    """Return what «II четверть», «2», «1 полугодие» or «год» asks for.

    Raises:
        NoSuchPeriod: the words name none.
    """
    if text is None or not text.strip():
        return PeriodWish()
    words = _WORDS.findall(text.casefold())
    kind = next((kind for kind, stems in _KINDS for word in words if word.startswith(stems)), None)
    numbers = [number for word in words if (number := _number(word)) is not None]
    # «полугодие» holds «год»: it is a kind first.
    if kind is None and not numbers and any(word.startswith(_YEAR) for word in words):
        return PeriodWish(is_year=True)
    if len(numbers) != 1:
        raise NoSuchPeriod(text=text)
    return PeriodWish(kind, numbers[0])


def wish_code(wish: PeriodWish) -> str:
    """Return a wish in at most eight letters, to keep it beside its day: «q2», «h1», «y»."""
    if wish.is_year:
        return _YEAR_CODE
    letter = "" if wish.kind is None else _LETTERS[wish.kind]
    return f"{letter}{wish.number or ''}"


def read_wish(code: str, on: date) -> PeriodWish:
    """Return the wish that ``wish_code`` wrote, in the school year of a day.

    Raises:
        NoSuchPeriod: nothing of the kind was ever written.
    """
    if code == _YEAR_CODE:
        return PeriodWish(is_year=True, on=on)
    kind = next((one for one, letter in _LETTERS.items() if code.startswith(letter)), None)
    digits = code if kind is None else code[1:]
    if digits and not (digits.isascii() and digits.isdecimal()):
        raise NoSuchPeriod(text=code)
    return PeriodWish(kind, int(digits) if digits else None, on=on)


def _number(word: str) -> int | None:
    latin = word.translate(str.maketrans("іiх", "iix"))
    if latin in _ROMAN:
        return _ROMAN[latin]
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else None


def term_for(
    wish: PeriodWish,
    periods: Sequence[PeriodFacts],
    *,
    year: tuple[date, date],
    today: date,
) -> Term | None:
    """Return the span a wish means for somebody with these *periods*; None: they have none such.

    Nothing wished: the period of today, or in the holidays the one that has just ended.
    """
    if wish.is_year:
        return Term(*year)
    if wish.number is None:
        found = period_at(periods, today)
    else:
        found = next(
            (
                one
                for one in periods
                if one.number == wish.number and wish.kind in (None, one.kind)
            ),
            None,
        )
    return None if found is None else Term(found.starts_on, found.ends_on, found)

"""A class teacher's line «Сидоров, Петров 16.11-20.11 б»: names, days, letter; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.absences.letters import LETTERS
from services.bulk_entry.codes import MOST_WORDS, SPELLINGS
from services.bulk_entry.model import NamePart, NameRef
from services.bulk_entry.tokens import fold
from services.homeroom.facts import LineFault, ReasonLineNotRead
from services.vocabulary import AttendanceCode

__all__ = ["MOST_DAYS", "ReasonLine", "read_reason_line"]

MOST_DAYS = 60
_BACK = timedelta(days=120)  # longer than a period: its figures are closed by then
_AHEAD = timedelta(days=60)
_FULL = r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?"
_RANGE = re.compile(rf"(?:с\s+)?{_FULL}\s*(?:-|–|—|по|до)\s*{_FULL}", re.IGNORECASE)
_SAME_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*[-–—]\s*(\d{1,2})\.(\d{1,2})(?!\d)")
_ONE = re.compile(rf"(?:за\s+|от\s+)?{_FULL}", re.IGNORECASE)
_DAY_WORDS = {"сегодня": 0, "вчера": -1, "позавчера": -2, "today": 0, "yesterday": -1}
_WORD = re.compile(r"№?\s*\d+|[^\W\d_]+(?:[-/][^\W\d_]+)*\.?|,|;|\n")
_BETWEEN = frozenset({",", ";", "\n", "и"})


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """What a line says; without days it is about all that is open, without a code it is asked."""

    names: tuple[NameRef, ...]
    words: tuple[str, ...]  # as typed, beside the names
    starts_on: date | None
    ends_on: date | None
    code: AttendanceCode | None


def read_reason_line(text: str, *, today: date) -> ReasonLine:
    """Read a line; who is meant is for the class list to say.

    Raises:
        ReasonLineNotRead: names are missing, or the days cannot be.
    """
    days, rest = _days(text, today)
    words = [one.strip() for one in _WORD.findall(rest)]
    for word in list(words):
        step = _DAY_WORDS.get(fold(word))
        if step is not None and days is None:
            day = today + timedelta(days=step)
            days = (day, day)
            words.remove(word)
    code, words = _letter(words)
    names, typed = _names(words)
    if not names:
        raise ReasonLineNotRead(fault=LineFault.NO_NAME, word="")
    starts_on, ends_on = days or (None, None)
    return ReasonLine(names, typed, starts_on, ends_on, code)


def _days(text: str, today: date) -> tuple[tuple[date, date] | None, str]:
    found = _RANGE.search(text)
    if found:
        pair = (_date(found.group(1, 2, 3), today), _date(found.group(4, 5, 6), today))
    elif found := _SAME_MONTH.search(text):
        pair = (
            _date((found[1], found[3], None), today),
            _date((found[2], found[3], None), today),
        )
    elif found := _ONE.search(text):
        day = _date(found.group(1, 2, 3), today)
        pair = (day, day)
    else:
        return None, text
    starts_on, ends_on = pair
    if (
        not today - _BACK <= starts_on <= ends_on <= today + _AHEAD
        or (ends_on - starts_on).days >= MOST_DAYS
    ):
        raise ReasonLineNotRead(fault=LineFault.BAD_DATES, word=found[0].strip())
    return pair, f"{text[: found.start()]} {text[found.end() :]}"


def _date(parts: Sequence[str | None], today: date) -> date:
    """The day of that name nearest to today: in January «28.12» is four weeks ago."""
    day, month, year = parts
    named = int(year) + (2000 if len(year) == 2 else 0) if year else None  # noqa: PLR2004  # «26»
    years = [named] if named else [today.year - 1, today.year, today.year + 1]
    days: list[date] = []
    for one in years:
        try:
            days.append(date(one, int(month or 0), int(day or 0)))
        except ValueError:
            continue
    if not days:
        raise ReasonLineNotRead(fault=LineFault.BAD_DATES, word=f"{day}.{month}")
    return min(days, key=lambda one: abs(one - today))


def _letter(words: list[str]) -> tuple[AttendanceCode | None, list[str]]:
    """The letter stands last, in one word or in several."""
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        phrase = " ".join(fold(word).rstrip(".") for word in words[-count:])
        code = SPELLINGS.get(phrase)
        is_initial = count == 1 and words[-1].endswith(".") and len(phrase) == 1
        if isinstance(code, AttendanceCode) and code in LETTERS and not is_initial:
            return code, words[:-count]
    return None, words


def _names(words: Sequence[str]) -> tuple[tuple[NameRef, ...], tuple[str, ...]]:
    names: list[NameRef] = []
    typed: list[str] = []
    taken: list[str] = []
    for word in (*words, ","):
        if fold(word) not in _BETWEEN:
            taken.append(word)
        elif taken:
            names.append(_name(taken))
            typed.append(" ".join(taken))
            taken = []
    return tuple(names), tuple(typed)


def _name(words: Sequence[str]) -> NameRef:
    number = words[0].lstrip("№ ")
    if len(words) == 1 and number.isdecimal():
        return NameRef(number=int(number))
    return NameRef(
        parts=tuple(
            NamePart(key=key, is_initial=len(key) == 1, text=word)
            for word in words
            if (key := fold(word).rstrip("."))
        )
    )

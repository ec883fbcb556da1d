"""What the office types about a guardian's access, read: reason and dates, number and date.

Pure: dates as people write them, `с 01.12.2026 по 31.05.2027`, `до 31.05`; the rest is the reason.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.joining.access_errors import ApplicationUnclear, SuspensionUnclear

__all__ = ["Application", "Suspension", "read_application", "read_suspension"]

_LONGEST_REASON = 300  # the column's length
# One word with a figure in it: a journal line typed here by mistake is no number.
_NUMBER = re.compile(r"(?=\S*\d)\S{1,20}")
_DATE = r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?|(\d{4})-(\d{2})-(\d{2})"
_FROM = re.compile(rf"(?<!\w)(?:с|from)\s+(?:{_DATE})(?!\w)", re.IGNORECASE)
_TO = re.compile(rf"(?<!\w)(?:по|до|to|until)\s+(?:{_DATE})(?!\w)", re.IGNORECASE)
_OF = re.compile(rf"(?<!\w)(?:от|of)\s+(?:{_DATE})(?!\w)", re.IGNORECASE)
_WITH_YEAR = re.compile(
    r"(?<![\w.])(?:(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})|(\d{4})-(\d{2})-(\d{2}))(?!\w)"
)
_NUMBER_SIGN = re.compile(r"^\s*(?:№|no\.?|n)\s*", re.IGNORECASE)
_EDGES = " \t\n,;:.—–-"


@dataclass(frozen=True, slots=True)
class Suspension:
    """Why, from which day, and to which (included; None: until it is lifted)."""

    reason: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Application:
    """Number and date of a paper application."""

    number: str
    on: date


def read_suspension(text: str, *, today: date) -> Suspension:
    """Return what a line about a suspension says; without a first day it begins today.

    A date without its year is the next such day.

    Raises:
        SuspensionUnclear: no reason, no such day, or the end lies before the beginning or today.
    """
    start, end = _FROM.search(text), _TO.search(text)
    starts_on = _day(start, today, fault="date") if start else today
    ends_on = _day(end, starts_on, fault="date") if end else None
    reason = _TO.sub(" ", _FROM.sub(" ", text))
    reason = " ".join(reason.split()).strip(_EDGES)
    if not any(sign.isalpha() for sign in reason):
        raise SuspensionUnclear(fault="reason")
    if len(reason) > _LONGEST_REASON:
        raise SuspensionUnclear(fault="long")
    if ends_on is not None and (ends_on < starts_on or ends_on < today):
        raise SuspensionUnclear(fault="order")
    return Suspension(reason, starts_on, ends_on)


def read_application(text: str, *, today: date) -> Application:
    """Return number and date of a paper application: `114 от 01.09.2026`; no date means today.

    Raises:
        ApplicationUnclear: no number, no such day, or a day to come.
    """
    found = _OF.search(text) or _WITH_YEAR.search(text)
    on = today
    if found:
        try:
            on = _date(found, today.year)
        except ValueError:
            raise ApplicationUnclear from None
        text = f"{text[: found.start()]} {text[found.end() :]}"
    number = _NUMBER_SIGN.sub("", " ".join(text.split())).strip(_EDGES)
    if not _NUMBER.fullmatch(number) or on > today:
        raise ApplicationUnclear
    return Application(number, on)


def _day(found: re.Match[str], not_before: date, *, fault: str) -> date:
    try:
        on = _date(found, not_before.year)
        has_year = found[3] or found[4]
        return on if has_year or on >= not_before else on.replace(year=on.year + 1)
    except ValueError:
        raise SuspensionUnclear(fault=fault) from None


def _date(found: re.Match[str], year: int) -> date:
    if found[4]:
        return date(int(found[4]), int(found[5]), int(found[6]))
    written = int(found[3]) if found[3] else year
    return date(written + 2000 if written < 100 else written, int(found[2]), int(found[1]))  # noqa: PLR2004

"""Dates and times as people and spreadsheets write them."""

import re
from datetime import date, time, timedelta

from services.exchange.reading.kinds import CellKind
from services.i18n import gettext as _

__all__ = ["a_date", "a_time"]

_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"  # midnight of exports from databases
_YEAR = r"(?:\s*(?:г|года)?\.?)?"
_DATE = re.compile(rf"(\d{{1,2}})[.\-](\d{{1,2}})[.\-](\d{{4}}|\d{{2}}){_CLOCK}{_YEAR}")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DATE = re.compile(rf"(\d{{4}})[-.](\d{{2}})[-.](\d{{2}}){_CLOCK}")
_MONTHS = {
    month: number
    for number, month in enumerate(
        ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), 1
    )
} | {"май": 5}
_WORDS_DATE = re.compile(r"(\d{1,2})\s+([а-яё]{3})[а-яё]*\.?\s+(\d{4})" + _YEAR)
# The number under a date that lost its format: days since the last day of 1899.
_SERIAL = re.compile(r"[2-6]\d{4}")
_SERIAL_DAY_0 = date(1899, 12, 30)
_EARLIEST, _LATEST = 1900, 2100
_CENTURY, _PIVOT = 100, 50  # 12.05.19 is of 2019, 12.05.71 of 1971
_LAST_MONTH = 12


def _read_date(cell: str) -> date:
    cell = cell.casefold()
    if match := _DATE.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
        if year < _CENTURY:
            year += 2000 if year < _PIVOT else 1900
    elif match := _ISO_DATE.fullmatch(cell.upper()):
        year, month, day = (int(part) for part in match.groups())
    elif match := _SLASHES.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
        if day <= _LAST_MONTH and day != month:
            raise ValueError(cell)  # 9/1/2026 is a first of September in America
    elif match := _WORDS_DATE.fullmatch(cell):
        day, month, year = int(match[1]), _MONTHS.get(match[2], 0), int(match[3])
    elif _SERIAL.fullmatch(cell):
        return _SERIAL_DAY_0 + timedelta(days=int(cell))
    else:
        raise ValueError(cell)
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(cell)
    return date(year, month, day)


a_date = CellKind(_read_date, lambda: _("a date such as 01.09.2026 or 2026-09-01"))


_TIME = re.compile(r"(\d{1,2})[:.\-](\d{2})(?:[:.]\d{2})?")
_FRACTION_OF_A_DAY = re.compile(r"0[.,]\d{3,}")
_MINUTES_OF_A_DAY = 24 * 60


def _read_time(cell: str) -> time:
    if _FRACTION_OF_A_DAY.fullmatch(cell):
        minutes = round(float(cell.replace(",", ".")) * _MINUTES_OF_A_DAY)
        return time(minutes // 60 % 24, minutes % 60)
    match = _TIME.fullmatch(cell.removesuffix("ч").strip())
    if match is None:
        raise ValueError(cell)
    return time(int(match[1]), int(match[2]))


a_time = CellKind(_read_time, lambda: _("a time such as 08:30"))

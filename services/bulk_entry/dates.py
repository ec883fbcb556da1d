"""Days as teachers write them: «16.11», «вчера», «за пн» for a lesson, «к чт» for homework.

Pure: today comes as an argument. A lesson's day looks back, a due day looks ahead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from services.bulk_entry.faults import FaultKind, LineFault
from services.bulk_entry.model import Due
from services.bulk_entry.tokens import Cursor, Token

__all__ = ["DayRead", "DueRead", "due_days", "read_day", "read_due", "weekday_of"]

_WEEK = 7
_DATE_TOKENS = 3  # «16.11» is number, stop, number
_FULL_DATE_TOKENS = 5
_SHORT_YEAR = 100
_MARKS = frozenset("2345")
_FIGURES = frozenset("12345")
_WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {
        spelling: weekday
        for weekday, spellings in enumerate(
            (
                "пн пон понед понедельник понедельника понедельнику понедельнике",
                "вт втор вторник вторника вторнику вторнике",
                "ср сред среда среду среды среде",
                "чт четв четверг четверга четвергу четверге",
                "пт пятн пятница пятницу пятницы пятнице",
                "сб субб суббота субботу субботы субботе",
                "вс воскр воскресенье воскресенья воскресенью",
            ),
            start=1,
        )
        for spelling in spellings.split()
    }
)
_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        spelling: month
        for month, spellings in enumerate(
            (
                "января янв",
                "февраля фев февр",
                "марта мар",
                "апреля апр",
                "мая",
                "июня июн",
                "июля июл",
                "августа авг",
                "сентября сен сент",
                "октября окт",
                "ноября ноя нояб",
                "декабря дек",
            ),
            start=1,
        )
        for spelling in spellings.split()
    }
)
_RELATIVE: Mapping[str, int] = MappingProxyType(
    {"позавчера": -2, "вчера": -1, "вчерашний": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
)
_BEFORE_DAY = frozenset({"за", "в", "во", "от"})
_LAST = frozenset({"прошлый", "прошлую", "прошлое", "прошл", "прош"})
_BEFORE_DUE = frozenset({"к", "ко", "на"})
_NEXT = frozenset({"следующему", "следующий", "следующую", "следующей", "следующее", "след", "сл"})
_LESSON_WORDS = frozenset({"уроку", "урок", "занятие", "занятию", "разу", "раз", "ур"})


@dataclass(frozen=True, slots=True)
class DayRead:
    """A lesson's day; two ``days`` when «за пн» is written on a Monday."""

    days: tuple[date, ...]
    count: int
    is_short_weekday: bool = False  # «ср» alone, which is a kind of work too


@dataclass(frozen=True, slots=True)
class DueRead:
    """A due day; two ``days`` when «к следующему чт» may be this week's or next week's."""

    due: Due
    count: int
    days: tuple[date, ...] = ()


def weekday_of(token: Token | None) -> int | None:
    """The weekday a word names, Monday is 1."""
    return _WEEKDAYS.get(token.key) if token is not None and token.is_word else None


def read_day(cursor: Cursor, today: date, *, months_in_words: bool = True) -> DayRead | None:
    """The lesson's day written here, or None.

    Raises:
        LineFault: it is written as a date and no calendar has it.
    """
    lead = 1 if cursor.at_word(_BEFORE_DAY) else 0
    after = lead + 1 if cursor.at_word(_LAST, lead) else lead
    weekday = weekday_of(cursor.peek(after))
    if weekday is not None:
        back = (today.isoweekday() - weekday) % _WEEK
        count = after + 1 + _stop(cursor, after + 1)
        if after > lead:
            return DayRead((today - timedelta(days=back or _WEEK),), count)
        if back == 0:
            return DayRead((today, today - timedelta(days=_WEEK)), count)
        is_short = lead == 0 and weekday == 3 and count == 1  # noqa: PLR2004  # Wednesday: «ср»
        return DayRead((today - timedelta(days=back),), count, is_short_weekday=is_short)
    if after > lead:
        return None
    found = _relative(cursor, lead, today) or _numeric(cursor, lead, today)
    if found is None and months_in_words:
        found = _in_words(cursor, lead, today)
    return DayRead((found[0],), lead + found[1]) if found else None


def read_due(cursor: Cursor, today: date) -> DueRead | None:
    """The due day written here («к чт», «на 24.11», «к следующему уроку»), or None.

    Raises:
        LineFault: it is written as a date and no calendar has it.
    """
    if not cursor.at_word(_BEFORE_DUE):
        return None
    after = 1
    is_next = cursor.at_word(_NEXT, after)
    if is_next:
        after += 1 + _stop(cursor, after + 1)
        if cursor.at_word(_LESSON_WORDS, after):
            return DueRead(Due(), after + 1 + _stop(cursor, after + 1))
    weekday = weekday_of(cursor.peek(after))
    if weekday is not None:
        count = after + 1 + _stop(cursor, after + 1)
        if not is_next:
            return DueRead(Due(weekday=weekday), count)
        first = _next_weekday(today, weekday)
        return DueRead(Due(on=first), count, (first, first + timedelta(days=_WEEK)))
    if is_next:
        return None
    found = (
        _relative(cursor, after, today)
        or _numeric(cursor, after, today)
        or _in_words(cursor, after, today)
    )
    return DueRead(Due(on=found[0]), after + found[1]) if found else None


def due_days(due: Due, *, lesson_on: date, today: date) -> tuple[date, ...]:
    """The days a due may mean: none is the next lesson, two must be asked.

    A weekday is the first one after the lesson; written days later it may be the first one after
    today as well.
    """
    if due.on is not None:
        return (due.on,)
    if due.weekday is None:
        return ()
    days = (_next_weekday(day, due.weekday) for day in (lesson_on, max(lesson_on, today)))
    return tuple(dict.fromkeys(days))


def _next_weekday(after: date, weekday: int) -> date:
    return after + timedelta(days=(weekday - after.isoweekday() - 1) % _WEEK + 1)


def _stop(cursor: Cursor, ahead: int) -> int:
    """One for a full stop glued to a shortened word, when something still follows on its line."""
    following = cursor.peek(ahead + 1)
    stop = cursor.peek(ahead)
    is_short = stop is not None and stop.is_sign(".") and stop.is_glued
    return 1 if is_short and following is not None and not following.is_glued else 0


def _relative(cursor: Cursor, ahead: int, today: date) -> tuple[date, int] | None:
    token = cursor.peek(ahead)
    if token is None or not token.is_word or token.key not in _RELATIVE:
        return None
    return today + timedelta(days=_RELATIVE[token.key]), 1


def _numeric(cursor: Cursor, ahead: int, today: date) -> tuple[date, int] | None:
    """«16.11», «16.11.26», «16.11.2026», glued; «5.4» only behind a preposition.

    «16/11» as well, where the two cannot be a double mark.
    """
    day, stop, month = (cursor.peek(ahead + step) for step in range(_DATE_TOKENS))
    if day is None or stop is None or month is None:
        return None
    is_date = (
        day.is_number
        and stop.is_sign("./")
        and stop.is_glued
        and month.is_number
        and month.is_glued
        and max(len(day.key), len(month.key)) <= 2  # noqa: PLR2004  # digits of a day or month
    )
    looks_like_marks = (
        {day.key, month.key} <= _FIGURES
        if stop.key == "/"
        else ahead == 0 and {day.key, month.key} <= _MARKS
    )
    if not is_date or looks_like_marks:
        return None
    second, year = cursor.peek(ahead + 3), cursor.peek(ahead + 4)
    if (
        second is not None
        and second.is_sign("./")
        and second.is_glued
        and year is not None
        and year.is_number
        and year.is_glued
        and len(year.key) in {2, 4}
    ):
        full = year.value if year.value >= _SHORT_YEAR else today.year // 100 * 100 + year.value
        return _calendar(full, month.value, day.value, day, year), _FULL_DATE_TOKENS
    return _nearest(today, month.value, day.value, day, month), _DATE_TOKENS


def _in_words(cursor: Cursor, ahead: int, today: date) -> tuple[date, int] | None:
    day, month = cursor.peek(ahead), cursor.peek(ahead + 1)
    if day is None or month is None or not day.is_number or month.key not in _MONTHS:
        return None
    return _nearest(today, _MONTHS[month.key], day.value, day, month), 2


def _nearest(today: date, month: int, day: int, first: Token, last: Token) -> date:
    """The day of that name nearest to today: in January «28.12» is four weeks ago, not ahead."""
    days: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        raise LineFault(FaultKind.BAD_DATE, start=first.start, end=last.end)
    return min(days, key=lambda candidate: abs(candidate - today))


def _calendar(year: int, month: int, day: int, first: Token, last: Token) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise LineFault(FaultKind.BAD_DATE, start=first.start, end=last.end) from error

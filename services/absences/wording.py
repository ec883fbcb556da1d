"""How a guardian writes an announcement: «завтра 1-2 урок, у врача», «24.11-26.11 болезнь»."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from services.absences.facts import ReasonDays, UnreadAbsence
from services.vocabulary import AbsenceKind

__all__ = ["MOST_DAYS", "Wording", "plain_word", "read_announcement"]

MOST_DAYS = 60
_AHEAD = timedelta(days=180)

_KINDS = (
    (AbsenceKind.SICK, ("бол", "забол", "sick", "ill")),
    (AbsenceKind.DOCTOR, ("врач", "поликлин", "doctor")),
    (AbsenceKind.FAMILY, ("сем", "famil")),
    (AbsenceKind.LATE, ("опозд", "опазд", "late")),
)
_DAY_WORDS = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2}
_DATE = r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?"
_DATES = re.compile(rf"{_DATE}(?:\s*[-–—]\s*{_DATE})?")
_LESSONS = re.compile(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?(?:-?й|-?го)?\s*(?:урок|lesson)")
_FROM = re.compile(r"\b(?:с|from)\s+(?:lesson\s+)?(\d{1,2})(?:-?го)?\s*(?:урок\w*)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """What an announcement says; words that are neither may name a child."""

    days: ReasonDays
    kind: AbsenceKind | None
    words: tuple[str, ...]


def plain_word(text: str) -> str:
    """Return text as it is compared: small letters, «е» for «ё»."""
    return text.casefold().replace("ё", "е")


def read_announcement(text: str, *, today: date) -> Wording:
    """Read an announcement; without a day it is about today.

    Raises:
        UnreadAbsence: a date or a range in it cannot be.
    """
    rest = plain_word(text)
    starts_on = ends_on = today
    found = _DATES.search(rest)
    if found:
        starts_on = _date(found.group(1, 2, 3), today)
        ends_on = _date(found.group(4, 5, 6), today) if found.group(4) else starts_on
        rest = _without(rest, found)
    first = last = None
    lessons = _LESSONS.search(rest)
    begins = _FROM.search(rest)
    if begins:
        first = int(begins[1])
        rest = _without(rest, begins)
    elif lessons:
        first, last = int(lessons[1]), int(lessons[2] or lessons[1])
        rest = _without(rest, lessons)
    kind: AbsenceKind | None = None
    words: list[str] = []
    for word in re.findall(r"[a-zа-я]+", rest):
        if word in _DAY_WORDS and not found:
            starts_on = ends_on = today + timedelta(days=_DAY_WORDS[word])
            continue
        kind_of = _kind(word)
        if kind_of is not None:
            kind = kind or kind_of
        elif len(word) > 2:  # noqa: PLR2004  # «по», «у» say nothing
            words.append(word)
    if not today <= starts_on <= ends_on or (last is not None and (first or 0) > last):
        raise UnreadAbsence
    if ends_on - starts_on >= timedelta(days=MOST_DAYS) or ends_on > today + _AHEAD:
        raise UnreadAbsence
    return Wording(ReasonDays(starts_on, ends_on, first, last), kind, tuple(words))


def _kind(word: str) -> AbsenceKind | None:
    return next((kind for kind, stems in _KINDS if word.startswith(stems)), None)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _date(parts: tuple[str | None, ...], today: date) -> date:
    day, month, year = parts
    try:
        on = date(int(year or today.year), int(month or 0), int(day or 0))
        if year is None and on < today - timedelta(days=60):
            on = on.replace(year=on.year + 1)
    except ValueError:
        raise UnreadAbsence from None
    return on

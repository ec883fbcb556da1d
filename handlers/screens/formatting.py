"""How names, days, times and numbers look to a person; the only place that escapes HTML.

Everything returned here except ``escape`` and ``bold`` is plain text: a screen escapes what came
from people (names, topics, comments) once, when it builds its lines.
"""

import html
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from fractions import Fraction

from services.i18n import gettext as _
from services.i18n import pgettext

__all__ = [
    "bold",
    "capitalized",
    "child_line",
    "clock_time",
    "day_and_month",
    "decimal_number",
    "escape",
    "full_day",
    "inside_sentence",
    "lines",
    "month_name",
    "numeric_date",
    "person_initials",
    "person_name",
    "short_day",
    "time_range",
    "weekday_name",
    "weekday_short",
    "weight_number",
]

_TENTHS = 10


def escape(text: str) -> str:
    """Make *text* safe to stand in an HTML message."""
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """Return plain *text* in bold, escaped."""
    return f"<b>{escape(text)}</b>"


def lines(*parts: str | Iterable[str]) -> str:
    """Join lines, leaving out empty ones; a part may itself be several lines."""
    flat: list[str] = []
    for part in parts:
        flat.extend([part] if isinstance(part, str) else part)
    return "\n".join(line for line in flat if line)


def child_line(*, given_name: str, family_name: str, class_name: str) -> str:
    """Return the line every message about a child begins with: «Мария К. · 7Б»."""
    initial = f"{family_name[:1]}." if family_name else ""
    name = " ".join(part for part in (given_name, initial) if part)
    return " · ".join(part for part in (name, class_name) if part)


def person_name(*, family_name: str, given_name: str, patronymic: str = "") -> str:
    """Return the whole name in the order of lists: «Кузнецова Мария Олеговна»."""
    return " ".join(part for part in (family_name, given_name, patronymic) if part)


def person_initials(*, family_name: str, given_name: str, patronymic: str = "") -> str:
    """Return the family name with initials: «Иванова М. П.»; no initial of an empty name."""
    initials = (f"{part[:1]}." for part in (given_name, patronymic) if part)
    return " ".join((family_name, *initials))


def decimal_number(value: Fraction, *, places: int = 2) -> str:
    """Return an exact fraction with *places* decimals, a half rounded up: «4,25».

    Only for reading: thresholds are compared with the fraction itself.
    """
    scale = 10**places
    # floor(x + 1/2) rounds a half up; averages are never negative.
    whole, rest = divmod(int(value * scale + Fraction(1, 2)), scale)
    if not places:
        return str(whole)
    # TRANSLATORS: what stands between whole and decimals of a number
    separator = pgettext("decimal separator", ".")
    return f"{whole}{separator}{rest:0{places}d}"


def weight_number(weight_tenths: int) -> str:
    """Return a weight kept in tenths as people write it: «2», «0,5»."""
    if weight_tenths % _TENTHS == 0:
        return str(weight_tenths // _TENTHS)
    return decimal_number(Fraction(weight_tenths, _TENTHS), places=1)


def clock_time(moment: time | datetime, zone: tzinfo | None = None) -> str:
    """Return hours and minutes, «08:30»; an aware moment is shown in *zone*."""
    local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return f"{local:%H:%M}"


def time_range(start: time | datetime, end: time | datetime, zone: tzinfo | None = None) -> str:
    """Return an interval of the day: «08:30–09:15»."""
    return f"{clock_time(start, zone)}–{clock_time(end, zone)}"


def day_and_month(on: date) -> str:
    """Return day and month in figures: «24.11»."""
    return f"{on:%d.%m}"


def numeric_date(on: date) -> str:
    """Return the whole date in figures: «24.11.2026»."""
    return f"{on:%d.%m.%Y}"


def weekday_short(iso_weekday: int) -> str:
    """Return the short name of ISO weekday 1…7: «вт»."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[iso_weekday - 1]


def weekday_name(iso_weekday: int) -> str:
    """Return the name of ISO weekday 1…7 as it stands inside a sentence: «вторник»."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[iso_weekday - 1]


def short_day(on: date) -> str:
    """Return weekday and date for a line of a list: «вт 24.11»."""
    return f"{weekday_short(on.isoweekday())} {day_and_month(on)}"


def full_day(on: date) -> str:
    """Return weekday, day and month in words: «вторник, 24 ноября»."""
    # TRANSLATORS: "Tuesday, 24 November"; the month stands in the genitive in Russian
    return _("{weekday}, {day} {month}").format(
        weekday=weekday_name(on.isoweekday()), day=on.day, month=_month_of_day(on.month)
    )


def month_name(month: int) -> str:
    """Return a month that stands alone: «ноябрь»."""
    return (
        pgettext("month alone", "January"),
        pgettext("month alone", "February"),
        pgettext("month alone", "March"),
        pgettext("month alone", "April"),
        pgettext("month alone", "May"),
        pgettext("month alone", "June"),
        pgettext("month alone", "July"),
        pgettext("month alone", "August"),
        pgettext("month alone", "September"),
        pgettext("month alone", "October"),
        pgettext("month alone", "November"),
        pgettext("month alone", "December"),
    )[month - 1]


def _month_of_day(month: int) -> str:
    return (
        pgettext("24 …", "January"),
        pgettext("24 …", "February"),
        pgettext("24 …", "March"),
        pgettext("24 …", "April"),
        pgettext("24 …", "May"),
        pgettext("24 …", "June"),
        pgettext("24 …", "July"),
        pgettext("24 …", "August"),
        pgettext("24 …", "September"),
        pgettext("24 …", "October"),
        pgettext("24 …", "November"),
        pgettext("24 …", "December"),
    )[month - 1]


def inside_sentence(name: str) -> str:
    """Return a subject's name as it stands inside a sentence: «алгебра», but «ОБЗР»."""
    second = name[1:2]
    return name[:1].lower() + name[1:] if second.islower() or second == " " else name


def capitalized(text: str) -> str:
    """Return a phrase as it begins a line or a button: «Вся школа»."""
    return text[:1].upper() + text[1:]

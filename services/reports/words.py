"""How names, days, moments and figures stand in documents; plain text, nothing escaped."""

from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.finals.facts import PeriodName
from services.i18n import gettext as _
from services.i18n import pgettext
from services.regulation.mark_names import mark_name
from services.roster.names import PersonName
from services.vocabulary import FinalKind, PeriodKind

__all__ = [
    "DASH",
    "clock_text",
    "date_text",
    "deadline_text",
    "final_text",
    "full_name",
    "initials",
    "moment_text",
    "number_text",
    "period_text",
    "short_date_text",
    "span_text",
    "term_text",
    "weekday_text",
]

DASH = "—"
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def date_text(on: date) -> str:
    """Return the whole date: «24.11.2026»."""
    return f"{on:%d.%m.%Y}"


def short_date_text(on: date) -> str:
    """Return day and month: «24.11»."""
    return f"{on:%d.%m}"


def span_text(first: date, last: date) -> str:
    """Return two dates with a dash: «01.09.2026 – 24.11.2026»."""
    return f"{date_text(first)} – {date_text(last)}"


def moment_text(at: datetime, zone: tzinfo) -> str:
    """Return a moment by the school's clock: «24.11.2026 12:05»."""
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def deadline_text(at: datetime, zone: ZoneInfo) -> str:
    """Return a deadline; the end of a day belongs to that day: «24.11.2026 24:00»."""
    local = at.astimezone(zone)
    if local.time() == time():
        return f"{date_text(local.date() - timedelta(days=1))} 24:00"
    return moment_text(at, zone)


def clock_text(at: datetime, zone: ZoneInfo) -> str:
    """Return hours and minutes by the school's clock."""
    return f"{at.astimezone(zone):%H:%M}"


def weekday_text(on: date) -> str:
    """Return the short name of a day: «вт»."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[on.weekday()]


def full_name(name: PersonName) -> str:
    """Return the whole name in the order of lists."""
    return " ".join(part for part in (name.family_name, name.given_name, name.patronymic) if part)


def initials(name: PersonName) -> str:
    """Return the family name with initials: «Иванова М. П.»."""
    short = (f"{part[:1]}." for part in (name.given_name, name.patronymic) if part)
    return " ".join((name.family_name, *short))


def number_text(value: Fraction | None, *, places: int) -> str:
    """Return an exact fraction with *places* decimals, a half rounded up; «—» for None."""
    if value is None:
        return DASH
    scale = 10**places
    whole, rest = divmod(int(value * scale + Fraction(1, 2)), scale)
    if not places:
        return str(whole)
    # TRANSLATORS: what stands between whole and decimals of a number
    separator = pgettext("decimal separator", ".")
    return f"{whole}{separator}{rest:0{places}d}"


def period_text(period: PeriodName) -> str:
    """Return what a period is called: «II четверть», «1-е полугодие»."""
    is_roman = 1 <= period.number <= len(_ROMAN)
    roman = _ROMAN[period.number - 1] if is_roman else str(period.number)
    match period.kind:
        case PeriodKind.QUARTER:
            return _("quarter {roman}").format(roman=roman)
        case PeriodKind.TRIMESTER:
            return _("trimester {roman}").format(roman=roman)
        case PeriodKind.HALF_YEAR:
            return _("half-year {n}").format(n=period.number)


def term_text(kind: FinalKind, period: PeriodName | None) -> str:
    """Return what a mark sums up: «II четверть», «год», «экзамен»."""
    match kind:
        case FinalKind.PERIOD:
            return period_text(period) if period is not None else DASH
        case FinalKind.YEAR:
            # TRANSLATORS: the mark of a whole school year
            return pgettext("mark of", "year")
        case FinalKind.INTERIM:
            return _("interim attestation")
        case FinalKind.EXAM:
            return pgettext("mark of", "exam")
        case FinalKind.CONTEST:
            return pgettext("mark of", "contest")
        case FinalKind.FINAL:
            return _("final mark")


def final_text(value: int | None) -> str:
    """Return a mark of a period, pass or fail, or the sign for «not attested»."""
    # TRANSLATORS: stands in a mark's place: the student is not attested
    return _("n/a") if value is None else mark_name(value)

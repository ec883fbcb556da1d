"""How marks of periods and years are spoken of: «II четверть», «4», «н/а»."""

from fractions import Fraction

from handlers.screens.formatting import day_and_month, decimal_number
from services.finals.facts import FinalTerm, FinalValue, PeriodName
from services.i18n import gettext as _
from services.i18n import pgettext
from services.regulation.mark_names import mark_name
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["period_name", "short_period", "sum_number", "term_name", "value_name"]

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def period_name(period: PeriodName) -> str:
    """Return a period inside a sentence: «II четверть», «1-е полугодие»."""
    match period.kind:
        case PeriodKind.QUARTER:
            return _("quarter {roman}").format(roman=short_period(period))
        case PeriodKind.TRIMESTER:
            return _("trimester {roman}").format(roman=short_period(period))
        case PeriodKind.HALF_YEAR:
            return _("half-year {n}").format(n=period.number)


def short_period(period: PeriodName) -> str:
    """Return the number of a period as a table has it: «II»."""
    is_known = 1 <= period.number <= len(_ROMAN)
    return _ROMAN[period.number - 1] if is_known else str(period.number)


def term_name(term: FinalTerm) -> str:
    """Return what is summed up, inside a sentence."""
    name = _kind_name(term)
    return name if term.result_on is None else f"{name} {day_and_month(term.result_on)}"


def _kind_name(term: FinalTerm) -> str:
    match term.kind:
        case FinalKind.PERIOD:
            return period_name(term.period) if term.period is not None else ""
        case FinalKind.YEAR:
            # TRANSLATORS: the mark of a whole school year
            return pgettext("mark of", "year")
        case FinalKind.INTERIM:
            return _("interim attestation")
        case FinalKind.EXAM:
            return pgettext("mark of", "exam")
        case FinalKind.CONTEST:
            # TRANSLATORS: an olympiad or another competition
            return pgettext("mark of", "contest")
        case FinalKind.FINAL:
            return _("final mark")


def value_name(value: FinalValue) -> str:
    """Return a mark, pass or fail, or the sign for «not attested»."""
    # TRANSLATORS: stands in a mark's place: the student is not attested
    return _("n/a") if value.mark is None else mark_name(value.mark)


def sum_number(value: Fraction) -> str:
    """Return a sum of marks as short as it is exact: «17», «8,5»."""
    return decimal_number(value, places=0 if value.denominator == 1 else 2)

"""How the class teacher marked missed lessons, in one line for a stretch of days."""

from collections.abc import Sequence

from handlers.screens.formatting import day_and_month
from services.i18n import gettext as _
from services.news.facts import LetterNews
from services.outbox.ports import NoticeReader

__all__ = ["letter_lines", "letter_signal"]


def letter_lines(_reader: NoticeReader, news: Sequence[LetterNews]) -> list[str]:
    """Return the lines about one child, in the order of the days."""
    return [_line(one) for one in sorted(news, key=lambda one: (one.starts_on, one.ends_on))]


def letter_signal(_news: LetterNews) -> str:
    """Return all that a signal says of it."""
    return _("There are new entries in the diary. Details are in the school diary.")


def _line(one: LetterNews) -> str:
    line = _of_one_day(one) if one.starts_on == one.ends_on else _of_days(one)
    if one.is_correction:
        return _("Correction: {line}").format(line=line[:1].lower() + line[1:])
    return line


def _of_one_day(one: LetterNews) -> str:
    day = day_and_month(one.starts_on)
    match one.is_excused:
        case True:
            return _("The absence of {day} is marked as excused").format(day=day)
        case False:
            return _("The absence of {day} is marked as unexcused").format(day=day)
        case None:
            return _("The reason of the absence of {day} is not known").format(day=day)


def _of_days(one: LetterNews) -> str:
    days = f"{day_and_month(one.starts_on)}–{day_and_month(one.ends_on)}"
    match one.is_excused:
        case True:
            return _("The absences of {days} are marked as excused").format(days=days)
        case False:
            return _("The absences of {days} are marked as unexcused").format(days=days)
        case None:
            return _("The reason of the absences of {days} is not known").format(days=days)

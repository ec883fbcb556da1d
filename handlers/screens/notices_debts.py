"""Debts as families are told of them: once, weekly while open, and when they are settled."""

from collections.abc import Sequence

from handlers.screens.debts import debt_words
from handlers.screens.formatting import day_and_month
from services.i18n import gettext as _
from services.news.facts import DebtNews, DebtState
from services.outbox.ports import NoticeReader

__all__ = ["debt_lines", "debt_signal"]


def debt_lines(_reader: NoticeReader, news: Sequence[DebtNews]) -> list[str]:
    """Return the lines about one child."""
    return [_line(one) for one in news]


def debt_signal(_news: DebtNews) -> str:
    """Return all that a signal says of a debt."""
    return _("There are new entries in the diary. Details are in the school diary.")


def _line(one: DebtNews) -> str:
    work, due = debt_words(one.subject, one.work_kind, one.on), day_and_month(one.due_on)
    match one.state:
        case DebtState.CLOSED:
            line = _("Handed in: {work}")
        case DebtState.WITHDRAWN:
            line = _("Taken back, entered by mistake: {work}")
        case DebtState.OPEN if one.is_reminder:
            line = _("Still not handed in: {work}, due by {day}")
        case DebtState.OPEN if one.has_more_time:
            line = _("More time: {work}, now due by {day}")
        case DebtState.OPEN:
            line = _("Not handed in: {work}, to hand in by {day}")
    return line.format(work=work, day=due)

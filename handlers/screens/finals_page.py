"""/finals: a child's marks of periods and of the year, subject by subject."""

from handlers.callbacks.finals import OpenFinalMarks, OpenForecast
from handlers.screens.child_words import child_title, siblings
from handlers.screens.errors import menu_button
from handlers.screens.final_words import short_period, term_name, value_name
from handlers.screens.formatting import bold, lines
from services.finals.facts import FinalsPage, FinalTerm, SubjectFinals
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["finals_page"]


def finals_page(page: FinalsPage) -> OutgoingMessage:
    """Show every mark of the school year."""
    body = "\n".join(map(_subject, page.subjects)) or _("No marks of periods yet.")
    # TRANSLATORS: a school year such as 2026/2027
    title = _("Marks of periods {year}").format(year=page.year).strip()
    others = siblings(page.child, page.children, lambda one: OpenFinalMarks(student_id=one).pack())
    forecast = Button(_("Forecast"), OpenForecast(student_id=page.child.student_id).pack())
    return OutgoingMessage(
        lines(bold(child_title(page.child, page.children)), bold(title), f"\n{body}"),
        buttons=(*others, (forecast, menu_button())),
    )


def _subject(one: SubjectFinals) -> str:
    marks = ", ".join(f"{_term(term)} — {value_name(value)}" for term, value in one.marks)
    return f"{bold(one.subject)}: {marks}"


def _term(term: FinalTerm) -> str:
    period = term.period
    is_roman = period is not None and period.kind is not PeriodKind.HALF_YEAR
    if term.kind is FinalKind.PERIOD and period is not None and is_roman:
        return short_period(period)
    return term_name(term)

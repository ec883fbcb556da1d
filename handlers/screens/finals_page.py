"""/finals: a child's marks of periods and of the year, subject by subject."""

from collections.abc import Sequence

from handlers.callbacks.finals import OpenFinalMarks, OpenForecast
from handlers.screens.errors import menu_button
from handlers.screens.final_words import short_period, term_name, value_name
from handlers.screens.formatting import bold, child_line, lines
from services.diary.facts import ChildFacts
from services.finals.facts import FinalsPage, FinalTerm, SubjectFinals
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import FinalKind, PeriodKind

__all__ = ["child_title", "finals_page", "sibling_name"]


def finals_page(page: FinalsPage) -> OutgoingMessage:
    """Show every mark of the school year."""
    body = "\n".join(map(_subject, page.subjects)) or _("No marks of periods yet.")
    # TRANSLATORS: a school year such as 2026/2027
    title = _("Marks of periods {year}").format(year=page.year).strip()
    siblings = tuple(
        Button(sibling_name(one, page.children), OpenFinalMarks(student_id=one.student_id).pack())
        for one in page.children
        if one.student_id != page.child.student_id
    )
    forecast = Button(_("Forecast"), OpenForecast(student_id=page.child.student_id).pack())
    return OutgoingMessage(
        lines(bold(child_title(page.child, page.children)), bold(title), f"\n{body}"),
        buttons=tuple(row for row in (siblings, (forecast, menu_button())) if row),
    )


def child_title(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return the line that begins a page about a child; without names the children are counted."""
    named = child_line(
        given_name=child.given_name, family_name=child.family_name, class_name=child.class_name
    )
    if named or len(children) == 1:
        return named or _("Your child")
    return sibling_name(child, children)


def sibling_name(child: ChildFacts, children: Sequence[ChildFacts]) -> str:
    """Return a child as a button names it."""
    ids = [one.student_id for one in children]
    return child.given_name or _("Child {n}").format(n=ids.index(child.student_id) + 1)


def _subject(one: SubjectFinals) -> str:
    marks = ", ".join(f"{_term(term)} — {value_name(value)}" for term, value in one.marks)
    return f"{bold(one.subject)}: {marks}"


def _term(term: FinalTerm) -> str:
    period = term.period
    is_roman = period is not None and period.kind is not PeriodKind.HALF_YEAR
    if term.kind is FinalKind.PERIOD and period is not None and is_roman:
        return short_period(period)
    return term_name(term)

"""Schools in numbers: the figures of a week, and the documents."""

from datetime import timedelta
from fractions import Fraction

from handlers.callbacks.municipal import GetMunicipal, OpenMunicipal
from handlers.screens.control_words import week_name
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines
from handlers.screens.today import day_number
from services.i18n import gettext as _
from services.outgoing import Attachment, Button, OutgoingMessage
from services.reports.office.municipal import MunicipalWeek, SchoolFigures
from services.reports.office.table import percent

__all__ = ["document", "week_page"]

_WEEK = timedelta(days=7)
_MOST_SCHOOLS = 12  # of one message; all of them are in the document


def week_page(week: MunicipalWeek) -> OutgoingMessage:
    """Show the figures of seven days, school by school."""
    shown = week.schools[:_MOST_SCHOOLS]
    rest = len(week.schools) - len(shown)
    title = _("Schools in numbers · {week}").format(week=week_name(week.first, week.last))
    text = "\n\n".join(
        (
            bold(title),
            *(_school(name, figures) for name, figures in shown),
            *((_("And {n} more: in the document.").format(n=rest),) if rest > 0 else ()),
            _("Numbers only: nobody is named."),
        )
    )
    last = day_number(week.last)
    before, after = week.last - _WEEK, week.last + _WEEK
    around = [
        Button(
            f"◀ {week_name(week.first - _WEEK, before)}",
            OpenMunicipal(last=day_number(before)).pack(),
        )
    ]
    if week.has_later:
        around.append(
            Button(
                f"{week_name(week.first + _WEEK, after)} ▶",
                OpenMunicipal(last=day_number(after)).pack(),
            )
        )
    files = (
        Button(_("To print (PDF)"), GetMunicipal(last=last, is_pdf=True).pack()),
        Button(_("Table (XLSX)"), GetMunicipal(last=last, is_pdf=False).pack()),
    )
    return OutgoingMessage(text, buttons=(tuple(around), files, (menu_button(),)))


def document(week: MunicipalWeek, content: bytes, *, is_pdf: bool) -> OutgoingMessage:
    """Send the week as a file."""
    name = f"schools-{week.last:%Y-%m-%d}.{'pdf' if is_pdf else 'xlsx'}"
    return OutgoingMessage(escape(week.report.title), attachment=Attachment(name, content))


def _school(name: str, one: SchoolFigures) -> str:
    due = one.entries_in_time + one.entries_late + one.entries_missing
    return lines(
        bold(name),
        _("• classes: {classes}, students: {students}").format(
            classes=one.classes, students=one.students
        ),
        _("• entries in time: {share} of {due}; missing: {missing}").format(
            share=_share(one.entries_in_time, due), due=due, missing=one.entries_missing
        ),
        _("• topics: {topics}, homework: {homework}, individual: {own}").format(
            topics=one.topics, homework=one.homework, own=one.own_homework
        ),
        _("• lessons without attendance: {n}").format(n=one.attendance_missing),
        _("• families reached: {share}; on paper by choice: {paper}").format(
            share=_share(one.families_reached, one.students), paper=one.families_on_paper
        ),
        _("• notices told in time: {share} of {all}").format(
            share=_share(one.told_in_time, one.told), all=one.told
        ),
    )


def _share(part: int, whole: int) -> str:
    return f"{percent(Fraction(100 * part, whole))} %" if whole else "—"

"""The state of school and program, as secretary and administrator read it: counts, no names."""

from datetime import datetime

from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, clock_time, escape, lines, numeric_date
from services.i18n import gettext as _
from services.joining.status import ClassStatus, StatusFacts
from services.outgoing import Button, OutgoingMessage

__all__ = ["status_page"]


def status_page(facts: StatusFacts) -> OutgoingMessage:
    """Show the counts, the whole school first."""
    total = ClassStatus("", 0, 0, 0, 0, 0)
    for one in facts.classes:
        total += one
    text = "\n\n".join(
        part
        for part in (
            lines(
                bold(_("State of the diary")),
                _("{date}, {time}").format(
                    date=numeric_date(facts.at.astimezone(facts.timezone).date()),
                    time=clock_time(facts.at, facts.timezone),
                ),
            ),
            lines(
                _("Students {n}: family in the diary {linked}, consented {consented}").format(
                    n=total.students, linked=total.linked, consented=total.consented
                ),
                _("chat blocked {unreachable}, to be informed on paper {paper}").format(
                    unreachable=total.unreachable, paper=total.on_paper
                ),
                _("Staff in the diary: {n} of {total}").format(
                    n=facts.staff_linked, total=facts.staff
                ),
                _("Requests to be decided: {n}").format(n=facts.open_requests),
                _("Data to be corrected: {n}").format(n=facts.corrections),
                bold(_("Answers that are overdue: {n}").format(n=facts.corrections_late))
                if facts.corrections_late
                else "",
            ),
            _by_class(facts),
            lines(
                _queue(facts),
                _("Last import with changes: {when}").format(when=_when(facts.imported_at, facts)),
                _("Last backup: {when}").format(when=_when(facts.backed_up_at, facts)),
                _("Version {version}").format(version=escape(facts.version)),
            ),
        )
        if part
    )
    again = Button(_("Refresh"), Open(screen="status").pack())
    seen_to = Button(_("Data to be corrected"), Open(screen="corrections").pack())
    rows = ((seen_to,),) if facts.corrections else ()
    return OutgoingMessage(text, buttons=(*rows, (again, menu_button())))


def _by_class(facts: StatusFacts) -> str:
    if not facts.classes:
        return _("There are no classes yet: import the school's lists first.")
    return lines(_("Families in the diary, by class:"), [_of_class(one) for one in facts.classes])


def _of_class(one: ClassStatus) -> str:
    """Say how many families are in, and beside that only what there is to see to."""
    said = _("{name}: {linked} of {students}").format(
        name=escape(one.name), linked=one.linked, students=one.students
    )
    beside = (
        _("without consent: {n}").format(n=one.linked - one.consented)
        if one.consented < one.linked
        else "",
        _("chat blocked: {n}").format(n=one.unreachable) if one.unreachable else "",
        _("on paper: {n}").format(n=one.on_paper) if one.on_paper else "",
    )
    return ", ".join((said, *filter(None, beside)))


def _queue(facts: StatusFacts) -> str:
    if not facts.due:
        return _("Queue: nothing due, {waiting} waiting for their time").format(
            waiting=facts.waiting
        )
    return _("Queue: {due} due since {since}, {waiting} waiting for their time").format(
        due=facts.due, since=_when(facts.oldest_due_at, facts), waiting=facts.waiting
    )


def _when(moment: datetime | None, facts: StatusFacts) -> str:
    if moment is None:
        return _("not known")
    return _("{date}, {time}").format(
        date=numeric_date(moment.astimezone(facts.timezone).date()),
        time=clock_time(moment, facts.timezone),
    )

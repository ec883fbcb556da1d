"""A new code: what it ends, the code shown once, the pages to print."""

from handlers.callbacks.people import OpenPerson
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines, numeric_date
from handlers.screens.person_words import (
    code_text,
    full_name,
    issue_data,
    to_card,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.codes import grouped
from services.joining.invitations import IssuedInvite
from services.joining.people_facts import PersonCard
from services.outgoing import Attachment, Button, OutgoingMessage

__all__ = ["code_question", "issued", "printed"]


def code_question(facts: PersonCard, *, as_slip: bool) -> OutgoingMessage:
    """Say what a new code ends, before it is issued."""
    parts = [bold(full_name(facts.person)), _("A new code will be issued.")]
    if facts.code_until is not None:
        parts.append(_("The code handed out before stops working."))
    if facts.link is not None:
        parts.append(
            _("When it is used, the chat connected now is disconnected. Lost phone: unlink first.")
        )
    issue = issue_data(facts, as_slip=as_slip)
    return OutgoingMessage(
        lines(parts),
        buttons=((Button(_("Issue the code"), issue),), (to_card(facts), menu_button())),
    )


def issued(facts: IssuedInvite, person_id: int) -> OutgoingMessage:
    """Show a code once, ready to be copied."""
    code = grouped(facts.code)
    rows: list[tuple[Button, ...]] = [(Button(_("Copy the code"), copies=code),)]
    if facts.link:
        rows.append((Button(_("Copy the link"), copies=facts.link),))
    rows.append((Button(_("Back"), OpenPerson(person_id=person_id).pack()), menu_button()))
    text = lines(
        bold(full_name(facts.person)),
        _("Code: {code}").format(code=code_text(code)),
        escape(facts.link),
        _("Valid until {date}, works once. It is shown only here and now.").format(
            date=numeric_date(facts.expires_on)
        ),
        _("Hand it over in person, never in a class's group chat."),
    )
    return OutgoingMessage(text, buttons=tuple(rows), is_protected=True)


def printed(invites: tuple[IssuedInvite, ...], pdf: bytes, *, file_name: str) -> OutgoingMessage:
    """Hand over the pages to print."""
    if not invites:
        return OutgoingMessage(
            _("Everybody who can be invited has come. There is nothing to print."),
            buttons=((menu_button(),),),
        )
    count = len(invites)
    text = ngettext(
        "{n} invitation, valid until {date}. Please print it and delete this file.",
        "{n} invitations, valid until {date}. Please print them and delete this file.",
        count,
    ).format(n=count, date=numeric_date(invites[0].expires_on))
    return OutgoingMessage(
        text, buttons=((menu_button(),),), attachment=Attachment(file_name, pdf)
    )

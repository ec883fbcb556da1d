"""Requests that wait for staff, as they are told of: who asks, and the button to decide."""

from collections.abc import Sequence

from handlers.callbacks.menu import Open
from handlers.screens.formatting import child_line, escape, person_name
from services.i18n import gettext as _
from services.news.facts import ContactRequestNews, LinkRequestNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.roster.names import PersonName

__all__ = [
    "contact_request_lines",
    "contact_request_rows",
    "link_request_lines",
    "link_request_rows",
    "request_signal",
]

Rows = tuple[tuple[Button, ...], ...]


def link_request_lines(_reader: NoticeReader, news: Sequence[LinkRequestNews]) -> list[str]:
    """Return the lines for who decides."""
    return [
        _("Please decide: who asks to come into the diary?"),
        *(line for one in news for line in _asking(one)),
    ]


def link_request_rows(_reader: NoticeReader, _news: LinkRequestNews) -> Rows:
    """Return the way to the cards."""
    return ((Button(_("Open the requests"), Open(screen="requests").pack()),),)


def contact_request_lines(_reader: NoticeReader, news: Sequence[ContactRequestNews]) -> list[str]:
    """Return the lines for the office."""
    return [
        _("A parent's new phone waits to be confirmed:"),
        *(f"• {escape(_name(one.name))}" for one in news),
    ]


def contact_request_rows(_reader: NoticeReader, _news: ContactRequestNews) -> Rows:
    """Return the way to the cards."""
    return ((Button(_("Open the new phones"), Open(screen="contact_requests").pack()),),)


def request_signal(_news: LinkRequestNews | ContactRequestNews) -> str:
    """Return what a signal says; staff read in full, so this is never asked of them."""
    return _("A request waits in the school diary.")


def _asking(one: LinkRequestNews) -> list[str]:
    pupils = ", ".join(
        child_line(
            given_name=pupil.given_name,
            family_name=pupil.family_name,
            class_name=pupil.class_name,
        )
        for pupil in one.pupils
    )
    shown = ": ".join(part for part in (_name(one.name), pupils) if part)
    lines = [f"• {escape(shown)}"]
    if one.is_students_chat:
        lines.append(_("⚠ It is asked from a student's chat."))
    return lines


def _name(name: PersonName) -> str:
    return person_name(
        family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
    )

"""Requests that wait for staff, as they are told of: who asks, and the button to decide."""

from collections.abc import Sequence

from handlers.callbacks.joining import CheckRequest
from handlers.callbacks.menu import Open
from handlers.screens.corrections import decide_rows, due_words
from handlers.screens.formatting import child_line, escape, person_name
from handlers.screens.requests import decision_rows
from services.i18n import gettext as _
from services.news.facts import (
    ContactDecidedNews,
    ContactRequestNews,
    CorrectionDecidedNews,
    CorrectionRequestNews,
    LinkConfirmedNews,
    LinkRequestNews,
)
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.regulation.deadlines import CORRECTION_DAYS
from services.roster.names import PersonName

__all__ = [
    "confirmed_signal",
    "contact_decided_lines",
    "contact_decided_signal",
    "contact_request_lines",
    "contact_request_rows",
    "correction_decided_lines",
    "correction_decided_signal",
    "correction_request_lines",
    "correction_request_rows",
    "link_confirmed_lines",
    "link_confirmed_rows",
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


def link_request_rows(
    _reader: NoticeReader,
    news: Sequence[LinkRequestNews],
    is_alone: bool,  # noqa: FBT001  # one of a table of functions
) -> Rows:
    """Return the way to the cards, and the decisions first where one person's request is all.

    A decision takes the message's place, so that nothing else may stand in it.
    """
    every = Button(_("Open the requests"), Open(screen="requests").pack())
    if is_alone and len(news) == 1:
        return (*decision_rows(news[0].request_id), (every,))
    return ((every,),)


def contact_request_lines(_reader: NoticeReader, news: Sequence[ContactRequestNews]) -> list[str]:
    """Return the lines for the office."""
    return [
        _("A parent's new phone waits to be confirmed:"),
        *(f"• {escape(_name(one.name))}" for one in news),
    ]


def contact_request_rows(_reader: NoticeReader, _news: ContactRequestNews) -> Rows:
    """Return the way to the cards."""
    return ((Button(_("Open the new phones"), Open(screen="contact_requests").pack()),),)


def link_confirmed_lines(_reader: NoticeReader, news: Sequence[LinkConfirmedNews]) -> list[str]:
    """Return the line for who asked."""
    return [confirmed_signal(news[0])]


def link_confirmed_rows(_reader: NoticeReader, _news: LinkConfirmedNews) -> Rows:
    """Return the way on: consent, or the menu."""
    return ((Button(_("Go on"), CheckRequest().pack()),),)


def confirmed_signal(_news: LinkConfirmedNews) -> str:
    """Return the same for a signal: it names nobody."""
    return _("The school has confirmed that this is you. Please go on here.")


def contact_decided_lines(_reader: NoticeReader, news: Sequence[ContactDecidedNews]) -> list[str]:
    """Return the lines for the parent."""
    return [contact_decided_signal(one) for one in news]


def contact_decided_signal(one: ContactDecidedNews) -> str:
    """Return the same for a signal: two figures name nobody."""
    if one.is_confirmed:
        return _("Your new number ending in {tail} is on record at school.").format(
            tail=one.phone_tail
        )
    return _(
        "The school has not confirmed the number ending in {tail}; the old one holds. Please call "
        "the school office."
    ).format(tail=one.phone_tail)


def correction_request_lines(
    _reader: NoticeReader, news: Sequence[CorrectionRequestNews]
) -> list[str]:
    """Return the lines for the office: who says what, and by when it has to be answered."""
    lines = [_("Data to be corrected:")]
    for one in news:
        lines.append(f"• {escape(_name(one.name))}: «{escape(one.text)}»")
        lines.append(due_words(one.due_on, CORRECTION_DAYS))
    return lines


def correction_request_rows(_reader: NoticeReader, news: CorrectionRequestNews) -> Rows:
    """Return the buttons of a request, and the way to all of them."""
    every = Button(_("Open the requests"), Open(screen="corrections").pack())
    return (*decide_rows(news.request_id), (every,))


def correction_decided_lines(
    _reader: NoticeReader, news: Sequence[CorrectionDecidedNews]
) -> list[str]:
    """Return the answer for whoever asked."""
    return [
        correction_decided_signal(one)
        if one.is_done
        else _("The school has looked at your request and changed nothing: {reason}").format(
            reason=escape(one.answer)
        )
        for one in news
    ]


def correction_decided_signal(one: CorrectionDecidedNews) -> str:
    """Return the same for a signal, which says nothing of the matter."""
    if one.is_done:
        return _("The school has corrected the data you wrote about.")
    return _("The school has answered your request: My data, “Something is wrong”.")


def request_signal(
    _news: LinkRequestNews | ContactRequestNews | CorrectionRequestNews,
) -> str:
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

"""Requests to be confirmed, as the class teacher or the office reads them."""

from handlers.callbacks.joining import DecideRequest
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    child_line,
    clock_time,
    escape,
    lines,
    numeric_date,
    person_name,
)
from services.i18n import gettext as _
from services.joining.facts import (
    PersonFacts,
    RequestCard,
    RequestDecided,
    RequestLapsed,
    VerifiedBy,
)
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import PersonKind

__all__ = ["DECISIONS", "card", "decided", "decision_rows", "no_requests"]

# The wire format of ``DecideRequest.decision``: append only; the first refuses.
DECISIONS = (None, VerifiedBy.IN_PERSON, VerifiedBy.BY_PHONE, VerifiedBy.MEETING)


def no_requests() -> OutgoingMessage:
    """Say that nobody is waiting."""
    return OutgoingMessage(_("Nobody is waiting to be confirmed."), buttons=((menu_button(),),))


def card(facts: RequestCard) -> OutgoingMessage:
    """Show who asks to be confirmed, with the decision to be taken."""
    asked = facts.asked_at.astimezone(facts.timezone)
    text = lines(
        bold(_("Please confirm: is it really this person who asks?")),
        escape(_person(facts)),
        [
            "• "
            + escape(
                child_line(
                    given_name=child.given_name,
                    family_name=child.family_name,
                    class_name=child.class_name,
                )
            )
            for child in facts.children
        ],
        _("Asked on {date} at {time}; the code of the invitation was right.").format(
            date=numeric_date(asked.date()), time=clock_time(facts.asked_at, facts.timezone)
        ),
        _warning(facts),
        _("Please confirm only whom you have seen or spoken to."),
    )
    return OutgoingMessage(
        text,
        buttons=decision_rows(facts.request_id),
    )


def decision_rows(request_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that decide a request, wherever it is shown."""
    return (
        (_button(_("Confirm: seen in person"), request_id, VerifiedBy.IN_PERSON),),
        (
            _button(_("Confirm: by phone"), request_id, VerifiedBy.BY_PHONE),
            _button(_("Confirm: at a meeting"), request_id, VerifiedBy.MEETING),
        ),
        (_button(_("Refuse"), request_id, None),),
    )


def decided(facts: RequestDecided | RequestLapsed) -> OutgoingMessage:
    """Say what was decided, or that there is nothing to decide any more."""
    match facts:
        case RequestLapsed():
            text = _("This request is over: the code was used or renewed meanwhile.")
        case RequestDecided(is_confirmed=True):
            text = _(
                "{name}: confirmed. The person presses “{button}” in their chat and goes on."
            ).format(name=escape(_name(facts.person)), button=_("Check the answer"))
        case RequestDecided():
            text = _(
                "{name}: refused. The code is no longer valid; a new one can be issued."
            ).format(name=escape(_name(facts.person)))
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _warning(facts: RequestCard) -> str:
    notes = []
    for kind, person in facts.account_is:
        name = escape(_name(person))
        if kind is PersonKind.STUDENT:
            notes.append(_("⚠ This chat already belongs to a student: {name}.").format(name=name))
        else:
            notes.append(_("This chat already belongs to: {name}.").format(name=name))
    return "\n".join(notes)


def _person(facts: RequestCard) -> str:
    name = _name(facts.person)
    match facts.kind:
        case PersonKind.STUDENT:
            return _("{name}, student").format(name=name)
        case PersonKind.STAFF:
            return _("{name}, member of staff").format(name=name)
        case PersonKind.GUARDIAN:
            return f"{name}, {facts.relation}" if facts.relation else name


def _name(person: PersonFacts) -> str:
    return person_name(
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
    )


def _button(caption: str, request_id: int, decision: VerifiedBy | None) -> Button:
    data = DecideRequest(request_id=request_id, decision=DECISIONS.index(decision))
    return Button(caption, data.pack())

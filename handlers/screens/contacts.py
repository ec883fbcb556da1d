"""One's own phone as the school has it, and the office's view of a changed one."""

from handlers.callbacks.menu import Open
from handlers.callbacks.people import DecideContact
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
from services.joining.contacts import ContactAsked, ContactCard, ContactDecided, OwnContact
from services.joining.facts import PersonFacts
from services.outgoing import Button, OutgoingMessage

__all__ = [
    "AT_ONCE",
    "card",
    "decided",
    "no_requests",
    "own_contact",
    "phone_asked",
    "phone_question",
]

AT_ONCE = 5  # cards; the next ones follow when these are decided


def own_contact(facts: OwnContact) -> OutgoingMessage:
    """Show the last figures of one's number, and the way to change it."""
    known = (
        _("The school has your number ending in {tail}.").format(tail=facts.phone_tail)
        if facts.phone_tail
        else _("The school has no phone number of yours.")
    )
    asked = (
        _("A number ending in {tail} waits for the school office.").format(tail=facts.asked_tail)
        if facts.asked_tail
        else ""
    )
    refused = (
        _("The last change was not confirmed. Please call the school office.")
        if facts.was_refused
        else ""
    )
    text = lines(
        bold(_("My contacts")),
        known,
        asked,
        refused,
        _("The number is used for calls about your child and to let you in from a new phone."),
    )
    change = Button(_("Change the number"), Open(screen="new_phone").pack())
    back = Button(_("Back"), Open(screen="settings").pack())
    return OutgoingMessage(text, buttons=((change,), (back, menu_button())))


def phone_question() -> OutgoingMessage:
    """Ask for the new number."""
    back = Button(_("Back"), Open(screen="contacts").pack())
    return OutgoingMessage(
        lines(
            _("Please write the new number, for example +7 916 123-45-67."),
            _("It holds once the school office has confirmed it."),
        ),
        buttons=((back, menu_button()),),
    )


def phone_asked(facts: ContactAsked) -> OutgoingMessage:
    """Say what became of the number."""
    if facts.is_known:
        text = _("The school has this number already. Nothing needs to be changed.")
    else:
        text = _(
            "The number ending in {tail} was handed to the school office. Until it is confirmed, "
            "the old one holds."
        ).format(tail=facts.phone_tail)
    return OutgoingMessage(text, buttons=((menu_button(),),))


def no_requests() -> OutgoingMessage:
    """Say that nothing is to be decided."""
    return OutgoingMessage(_("No phone numbers wait to be confirmed."), ((menu_button(),),))


def card(facts: ContactCard) -> OutgoingMessage:
    """Show who wants which number, with the decision to be taken."""
    old = (
        _("Now on record: ending in {tail}").format(tail=facts.old_tail)
        if facts.old_tail
        else _("Now on record: no number")
    )
    text = lines(
        bold(_("A parent's new phone number")),
        escape(_name(facts.person)),
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
        _("New number: {phone}").format(phone=escape(facts.phone)),
        old,
        _("Asked on {date} at {time}. Please call the new number before confirming.").format(
            date=numeric_date(facts.asked_at.astimezone(facts.timezone).date()),
            time=clock_time(facts.asked_at, facts.timezone),
        ),
    )
    return OutgoingMessage(
        text,
        buttons=(
            (_button(_("Confirm"), facts, is_confirmed=True),),
            (_button(_("Refuse"), facts, is_confirmed=False),),
        ),
        is_protected=True,
    )


def decided(facts: ContactDecided) -> OutgoingMessage:
    """Say what holds now, and what is to be done outside the diary."""
    name = escape(_name(facts.person))
    if facts.is_confirmed:
        text = _(
            "{name}: the number ending in {tail} is on record. Please enter it in the school's "
            "list, too: otherwise the next import brings the old one back."
        ).format(name=name, tail=facts.phone_tail)
    else:
        text = _("{name}: refused, the old number holds.").format(name=name)
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _button(caption: str, facts: ContactCard, *, is_confirmed: bool) -> Button:
    data = DecideContact(request_id=facts.request_id, is_confirmed=is_confirmed)
    return Button(caption, data.pack())


def _name(person: PersonFacts) -> str:
    return person_name(
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
    )

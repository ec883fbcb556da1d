"""Getting in, as a person reads it. Before the proof no screen here names anybody."""

from typing import assert_never

from handlers.callbacks.joining import AskHuman, CheckRequest
from handlers.screens.errors import menu_button
from handlers.screens.formatting import escape, numeric_date
from handlers.screens.roles import role_names
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.facts import (
    AlreadyLinked,
    CodeFault,
    CodeRefused,
    ContactNeeded,
    DoorLocked,
    InviteLapsed,
    JoiningStep,
    Linked,
    LinkEnd,
    NotOwnContact,
    NumberDiffers,
    RequestSent,
    Welcome,
)
from services.outgoing import Button, ContactRequest, OutgoingMessage, RemoveReplyKeyboard
from services.vocabulary import ContentMode, LinkRequestState, PersonKind

__all__ = ["confirmed", "joining_step", "welcome"]


def welcome(facts: Welcome) -> OutgoingMessage:
    """Say to a chat that is nobody who we are and how one gets in."""
    if facts.school_name:
        hello = _("Hello! This is the school diary: {school}.").format(
            school=escape(facts.school_name)
        )
    else:
        hello = _("Hello! This is a school diary.")
    how = _(
        "To get in you need an invitation: open its link, scan its QR code or type its code. "
        "Families get it from the class teacher, staff from the school office."
    )
    before = _("Until it is checked who you are, nothing is shown here and nothing is kept.")
    return OutgoingMessage(_paragraphs(hello, _ended(facts), how, before))


def joining_step(step: JoiningStep) -> OutgoingMessage:
    """Return the message for one step of getting in."""
    match step:
        case DoorLocked():
            return OutgoingMessage(_locked(step.minutes_left))
        case CodeRefused():
            return OutgoingMessage(_code_refused(step))
        case AlreadyLinked():
            return OutgoingMessage(
                _("This chat is already connected with that invitation. The code was not needed."),
                buttons=((menu_button(),),),
            )
        case ContactNeeded():
            return _contact_needed(step)
        case NotOwnContact():
            return OutgoingMessage(
                _(
                    "This card cannot confirm you: only your own number counts. "
                    "Please press the button “{button}” below."
                ).format(button=_confirm_caption()),
                keyboard=ContactRequest(_confirm_caption()),
            )
        case NumberDiffers():
            return _number_differs(step)
        case InviteLapsed():
            return OutgoingMessage(
                _("Please open the link of your invitation once more, or type its code here."),
                keyboard=RemoveReplyKeyboard(),
            )
        case RequestSent():
            return _request(step)
        case Linked():
            return OutgoingMessage(_linked(step), keyboard=RemoveReplyKeyboard())
        case _:
            assert_never(step)


def confirmed() -> OutgoingMessage:
    """Say that a human has confirmed the person, and take the contact button away."""
    return OutgoingMessage(
        _("The school has confirmed that this is you."), keyboard=RemoveReplyKeyboard()
    )


def _ended(facts: Welcome) -> str:
    if facts.ended_on is None:
        return ""
    on = numeric_date(facts.ended_on)
    if facts.ended_because == LinkEnd.MOVED:
        return _(
            "This chat has not been connected with the diary since {date}: it was opened from "
            "another chat. If that was not you, please tell the school at once."
        ).format(date=on)
    if facts.ended_because == LinkEnd.LOST:
        return _(
            "The school disconnected this chat on {date}, as after a lost phone. To come in again "
            "you need a new invitation."
        ).format(date=on)
    return _("This chat has not been connected with the diary since {date}.").format(date=on)


def _locked(minutes_left: int) -> str:
    return ngettext(
        "Too many wrong tries. The door opens again in {n} minute.",
        "Too many wrong tries. The door opens again in {n} minutes.",
        minutes_left,
    ).format(n=minutes_left)


def _code_refused(step: CodeRefused) -> str:
    match step.fault:
        case CodeFault.UNKNOWN:
            reason = _("The code does not fit.")
        case CodeFault.EXPIRED:
            reason = _("The code has expired.")
        case CodeFault.USED:
            reason = _("The code has been used: each one works once.")
        case CodeFault.ENDED:
            reason = _("The code is no longer valid.")
        case _:
            assert_never(step.fault)
    new_code = _("A new one comes from the class teacher, for staff from the school office.")
    return " ".join((reason, _tries(step.tries_left), new_code))


def _tries(tries_left: int) -> str:
    if not tries_left:
        return _("Next try in an hour.")
    return _("Tries left: {n}.").format(n=tries_left)


def _contact_needed(step: ContactNeeded) -> OutgoingMessage:
    hello = _("Hello! This is the school diary: {school}.").format(school=escape(step.school_name))
    if step.kind is PersonKind.GUARDIAN:
        purpose = _("Before it shows a child's data, let us check that it is you.")
    else:
        purpose = _("Before it shows anything, let us check that it is you.")
    if not step.has_phone:
        why = _("The school has no phone number to compare with, so a person has to confirm you.")
        return OutgoingMessage(
            _paragraphs(hello, purpose, why), buttons=((_ask_button(step.kind),),)
        )
    how = _(
        "Press “{button}” below: Telegram sends the number of this account, "
        "and it is compared with the one the school has."
    ).format(button=_confirm_caption())
    return OutgoingMessage(
        _paragraphs(hello, purpose, how), keyboard=ContactRequest(_confirm_caption())
    )


def _number_differs(step: NumberDiffers) -> OutgoingMessage:
    if step.has_phone:
        what = _("This is not the number that the school has.")
        way_out = _(
            "If your number has changed, a person at school can confirm you; "
            "or open the invitation from the account with that number."
        )
    else:
        what = _("The school has no phone number to compare with.")
        way_out = _("A person at school can confirm you.")
    return OutgoingMessage(
        _paragraphs(f"{what} {_tries(step.tries_left)}", way_out),
        buttons=((_ask_button(step.kind),),),
    )


def _request(step: RequestSent) -> OutgoingMessage:
    is_staff = step.kind is PersonKind.STAFF
    match step.state:
        case LinkRequestState.PENDING:
            asked = (
                _("The school office has been asked to confirm you.")
                if is_staff
                else _("The class teacher has been asked to confirm you.")
            )
            after = _("It helps to say a word in person or by phone. Then press the button below.")
            check = Button(_("Check the answer"), CheckRequest().pack())
            return OutgoingMessage(_paragraphs(asked, after), buttons=((check,),))
        case LinkRequestState.REFUSED:
            return OutgoingMessage(
                _("The school has not confirmed the request. Please come to the school office."),
                keyboard=RemoveReplyKeyboard(),
            )
        case LinkRequestState.CONFIRMED | LinkRequestState.OUT_OF_DATE:
            return joining_step(InviteLapsed())
        case _:
            assert_never(step.state)


def _linked(step: Linked) -> str:
    moved = _("The chat you used before has been disconnected.") if step.has_moved else ""
    match step.kind:
        case PersonKind.STAFF:
            person = step.person
            name = " ".join(part for part in (person.given_name, person.patronymic) if part)
            hello = (
                _("Confirmed.")
                if step.content_mode is ContentMode.SIGNAL
                else _("Confirmed. Hello, {name}!").format(name=escape(name))
            )
            roles = _("Your roles: {roles}.").format(roles=role_names(step.roles))
            return _paragraphs(hello, roles if step.roles else "", moved)
        case PersonKind.GUARDIAN:
            return _paragraphs(_("It is confirmed that this is you. Thank you."), moved)
        case PersonKind.STUDENT:
            return _paragraphs(_("It is confirmed that this is you. Welcome."), moved)
        case _:
            assert_never(step.kind)


def _ask_button(kind: PersonKind) -> Button:
    caption = (
        _("Ask the school office") if kind is PersonKind.STAFF else _("Ask the class teacher")
    )
    return Button(caption, AskHuman().pack())


def _confirm_caption() -> str:
    return _("Confirm the number")


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)

"""A teacher's message to one family: whose, whom it reaches and whom not, what it says."""

from collections.abc import Sequence

from handlers.callbacks.conversations import BeginLetter, ChooseFamily, OpenLetters, SendLetter
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, child_line, escape, lines, person_initials
from handlers.screens.listed_names import short_listed_name
from handlers.screens.rows import in_rows
from services.access.consent_rules import DeliveryVerdict
from services.bulk_entry.repository import ListedStudent
from services.conversations.letters import LetterGroup, LetterTo, NobodyReached
from services.errors import DiaryError
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage
from services.roster.names import PersonName

__all__ = ["groups", "preview", "pupils", "sent", "text_wanted"]

_IN_ROW = 2
_MOST_NAMES = 90  # Telegram takes a hundred buttons


def groups(found: Sequence[LetterGroup]) -> OutgoingMessage:
    """Offer the own groups."""
    buttons = [
        Button(one.label, ChooseFamily(group_id=one.group_id).pack())
        for one in found[:_MOST_NAMES]
    ]
    text = _("Whose family? Choose a class.") if found else _("You teach no group now.")
    return OutgoingMessage(
        lines(bold(_("Write to one family")), text), buttons=(*in_rows(buttons, _IN_ROW), _back(0))
    )


def pupils(listed: Sequence[ListedStudent]) -> OutgoingMessage:
    """Offer the names of a group."""
    buttons = [
        Button(short_listed_name(one), BeginLetter(student_id=one.student_id).pack())
        for one in listed[:_MOST_NAMES]
    ]
    return OutgoingMessage(
        lines(bold(_("Write to one family")), _("Whose family?")),
        buttons=(*in_rows(buttons, _IN_ROW), _back(1)),
    )


def text_wanted(to: LetterTo) -> OutgoingMessage:
    """Say whom it would reach, and ask for the text where that is anybody."""
    asked = _("Write your message now, in one message.") if to.can_be_sent else _call(to)
    return OutgoingMessage(lines(bold(_title(to)), _audience(to), "", asked), buttons=(_back(1),))


def preview(to: LetterTo, text: str) -> OutgoingMessage:
    """Show the message and its audience once more."""
    send = Button(_("Send"), SendLetter(student_id=to.student_id).pack())
    again = Button(_("Change"), BeginLetter(student_id=to.student_id).pack())
    discard = Button(_("Do not send"), OpenLetters(is_new=0).pack())
    return OutgoingMessage(
        lines(bold(_title(to)), f"«{escape(text)}»", _audience(to), _when()),
        buttons=((send, again), (discard,)) if to.can_be_sent else ((discard,),),
    )


def sent(to: LetterTo) -> OutgoingMessage:
    """Say that it is on its way."""
    return OutgoingMessage(
        lines(bold(_("Sent.")), _title(to), _audience(to), _("The answer comes to this chat.")),
        buttons=((Button(_("All questions"), OpenLetters(is_new=0).pack()), menu_button()),),
    )


@sentence_for(NobodyReached)
def _nobody(_error: DiaryError) -> OutgoingMessage:
    text = _("Nothing was sent: no chat of this family can be written to. Please call.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


def _title(to: LetterTo) -> str:
    return child_line(
        given_name=to.pupil.given_name,
        family_name=to.pupil.family_name,
        class_name=to.class_name,
    )


def _audience(to: LetterTo) -> str:
    count = len(to.reached)
    names = ", ".join(map(_initials, to.reached))
    reached = ngettext("Goes to {n} person: {names}", "Goes to {n} people: {names}", count)
    missed = ", ".join(f"{_initials(name)} — {_why(verdict)}" for name, verdict in to.missed)
    return lines(
        escape(reached.format(n=count, names=names)) if count else "",
        escape(_("Does not go to: {names}").format(names=missed)) if missed else "",
    )


def _why(verdict: DeliveryVerdict) -> str:
    match verdict:
        case DeliveryVerdict.ALLOWED:
            return _("the chat is blocked")
        case DeliveryVerdict.ON_PAPER:
            return _("informed on paper")
        case DeliveryVerdict.SUSPENDED:
            return _("access suspended")
        case DeliveryVerdict.NOT_LINKED:
            return _("not in the diary yet")
        case _:
            return _("no consent")


def _call(to: LetterTo) -> str:
    if to.is_signal:
        return _("Chats of this school carry no texts to families. Please call or write on paper.")
    return _("No chat of this family can be written to. Please call.")


def _when() -> str:
    return _("In quiet hours it waits until they end. Each of them answers to you alone.")


def _initials(name: PersonName) -> str:
    return person_initials(
        family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
    )


def _back(is_new: int) -> tuple[Button, ...]:
    return (Button(_("Back"), OpenLetters(is_new=is_new).pack()), menu_button())

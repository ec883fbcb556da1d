"""A withdrawal that came on paper, step by step, and the acts of destruction."""

from collections.abc import Sequence
from datetime import date

from handlers.callbacks.menu import Open
from handlers.callbacks.paper_consent import ChoosePaperPerson, OpenAct, WithdrawOnPaper
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, numeric_date, person_name
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Attachment, Button, OutgoingMessage
from services.privacy.acts import ActFacts
from services.privacy.office import PaperPerson, PaperWithdrawal

__all__ = ["act", "acts", "choose", "confirm", "recorded", "which_paper", "whose"]


def whose() -> OutgoingMessage:
    """Ask whose paper it is."""
    text = _("Whose written withdrawal is it? Write the family name of the parent or student.")
    return OutgoingMessage(f"{bold(_('Withdrawal on paper'))}\n\n{text}", buttons=((_back(),),))


def choose(found: Sequence[PaperPerson]) -> OutgoingMessage:
    """Offer who it may be."""
    if not found:
        text = _("Nobody with this name has given a consent. Write the name once more.")
        return OutgoingMessage(text, buttons=((_back(),),))
    rows = [
        (Button(_name(one), ChoosePaperPerson(person_id=one.person_id).pack()),) for one in found
    ]
    return OutgoingMessage(_("Who is it?"), buttons=(*rows, (_back(),)))


def which_paper(person: PaperPerson, *, is_again: bool = False) -> OutgoingMessage:
    """Ask for number and date."""
    text = _("Write the number and date of the paper, for example: 17 от 23.11.2026")
    if is_again:
        text = _("Number or date is missing, or the day has not come yet.") + " " + text
    return OutgoingMessage(f"{escape(_name(person))}\n\n{text}", buttons=((_back(),),))


def confirm(person: PaperPerson, number: str, written_on: date) -> OutgoingMessage:
    """Say what the second press does to whom."""
    text = ngettext(
        "{n} consent ends at once by the paper No. {number} of {date}. What waits is not sent; "
        "the chat's data are destroyed, with an act. The journal stays.",
        "{n} consents end at once by the paper No. {number} of {date}. What waits is not sent; "
        "the chat's data are destroyed, with an act. The journal stays.",
        person.given,
    ).format(n=person.given, number=escape(number), date=numeric_date(written_on))
    button = Button(_("Withdraw"), WithdrawOnPaper(person_id=person.person_id).pack())
    return OutgoingMessage(f"{bold(_name(person))}\n\n{text}", buttons=((button,), (_back(),)))


def recorded(person: PaperPerson, done: PaperWithdrawal) -> OutgoingMessage:
    """Say that it is done, and by when the data are gone."""
    text = _("Recorded. Sending has stopped; the data will be destroyed by {date}.").format(
        date=numeric_date(done.destroyed_by)
    )
    return OutgoingMessage(f"{escape(_name(person))}\n\n{text}", buttons=((menu_button(),),))


def acts(found: Sequence[ActFacts]) -> OutgoingMessage:
    """Show the newest acts, each as a button that sends its page."""
    text = (
        _("Each act is a page to print and to sign; keep it for three years.")
        if found
        else _("Nothing has been destroyed yet.")
    )
    rows = [
        (
            Button(
                _("Act No. {number} of {date}").format(
                    number=one.number, date=numeric_date(one.made_on)
                ),
                OpenAct(act_id=one.act_id).pack(),
            ),
        )
        for one in found
    ]
    return OutgoingMessage(
        f"{bold(_('Acts of destruction'))}\n\n{text}", buttons=(*rows, (_back(),))
    )


def act(facts: ActFacts, page: bytes) -> OutgoingMessage:
    """Hand over an act's page."""
    name = facts.number.replace("/", "-")
    return OutgoingMessage(
        _("Act No. {number} of {date}").format(
            number=facts.number, date=numeric_date(facts.made_on)
        ),
        attachment=Attachment(f"act-{name}.pdf", page),
    )


def _name(person: PaperPerson) -> str:
    return person_name(
        family_name=person.name.family_name,
        given_name=person.name.given_name,
        patronymic=person.name.patronymic,
    )


def _back() -> Button:
    return Button(_("Back"), Open(screen="privacy").pack())

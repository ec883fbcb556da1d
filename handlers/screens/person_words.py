"""What the screens about one person of the register share: names, days, the buttons back."""

from datetime import date, datetime

from handlers.callbacks.people import AskCode, IssueCode, OpenPerson
from handlers.screens.formatting import child_line, escape, numeric_date, person_name
from services.i18n import gettext as _
from services.joining.facts import PersonFacts
from services.joining.people_facts import CardChild, PersonCard
from services.outgoing import Button

__all__ = [
    "also_line",
    "child_short",
    "code_button",
    "code_text",
    "dates_text",
    "full_name",
    "issue_data",
    "moment_text",
    "to_card",
]


def also_line(facts: PersonCard) -> str:
    """Say who else the same chat is."""
    names = ", ".join(full_name(person) for _kind, person in facts.also)
    return _("The same chat is also: {names}").format(names=names) if names else ""


def child_short(child: CardChild) -> str:
    """Return a child as a line names it."""
    return child_line(
        given_name=child.person.given_name,
        family_name=child.person.family_name,
        class_name=child.class_name,
    )


def code_button(caption: str, facts: PersonCard, *, as_slip: bool) -> Button:
    """Return the button of a new code; what ends something is asked first."""
    if facts.code_until is not None or facts.link is not None:
        return Button(caption, AskCode(person_id=facts.person_id, as_slip=as_slip).pack())
    return Button(caption, issue_data(facts, as_slip=as_slip))


def code_text(text: str) -> str:
    """Return what is to be typed or copied as it is."""
    return f"<code>{escape(text)}</code>"


def dates_text(starts_on: date | None, ends_on: date | None) -> str:
    """Return from when to when something holds."""
    if starts_on is not None and ends_on is not None:
        return _("{first} – {last}").format(
            first=numeric_date(starts_on), last=numeric_date(ends_on)
        )
    if starts_on is not None:
        return _("from {first}, until it is lifted").format(first=numeric_date(starts_on))
    if ends_on is not None:
        return _("until {last}").format(last=numeric_date(ends_on))
    return _("until it is lifted")


def full_name(person: PersonFacts) -> str:
    """Return a name as lists have it."""
    return person_name(
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
    )


def issue_data(facts: PersonCard, *, as_slip: bool) -> str:
    """Return the data of issuing a code, with the one it may end."""
    data = IssueCode(person_id=facts.person_id, as_slip=as_slip, known=facts.code_id)
    return data.pack()


def moment_text(moment: datetime, facts: PersonCard) -> str:
    """Return the school's date of a moment."""
    return numeric_date(moment.astimezone(facts.timezone).date())


def to_card(facts: PersonCard) -> Button:
    """Return the button back to the card."""
    return Button(_("Back"), OpenPerson(person_id=facts.person_id).pack())

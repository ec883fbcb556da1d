"""Wrong data: the question to a person, the card of the office, and what became of it."""

from collections.abc import Sequence
from datetime import date

from handlers.callbacks.corrections import CorrectionDone, DeclineCorrection
from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, escape, lines, numeric_date, person_name
from services.errors import DiaryError
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.access_errors import CorrectionUnclear
from services.joining.corrections import CorrectionAsked, CorrectionCard, OwnCorrection
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import LinkRequestState, PersonKind

__all__ = [
    "AT_ONCE",
    "asked",
    "card",
    "decide_rows",
    "decided",
    "due_words",
    "no_requests",
    "question",
    "reason_question",
]

AT_ONCE = 5  # cards; the next ones follow when these are seen to


def question(own: Sequence[OwnCorrection], *, has_family: bool) -> OutgoingMessage:
    """Ask what is wrong; what was asked before stands above."""
    text = lines(
        bold(_("Something is wrong")),
        [_own(one) for one in own],
        _(
            "Please write in one message what is wrong and how it should be: a name, a date of "
            "birth, a class, a phone number. The school office reads it and answers here."
        ),
        _("A mark or an absence is a question to the teacher: /message.") if has_family else "",
    )
    back = Button(_("Back"), Open(screen="privacy").pack())
    return OutgoingMessage(text, buttons=((back, menu_button()),))


def asked(facts: CorrectionAsked) -> OutgoingMessage:
    """Say that it was handed in, and by when there is an answer."""
    text = lines(
        _("Thank you, it was handed to the school office."), due_words(facts.due_on, facts.days)
    )
    return OutgoingMessage(text, buttons=((menu_button(),),))


def due_words(due_on: date | None, days: int) -> str:
    """Say by when it has to be answered; a day that nobody can reckon is not made up."""
    if due_on is not None:
        return _("The answer is due by {date}.").format(date=numeric_date(due_on))
    return ngettext(
        "The answer is due within {n} working day.",
        "The answer is due within {n} working days.",
        days,
    ).format(n=days)


def no_requests() -> OutgoingMessage:
    """Say that nothing is to be seen to."""
    return OutgoingMessage(_("Nobody has said that data are wrong."), ((menu_button(),),))


def card(facts: CorrectionCard) -> OutgoingMessage:
    """Show who says what, and by when it has to be seen to."""
    text = lines(
        bold(_("Data to be corrected")),
        f"{escape(_name(facts))} ({_kind(facts.kind)})",
        f"«{escape(facts.text)}»",
        _("Asked on {date}.").format(
            date=numeric_date(facts.asked_at.astimezone(facts.timezone).date())
        ),
        _due(facts),
        _("Please mend the school's list as well: the next import brings back what stands there."),
    )
    return OutgoingMessage(text, buttons=decide_rows(facts.request_id), is_protected=True)


def decide_rows(request_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return the two buttons under a request."""
    return (
        (
            Button(_("Corrected"), CorrectionDone(request_id=request_id).pack()),
            Button(_("Decline"), DeclineCorrection(request_id=request_id).pack()),
        ),
    )


def reason_question(facts: CorrectionCard) -> OutgoingMessage:
    """Ask why the data stay."""
    text = lines(
        f"{escape(_name(facts))}: «{escape(facts.text)}»",
        _("Please write why nothing is changed; this is sent as the answer."),
    )
    back = Button(_("Back"), Open(screen="corrections").pack())
    return OutgoingMessage(text, buttons=((back, menu_button()),))


def decided(facts: CorrectionCard) -> OutgoingMessage:
    """Say what was recorded."""
    name = escape(_name(facts))
    if facts.state is LinkRequestState.CONFIRMED:
        text = _("{name}: recorded as corrected, the answer is on its way.").format(name=name)
    else:
        text = _("{name}: declined, the answer is on its way.").format(name=name)
    more = Button(_("More requests"), Open(screen="corrections").pack())
    return OutgoingMessage(text, buttons=((more, menu_button()),))


def _own(one: OwnCorrection) -> str:
    when = numeric_date(one.asked_on)
    match one.state:
        case LinkRequestState.CONFIRMED:
            became = _("corrected")
        case LinkRequestState.REFUSED:
            became = _("not changed: {reason}").format(reason=one.answer)
        case LinkRequestState.PENDING if one.due_on is not None:
            became = _("with the office, the answer is due by {date}").format(
                date=numeric_date(one.due_on)
            )
        case LinkRequestState.PENDING:
            became = _("with the office")
        case _:
            became = _("ended")
    return escape(f"• {when} «{one.text}»: {became}")


def _due(facts: CorrectionCard) -> str:
    if facts.due_on is None:
        return _(
            "The answer is due within seven working days. The working days of the year are not "
            "known to this version: please count them by the calendar."
        )
    when = numeric_date(facts.due_on)
    if facts.is_overdue:
        return bold(_("The answer was due by {date}.").format(date=when))
    return _("The answer is due by {date}.").format(date=when)


def _kind(kind: PersonKind) -> str:
    return {
        PersonKind.STAFF: _("member of staff"),
        PersonKind.GUARDIAN: _("parent"),
        PersonKind.STUDENT: _("student"),
    }[kind]


def _name(facts: CorrectionCard) -> str:
    return person_name(
        family_name=facts.person.family_name,
        given_name=facts.person.given_name,
        patronymic=facts.person.patronymic,
    )


@sentence_for(CorrectionUnclear)
def _unclear(error: DiaryError) -> OutgoingMessage:
    if error.facts.get("fault") == "long":
        text = _("This is too long: 1000 letters are kept. Please say it more briefly.")
    else:
        text = _("Please say it in words. Nothing was saved.")
    return OutgoingMessage(text, buttons=((menu_button(),),))

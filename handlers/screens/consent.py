"""Consent as a person reads it: the text in a message of its own with two equal buttons."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.callbacks.joining import AnswerConsent, OpenConsent
from handlers.callbacks.menu import Open
from handlers.screens.child_words import numbered_child
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    child_line,
    clock_time,
    escape,
    numeric_date,
)
from services.i18n import gettext as _
from services.joining.consent_facts import AlreadyDecided, ConsentAsk, ConsentRecorded
from services.joining.facts import ChildFacts
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import ConsentAction, ConsentPurpose, ContentMode

__all__ = [
    "PURPOSES",
    "already_decided",
    "ask",
    "child_caption",
    "choose",
    "closed",
    "guardian_needed",
    "purpose_name",
    "recorded",
    "text_changed",
]

# The wire format of ``OpenConsent.purpose``: append only.
PURPOSES = (
    ConsentPurpose.DELIVERY,
    ConsentPurpose.STUDENT_ACCOUNT,
    ConsentPurpose.GUARDIANS_INFORMED,
)


def ask(facts: ConsentAsk) -> OutgoingMessage:
    """Show a consent to decide about: whose, the whole text, two equal buttons."""
    edition = _("edition {version} of {date} · full text").format(
        version=facts.version, date=numeric_date(facts.valid_from)
    )
    head = [
        bold(_about(facts)) if _about(facts) else "",
        bold(_("CONSENT to the processing of personal data")),
        escape(f"{purpose_name(facts.key.purpose)}, {edition}"),
        escape(_application(facts)),
    ]
    buttons = tuple(
        Button(
            caption,
            AnswerConsent(
                person_id=facts.key.person_id,
                student_id=facts.key.student_id,
                text_id=facts.text_id,
                after_id=facts.after_id,
                is_given=is_given,
            ).pack(),
        )
        for caption, is_given in ((_("I consent"), True), (_("I do not consent"), False))
    )
    text = "\n".join(line for line in head if line) + "\n\n" + escape(facts.text)
    return OutgoingMessage(text, buttons=(buttons,))


def choose(asks: Sequence[ConsentAsk]) -> OutgoingMessage:
    """Let a person choose which missing consent to decide about."""
    rows = tuple(
        (
            Button(
                ", ".join(
                    part for part in (_about(facts), purpose_name(facts.key.purpose)) if part
                ),
                OpenConsent(
                    person_id=facts.key.person_id,
                    student_id=facts.key.student_id,
                    purpose=PURPOSES.index(facts.key.purpose),
                ).pack(),
            ),
        )
        for facts in asks
    )
    return OutgoingMessage(
        _("These consents have not been given. Which one would you like to read?"),
        buttons=(*rows, (menu_button(),)),
    )


def recorded(facts: ConsentRecorded) -> OutgoingMessage:
    """Say what was recorded, and what follows from it."""
    buttons: tuple[tuple[Button, ...], ...] = () if facts.following else ((menu_button(),),)
    if facts.is_given:
        if buttons and not facts.awaits_application and not facts.awaits_student:
            buttons = (
                (
                    Button(_("Diary"), Open(screen="diary").pack()),
                    Button(_("Settings"), Open(screen="settings").pack()),
                ),
                (menu_button(),),
            )
        return OutgoingMessage(_paragraphs(_given(facts), _consequence(facts)), buttons=buttons)
    about = _about(facts.ask)
    refusal = _("Your refusal has been recorded on {date} at {time} (school time).").format(
        **_moment(facts.acted_at, facts.timezone)
    )
    return OutgoingMessage(
        _paragraphs(bold(about) if about else "", f"{refusal} {_without(facts.ask.key.purpose)}"),
        buttons=buttons,
    )


def already_decided(facts: AlreadyDecided) -> OutgoingMessage:
    """Say that the record stands, and how it is changed."""
    moment = _moment(facts.acted_at, facts.timezone)
    if facts.action is ConsentAction.REFUSED:
        text = _("Your refusal has already been recorded on {date} at {time}.").format(**moment)
    else:
        text = _("Your consent has already been recorded on {date} at {time}.").format(**moment)
        if facts.wanted_refusal:
            text += " " + _withdrawal_path()
    return OutgoingMessage(text, buttons=((menu_button(),),))


def text_changed() -> OutgoingMessage:
    """Say that an older text cannot be decided about; the new one follows as its own message."""
    return OutgoingMessage(
        _("The text has changed since then, so this press was not counted. Here is the new text.")
    )


def closed() -> OutgoingMessage:
    """Say that consent cannot be asked for yet, through no fault of the person's."""
    return OutgoingMessage(
        _(
            "You are confirmed. The school has not yet entered its address and the person "
            "responsible for personal data, so consent cannot be asked for. Until then nothing "
            "about the child is sent here. Please look into the menu later."
        ),
        buttons=((menu_button(),),),
    )


def guardian_needed() -> OutgoingMessage:
    """Say to a student that a parent decides next, and how."""
    return OutgoingMessage(
        _(
            "Now a parent's consent is needed. The parent opens “Menu” → “Give consent” in their "
            "own chat with the diary; then it opens here, too."
        ),
        buttons=((menu_button(),),),
    )


def child_caption(
    child: ChildFacts, mode: ContentMode, *, ordinal: int, is_oneself: bool = False
) -> str:
    """Name a child as far as the school's content mode allows; empty for oneself unnamed."""
    if mode is ContentMode.FULL:
        return child_line(
            given_name=child.given_name,
            family_name=child.family_name,
            class_name=child.class_name,
        )
    return "" if is_oneself else numbered_child(ordinal)


def purpose_name(purpose: ConsentPurpose) -> str:
    """Return what a consent is for, in two or three words."""
    match purpose:
        case ConsentPurpose.DELIVERY:
            return _("messages to the parent")
        case ConsentPurpose.STUDENT_ACCOUNT:
            return _("the student's own chat")
        case ConsentPurpose.GUARDIANS_INFORMED:
            return _("messages to the parents of an adult student")


def _about(facts: ConsentAsk) -> str:
    if facts.content_mode is not ContentMode.FULL and facts.children_count == 1:
        return ""
    return child_caption(
        facts.child,
        facts.content_mode,
        ordinal=facts.ordinal,
        is_oneself=facts.is_about_oneself,
    )


def _application(facts: ConsentAsk) -> str:
    if not facts.application_number:
        return ""
    if facts.application_date is None:
        return _("paper application No. {number}").format(number=facts.application_number)
    return _("paper application No. {number} of {date}").format(
        number=facts.application_number, date=numeric_date(facts.application_date)
    )


def _given(facts: ConsentRecorded) -> str:
    record = _(
        "Consent has been recorded on {date} at {time} (school time), edition {version}."
    ).format(version=facts.ask.version, **_moment(facts.acted_at, facts.timezone))
    return f"{record} {_withdrawal_path()}"


def _consequence(facts: ConsentRecorded) -> str:
    if facts.awaits_application:
        return _(
            "The school is still waiting for your paper application: please hand it to the class "
            "teacher. Until its number is entered, nothing is sent."
        )
    if facts.ask.key.purpose is not ConsentPurpose.DELIVERY:
        return ""
    if facts.awaits_student:
        return _(
            "The student is 18 and decides alone whether messages come to you: nothing is sent "
            "until the student agrees in a chat of their own with the bot."
        )
    about = _about(facts.ask)
    always = _(
        "What comes, and when, is chosen in the settings. Messages about an absence always come."
    )
    return _paragraphs(_("Done: {child}.").format(child=escape(about)) if about else "", always)


def _without(purpose: ConsentPurpose) -> str:
    match purpose:
        case ConsentPurpose.DELIVERY:
            return _(
                "No messages with the child's data will come here. The class teacher hands out "
                "a printout once a week. You can decide otherwise at any time in the menu."
            )
        case ConsentPurpose.STUDENT_ACCOUNT:
            return _(
                "The student's own chat stays closed. This can be decided otherwise at any time "
                "in the menu."
            )
        case ConsentPurpose.GUARDIANS_INFORMED:
            return _("Your parents will get no more messages about you.")


def _withdrawal_path() -> str:
    return _("To withdraw: Menu → My data → Withdraw consent.")


def _moment(at: datetime, timezone: ZoneInfo) -> dict[str, str]:
    local = at.astimezone(timezone)
    return {"date": numeric_date(local.date()), "time": clock_time(at, timezone)}


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)

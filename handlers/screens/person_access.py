"""A person's access: a lost phone, suspension, the paper application."""

from collections.abc import Sequence
from datetime import date

from handlers.callbacks.people import AskSuspend, ResumeAccess, SuspendAccess, Unlink
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, clock_time, escape, lines, numeric_date
from handlers.screens.person_card import card
from handlers.screens.person_words import (
    also_line,
    child_short,
    code_button,
    code_text,
    dates_text,
    full_name,
    moment_text,
    to_card,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.access_desk import ALL_CHILDREN
from services.joining.facts import PersonFacts
from services.joining.people_facts import CardChild, EntryLine, LinkFacts, PersonCard, Unlinked
from services.joining.typed_access import Application, Suspension
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import PersonKind

__all__ = [
    "application_question",
    "application_recorded",
    "resume_question",
    "suspend_choice",
    "suspend_preview",
    "suspend_question",
    "unlink_question",
    "unlinked",
]

_MOST_ENTRIES = 15
_LONGEST_SOURCE = 90


def unlink_question(facts: PersonCard, link: LinkFacts) -> OutgoingMessage:
    """Say what happens when a phone is disconnected, and ask."""
    yes = Unlink(person_id=facts.person_id, link_id=link.link_id).pack()
    text = lines(
        bold(full_name(facts.person)),
        _("The chat connected on {date} will be disconnected at once:").format(
            date=moment_text(link.linked_at, facts)
        ),
        _("nothing more is sent there, and its old buttons no longer work."),
        escape(also_line(facts)),
        _("The person comes in again with a new code."),
    )
    return OutgoingMessage(
        text,
        buttons=((Button(_("Disconnect"), yes),), (to_card(facts), menu_button())),
    )


def unlinked(facts: Unlinked) -> OutgoingMessage:
    """Say that it is done; for staff, what was written from the account on the last day."""
    person = facts.card
    parts: list[str] = [
        bold(full_name(person.person)),
        _("The chat is disconnected. Nothing more is sent there."),
        _names(_("Disconnected with it: {names}"), facts.also_ended),
        _names(
            _("⚠ The same chat still is: {names}. Please tell an administrator at once."),
            facts.still_there,
        ),
    ]
    if person.kind is PersonKind.STAFF:
        parts.extend(_last_day(facts))
    rows: list[tuple[Button, ...]] = []
    if person.rights.invite:
        rows.append(
            (
                code_button(_("New code"), person, as_slip=False),
                code_button(_("New slip (PDF)"), person, as_slip=True),
            )
        )
    return OutgoingMessage(lines(parts), buttons=(*rows, (to_card(person), menu_button())))


def suspend_choice(facts: PersonCard) -> OutgoingMessage:
    """Ask to which child access is suspended."""
    rows = [
        (
            Button(
                child_short(child),
                AskSuspend(person_id=facts.person_id, student_id=child.student_id).pack(),
            ),
        )
        for child in facts.children
    ]
    everything = AskSuspend(person_id=facts.person_id, student_id=ALL_CHILDREN).pack()
    rows.append((Button(_("All children"), everything),))
    return OutgoingMessage(
        lines(bold(full_name(facts.person)), _("Access to which child is to be suspended?")),
        buttons=(*rows, (to_card(facts), menu_button())),
    )


def suspend_question(facts: PersonCard, student_id: int) -> OutgoingMessage:
    """Say whom a suspension concerns, and ask for reason and dates."""
    text = lines(
        bold(full_name(facts.person)),
        [f"• {escape(child_short(child))}" for child in _meant(facts, student_id)],
        _(
            "Everything to this account about the child stops at once. The other parent and the "
            "child are not concerned."
        ),
        _("Write the reason and the dates in one message, for example:"),
        code_text(_("court order 2-114, from 01.12.2026 to 31.05.2027")),
        _("Without a first day it begins today, without a last one it lasts until it is lifted."),
    )
    return OutgoingMessage(text, buttons=((to_card(facts), menu_button()),))


def suspend_preview(facts: PersonCard, student_id: int, suspension: Suspension) -> OutgoingMessage:
    """Show what was understood, before it takes effect."""
    yes = SuspendAccess(
        person_id=facts.person_id,
        student_id=student_id,
        starts_on=_packed(suspension.starts_on),
        ends_on=_packed(suspension.ends_on),
    ).pack()
    text = lines(
        bold(full_name(facts.person)),
        [f"• {escape(child_short(child))}" for child in _meant(facts, student_id)],
        _("Suspended: {dates}").format(dates=dates_text(suspension.starts_on, suspension.ends_on)),
        _("Reason: {reason}").format(reason=escape(suspension.reason)),
        _("What waits to be sent to this account is not sent any more."),
    )
    again = AskSuspend(person_id=facts.person_id, student_id=student_id).pack()
    return OutgoingMessage(
        text,
        buttons=(
            (Button(_("Suspend"), yes), Button(_("Write it differently"), again)),
            (to_card(facts), menu_button()),
        ),
    )


def resume_question(facts: PersonCard) -> OutgoingMessage:
    """Ask whether access is open again."""
    yes = ResumeAccess(person_id=facts.person_id).pack()
    text = lines(
        bold(full_name(facts.person)),
        _("Access will be open again at once. What was not sent meanwhile stays unsent."),
    )
    return OutgoingMessage(
        text, buttons=((Button(_("Open access"), yes),), (to_card(facts), menu_button()))
    )


def application_question(facts: PersonCard) -> OutgoingMessage:
    """Ask for number and date of the paper application."""
    text = lines(
        bold(full_name(facts.person)),
        _("Write the number and date of the paper application, for example: {example}").format(
            example=code_text(_("114 of 01.09.2026"))
        ),
        _("It holds for all children of this parent, and for their own access."),
    )
    return OutgoingMessage(text, buttons=((to_card(facts), menu_button()),))


def application_recorded(application: Application, facts: PersonCard) -> OutgoingMessage:
    """Say what was recorded, above the card."""
    done = _("Recorded: application No. {number} of {date}.").format(
        number=escape(application.number), date=numeric_date(application.on)
    )
    shown = card(facts)
    return OutgoingMessage(f"{done}\n\n{shown.text}", buttons=shown.buttons)


def _names(sentence: str, people: Sequence[PersonFacts]) -> str:
    if not people:
        return ""
    return sentence.format(names=escape(", ".join(full_name(one) for one in people)))


def _last_day(facts: Unlinked) -> list[str]:
    if not facts.entries and not facts.changes:
        return [_("Nothing was written from it in the last 24 hours.")]
    shown = [_("Written from it in the last 24 hours, please look through:")]
    shown.extend(escape(_entry(one, facts.card)) for one in facts.entries[:_MOST_ENTRIES])
    rest = len(facts.entries) - _MOST_ENTRIES
    if rest > 0:
        shown.append(_("and {n} more").format(n=rest))
    total = sum(number for _entity, number in facts.changes)
    shown.append(
        ngettext(
            "In all {n} change is recorded in the audit.",
            "In all {n} changes are recorded in the audit.",
            total,
        ).format(n=total)
    )
    return shown


def _entry(one: EntryLine, facts: PersonCard) -> str:
    source = " ".join(one.source.split())
    if len(source) > _LONGEST_SOURCE:
        source = f"{source[: _LONGEST_SOURCE - 1]}…"
    saved_at = f"{moment_text(one.saved_at, facts)} {clock_time(one.saved_at, facts.timezone)}"
    line = f"• {saved_at}: {source}"
    return _("{entry} (undone)").format(entry=line) if one.is_undone else line


def _meant(facts: PersonCard, student_id: int) -> list[CardChild]:
    return [one for one in facts.children if student_id in {ALL_CHILDREN, one.student_id}]


def _packed(on: date | None) -> int:
    return 0 if on is None else int(f"{on:%Y%m%d}")

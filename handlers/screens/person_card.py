"""One person of the register: everything that decides whether the diary reaches them."""

from handlers.callbacks.people import (
    AskApplication,
    AskResume,
    AskSuspend,
    AskUnlink,
    OpenPeople,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines, numeric_date
from handlers.screens.people import SIGNS, state_words
from handlers.screens.person_words import (
    also_line,
    child_short,
    code_button,
    dates_text,
    full_name,
    moment_text,
)
from handlers.screens.roles import role_names
from services.i18n import gettext as _
from services.joining.facts import VerifiedBy
from services.joining.people_facts import CardChild, PersonCard
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import AccessMode, ConsentAction, PersonKind

__all__ = ["card"]


def card(facts: PersonCard) -> OutgoingMessage:
    """Show a person with everything that decides whether the diary reaches them."""
    text = lines(
        bold(full_name(facts.person)),
        escape(_what(facts)),
        f"{SIGNS[facts.state]} {_state(facts)}",
        escape(also_line(facts)),
        [escape(line) for child in facts.children for line in _child_lines(child)],
        [
            f"{SIGNS[one.state]} "
            + escape(", ".join(part for part in (full_name(one.person), one.relation) if part))
            + f": {state_words(one.state)}"
            for one in facts.guardians
        ],
        _("Phone in the school's list: …{tail}").format(tail=facts.phone_tail)
        if facts.phone_tail
        else _("No phone in the school's list: a person has to confirm."),
    )
    return OutgoingMessage(text, buttons=(*_actions(facts), (*_to_list(facts), menu_button())))


def _actions(facts: PersonCard) -> list[tuple[Button, ...]]:
    rights = facts.rights
    rows: list[tuple[Button, ...]] = []
    if rights.invite:
        rows.append(
            (
                code_button(_("New code"), facts, as_slip=False),
                code_button(_("New slip (PDF)"), facts, as_slip=True),
            )
        )
    if rights.unlink:
        data = AskUnlink(person_id=facts.person_id).pack()
        rows.append((Button(_("Lost phone: disconnect"), data),))
    if rights.suspend:
        is_suspended = any(
            one.access is AccessMode.SUSPENDED or one.is_suspended_later for one in facts.children
        )
        if is_suspended:
            data = AskResume(person_id=facts.person_id).pack()
            rows.append((Button(_("Open access again"), data),))
        if any(one.access is not AccessMode.SUSPENDED for one in facts.children):
            data = AskSuspend(
                person_id=facts.person_id,
                student_id=facts.children[0].student_id if len(facts.children) == 1 else -1,
            ).pack()
            rows.append((Button(_("Suspend access"), data),))
    if rights.record_application:
        data = AskApplication(person_id=facts.person_id).pack()
        rows.append((Button(_("Paper application"), data),))
    return rows


def _to_list(facts: PersonCard) -> tuple[Button, ...]:
    if facts.list_id is None:
        return ()
    data = OpenPeople(class_id=facts.list_id, page=0, only_missing=False).pack()
    return (Button(_("To the list"), data),)


def _what(facts: PersonCard) -> str:
    classes = ", ".join(facts.class_names)
    if facts.kind is PersonKind.GUARDIAN:
        return _("parent")
    roles = role_names(facts.roles) or _("member of staff")
    return f"{roles} · {classes}" if classes else roles


def _state(facts: PersonCard) -> str:
    parts = []
    if facts.link is not None:
        parts.append(
            _("In the diary since {date}; {how}.").format(
                date=moment_text(facts.link.linked_at, facts), how=_how(facts.link.verified_by)
            )
        )
        if not facts.link.is_reachable:
            parts.append(_("Messages do not arrive: the chat with the bot is blocked."))
    else:
        parts.append(_("Not in the diary yet."))
    if facts.code_until is not None:
        parts.append(
            _("There is a code, valid until {date}.").format(date=numeric_date(facts.code_until))
        )
    return " ".join(parts)


def _how(verified_by: VerifiedBy) -> str:
    match verified_by:
        case VerifiedBy.PHONE:
            return _("confirmed by the phone number")
        case VerifiedBy.IN_PERSON:
            return _("confirmed in person")
        case VerifiedBy.BY_PHONE:
            return _("confirmed in a call")
        case VerifiedBy.MEETING:
            return _("confirmed at a meeting")


def _child_lines(child: CardChild) -> list[str]:
    first = ", ".join(part for part in (child_short(child), child.relation) if part)
    facts = [_application(child), _consent(child.consent)]
    shown = [f"• {first}: {'; '.join(facts)}"]
    if child.access is AccessMode.SUSPENDED or child.is_suspended_later:
        shown.append(
            _("  access suspended: {dates}; {reason}").format(
                dates=dates_text(child.access_from, child.access_to),
                reason=child.access_reason or _("no reason given"),
            )
        )
    elif child.access is AccessMode.PAPER:
        shown.append(_("  informed on paper"))
    return shown


def _application(child: CardChild) -> str:
    if not child.application_number:
        return _("no paper application")
    if child.application_date is None:
        return _("application No. {number}").format(number=child.application_number)
    return _("application No. {number} of {date}").format(
        number=child.application_number, date=numeric_date(child.application_date)
    )


def _consent(consent: ConsentAction | None) -> str:
    match consent:
        case ConsentAction.GIVEN:
            return _("consent given")
        case ConsentAction.REFUSED:
            return _("consent refused")
        case ConsentAction.WITHDRAWN:
            return _("consent withdrawn")
        case _:
            return _("no consent yet")

"""One person of the register: the card, a new code, a lost phone, suspension, application."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.callbacks.people import (
    AskApplication,
    AskCode,
    AskResume,
    AskSuspend,
    AskUnlink,
    IssueCode,
    OpenPeople,
    OpenPerson,
    ResumeAccess,
    SuspendAccess,
    Unlink,
)
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
from handlers.screens.people import SIGNS, state_words
from handlers.screens.roles import role_names
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.access_desk import ALL_CHILDREN
from services.joining.codes import grouped
from services.joining.facts import PersonFacts, VerifiedBy
from services.joining.invitations import IssuedInvite
from services.joining.people_facts import CardChild, EntryLine, LinkFacts, PersonCard, Unlinked
from services.joining.typed_access import Application, Suspension
from services.outgoing import Attachment, Button, OutgoingMessage
from services.vocabulary import AccessMode, ConsentAction, PersonKind

__all__ = [
    "application_question",
    "application_recorded",
    "card",
    "code_question",
    "issued",
    "printed",
    "resume_question",
    "suspend_choice",
    "suspend_preview",
    "suspend_question",
    "unlink_question",
    "unlinked",
]

_MOST_ENTRIES = 15
_LONGEST_SOURCE = 90


def card(facts: PersonCard) -> OutgoingMessage:
    """Show a person with everything that decides whether the diary reaches them."""
    text = lines(
        bold(_name(facts.person)),
        escape(_what(facts)),
        f"{SIGNS[facts.state]} {_state(facts)}",
        escape(_also(facts)),
        [escape(line) for child in facts.children for line in _child_lines(child)],
        [
            f"{SIGNS[one.state]} "
            + escape(", ".join(part for part in (_name(one.person), one.relation) if part))
            + f": {state_words(one.state)}"
            for one in facts.guardians
        ],
        _("Phone in the school's list: …{tail}").format(tail=facts.phone_tail)
        if facts.phone_tail
        else _("No phone in the school's list: a person has to confirm."),
    )
    return OutgoingMessage(text, buttons=(*_actions(facts), (*_to_list(facts), menu_button())))


def code_question(facts: PersonCard, *, as_slip: bool) -> OutgoingMessage:
    """Say what a new code ends, before it is issued."""
    parts = [bold(_name(facts.person)), _("A new code will be issued.")]
    if facts.code_until is not None:
        parts.append(_("The code handed out before stops working."))
    if facts.link is not None:
        parts.append(
            _("When it is used, the chat connected now is disconnected. Lost phone: unlink first.")
        )
    issue = _issue_data(facts, as_slip=as_slip)
    return OutgoingMessage(
        lines(parts),
        buttons=((Button(_("Issue the code"), issue),), (_to_card(facts), menu_button())),
    )


def issued(facts: IssuedInvite, person_id: int) -> OutgoingMessage:
    """Show a code once, ready to be copied."""
    code = grouped(facts.code)
    rows: list[tuple[Button, ...]] = [(Button(_("Copy the code"), copies=code),)]
    if facts.link:
        rows.append((Button(_("Copy the link"), copies=facts.link),))
    rows.append((Button(_("Back"), OpenPerson(person_id=person_id).pack()), menu_button()))
    text = lines(
        bold(_name(facts.person)),
        _("Code: {code}").format(code=_code(code)),
        escape(facts.link),
        _("Valid until {date}, works once. It is shown only here and now.").format(
            date=numeric_date(facts.expires_on)
        ),
        _("Hand it over in person, never in a class's group chat."),
    )
    return OutgoingMessage(text, buttons=tuple(rows), is_protected=True)


def printed(invites: tuple[IssuedInvite, ...], pdf: bytes, *, file_name: str) -> OutgoingMessage:
    """Hand over the pages to print."""
    if not invites:
        return OutgoingMessage(
            _("Everybody who can be invited has come. There is nothing to print."),
            buttons=((menu_button(),),),
        )
    count = len(invites)
    text = ngettext(
        "{n} invitation, valid until {date}. Please print it and delete this file.",
        "{n} invitations, valid until {date}. Please print them and delete this file.",
        count,
    ).format(n=count, date=numeric_date(invites[0].expires_on))
    return OutgoingMessage(
        text, buttons=((menu_button(),),), attachment=Attachment(file_name, pdf)
    )


def unlink_question(facts: PersonCard, link: LinkFacts) -> OutgoingMessage:
    """Say what happens when a phone is disconnected, and ask."""
    yes = Unlink(person_id=facts.person_id, link_id=link.link_id).pack()
    text = lines(
        bold(_name(facts.person)),
        _("The chat connected on {date} will be disconnected at once:").format(
            date=_moment(link.linked_at, facts)
        ),
        _("nothing more is sent there, and its old buttons no longer work."),
        escape(_also(facts)),
        _("The person comes in again with a new code."),
    )
    return OutgoingMessage(
        text,
        buttons=((Button(_("Disconnect"), yes),), (_to_card(facts), menu_button())),
    )


def unlinked(facts: Unlinked) -> OutgoingMessage:
    """Say that it is done; for staff, what was written from the account on the last day."""
    person = facts.card
    parts: list[str] = [
        bold(_name(person.person)),
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
                _code_button(_("New code"), person, as_slip=False),
                _code_button(_("New slip (PDF)"), person, as_slip=True),
            )
        )
    return OutgoingMessage(lines(parts), buttons=(*rows, (_to_card(person), menu_button())))


def suspend_choice(facts: PersonCard) -> OutgoingMessage:
    """Ask to which child access is suspended."""
    rows = [
        (
            Button(
                _short(child),
                AskSuspend(person_id=facts.person_id, student_id=child.student_id).pack(),
            ),
        )
        for child in facts.children
    ]
    everything = AskSuspend(person_id=facts.person_id, student_id=ALL_CHILDREN).pack()
    rows.append((Button(_("All children"), everything),))
    return OutgoingMessage(
        lines(bold(_name(facts.person)), _("Access to which child is to be suspended?")),
        buttons=(*rows, (_to_card(facts), menu_button())),
    )


def suspend_question(facts: PersonCard, student_id: int) -> OutgoingMessage:
    """Say whom a suspension concerns, and ask for reason and dates."""
    text = lines(
        bold(_name(facts.person)),
        [f"• {escape(_short(child))}" for child in _meant(facts, student_id)],
        _(
            "Everything to this account about the child stops at once. The other parent and the "
            "child are not concerned."
        ),
        _("Write the reason and the dates in one message, for example:"),
        _code(_("court order 2-114, from 01.12.2026 to 31.05.2027")),
        _("Without a first day it begins today, without a last one it lasts until it is lifted."),
    )
    return OutgoingMessage(text, buttons=((_to_card(facts), menu_button()),))


def suspend_preview(facts: PersonCard, student_id: int, suspension: Suspension) -> OutgoingMessage:
    """Show what was understood, before it takes effect."""
    yes = SuspendAccess(
        person_id=facts.person_id,
        student_id=student_id,
        starts_on=_packed(suspension.starts_on),
        ends_on=_packed(suspension.ends_on),
    ).pack()
    text = lines(
        bold(_name(facts.person)),
        [f"• {escape(_short(child))}" for child in _meant(facts, student_id)],
        _("Suspended: {dates}").format(dates=_dates(suspension.starts_on, suspension.ends_on)),
        _("Reason: {reason}").format(reason=escape(suspension.reason)),
        _("What waits to be sent to this account is not sent any more."),
    )
    again = AskSuspend(person_id=facts.person_id, student_id=student_id).pack()
    return OutgoingMessage(
        text,
        buttons=(
            (Button(_("Suspend"), yes), Button(_("Write it differently"), again)),
            (_to_card(facts), menu_button()),
        ),
    )


def resume_question(facts: PersonCard) -> OutgoingMessage:
    """Ask whether access is open again."""
    yes = ResumeAccess(person_id=facts.person_id).pack()
    text = lines(
        bold(_name(facts.person)),
        _("Access will be open again at once. What was not sent meanwhile stays unsent."),
    )
    return OutgoingMessage(
        text, buttons=((Button(_("Open access"), yes),), (_to_card(facts), menu_button()))
    )


def application_question(facts: PersonCard) -> OutgoingMessage:
    """Ask for number and date of the paper application."""
    text = lines(
        bold(_name(facts.person)),
        _("Write the number and date of the paper application, for example: {example}").format(
            example=_code(_("114 of 01.09.2026"))
        ),
        _("It holds for all children of this parent, and for their own access."),
    )
    return OutgoingMessage(text, buttons=((_to_card(facts), menu_button()),))


def application_recorded(application: Application, facts: PersonCard) -> OutgoingMessage:
    """Say what was recorded, above the card."""
    done = _("Recorded: application No. {number} of {date}.").format(
        number=escape(application.number), date=numeric_date(application.on)
    )
    shown = card(facts)
    return OutgoingMessage(f"{done}\n\n{shown.text}", buttons=shown.buttons)


def _actions(facts: PersonCard) -> list[tuple[Button, ...]]:
    rights = facts.rights
    rows: list[tuple[Button, ...]] = []
    if rights.invite:
        rows.append(
            (
                _code_button(_("New code"), facts, as_slip=False),
                _code_button(_("New slip (PDF)"), facts, as_slip=True),
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


def _code_button(caption: str, facts: PersonCard, *, as_slip: bool) -> Button:
    # What ends something is asked first.
    if facts.code_until is not None or facts.link is not None:
        return Button(caption, AskCode(person_id=facts.person_id, as_slip=as_slip).pack())
    return Button(caption, _issue_data(facts, as_slip=as_slip))


def _issue_data(facts: PersonCard, *, as_slip: bool) -> str:
    data = IssueCode(person_id=facts.person_id, as_slip=as_slip, known=facts.code_id)
    return data.pack()


def _to_list(facts: PersonCard) -> tuple[Button, ...]:
    if facts.list_id is None:
        return ()
    data = OpenPeople(class_id=facts.list_id, page=0, only_missing=False).pack()
    return (Button(_("To the list"), data),)


def _to_card(facts: PersonCard) -> Button:
    return Button(_("Back"), OpenPerson(person_id=facts.person_id).pack())


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
                date=_moment(facts.link.linked_at, facts), how=_how(facts.link.verified_by)
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


def _also(facts: PersonCard) -> str:
    names = ", ".join(_name(person) for _kind, person in facts.also)
    return _("The same chat is also: {names}").format(names=names) if names else ""


def _child_lines(child: CardChild) -> list[str]:
    first = ", ".join(part for part in (_short(child), child.relation) if part)
    facts = [_application(child), _consent(child.consent)]
    shown = [f"• {first}: {'; '.join(facts)}"]
    if child.access is AccessMode.SUSPENDED or child.is_suspended_later:
        shown.append(
            _("  access suspended: {dates}; {reason}").format(
                dates=_dates(child.access_from, child.access_to),
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


def _names(sentence: str, people: Sequence[PersonFacts]) -> str:
    if not people:
        return ""
    return sentence.format(names=escape(", ".join(_name(one) for one in people)))


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
    line = f"• {_moment(one.saved_at, facts)} {clock_time(one.saved_at, facts.timezone)}: {source}"
    return _("{entry} (undone)").format(entry=line) if one.is_undone else line


def _meant(facts: PersonCard, student_id: int) -> list[CardChild]:
    return [one for one in facts.children if student_id in {ALL_CHILDREN, one.student_id}]


def _short(child: CardChild) -> str:
    return child_line(
        given_name=child.person.given_name,
        family_name=child.person.family_name,
        class_name=child.class_name,
    )


def _dates(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on is not None and ends_on is not None:
        return _("{first} – {last}").format(
            first=numeric_date(starts_on), last=numeric_date(ends_on)
        )
    if starts_on is not None:
        return _("from {first}, until it is lifted").format(first=numeric_date(starts_on))
    if ends_on is not None:
        return _("until {last}").format(last=numeric_date(ends_on))
    return _("until it is lifted")


def _packed(on: date | None) -> int:
    return 0 if on is None else int(f"{on:%Y%m%d}")


def _moment(moment: datetime, facts: PersonCard) -> str:
    return numeric_date(moment.astimezone(facts.timezone).date())


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _name(person: PersonFacts) -> str:
    return person_name(
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
    )

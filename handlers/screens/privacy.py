"""«My data»: what is held, since when, to whom it goes, and taking consent back."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.callbacks.joining import DeleteMyData, WithdrawConsent
from handlers.callbacks.menu import Open
from handlers.screens.consent import child_caption, purpose_name
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, clock_time, escape, numeric_date, person_name
from services.i18n import gettext as _
from services.i18n import ngettext
from services.joining.facts import VerifiedBy
from services.outgoing import Attachment, Button, OutgoingMessage
from services.privacy.facts import ConsentFacts, Deleted, Held, SentLine, Withdrawn
from services.reports.ledger.words import kind_text
from services.vocabulary import ConsentAction, ConsentPurpose, ContentMode, PersonKind

__all__ = [
    "deleted",
    "deletion_choice",
    "export",
    "nothing_held",
    "overview",
    "sent",
    "withdrawal_choice",
    "withdrawn",
]

_ALL = 0  # WithdrawConsent: everything given


def nothing_held() -> OutgoingMessage:
    """Say to somebody unknown that nothing is kept about them."""
    return OutgoingMessage(
        _("Nothing is kept about you here: this chat is not connected with any school."),
        buttons=((menu_button(),),),
    )


def overview(held: Sequence[Held], *, keeps_consents: bool = False) -> OutgoingMessage:
    """Show what is held on each person behind the account."""
    parts = [bold(_("My data")), *(_person(one) for one in held), _common()]
    rows: list[tuple[Button, ...]] = []
    if any(one.given for one in held):
        rows.append((Button(_("Withdraw consent"), Open(screen="withdraw").pack()),))
    rows.append(
        (
            Button(_("What was sent to me"), Open(screen="sent").pack()),
            Button(_("Export"), Open(screen="export").pack()),
        )
    )
    rows.append((Button(_("Something is wrong"), Open(screen="correction").pack()),))
    if any(one.kind is not PersonKind.STAFF for one in held):
        rows.append((Button(_("Delete my data"), Open(screen="delete").pack()),))
    if keeps_consents:
        rows.append(
            (
                Button(_("Withdrawal on paper"), Open(screen="paper_withdrawal").pack()),
                Button(_("Acts of destruction"), Open(screen="acts").pack()),
            )
        )
    rows.append((menu_button(),))
    return OutgoingMessage("\n\n".join(parts), buttons=tuple(rows))


def sent(lines: Sequence[SentLine]) -> OutgoingMessage:
    """Show when what kind of message was sent, the newest first; the texts are not kept."""
    # Several facts of one message are one line.
    counts = Counter(
        f"{numeric_date(one.sent_at.astimezone(one.timezone).date())} "
        f"{clock_time(one.sent_at, one.timezone)} · {escape(kind_text(one.kind))}"
        for one in lines
    )
    shown = [line if count == 1 else f"{line} × {count}" for line, count in counts.items()] or [
        _("Nothing has been sent to this chat yet.")
    ]
    parts = (bold(_("What was sent to me")), "\n".join(shown), _("The texts are not kept."))
    return OutgoingMessage(
        "\n\n".join(parts),
        buttons=((Button(_("Back"), Open(screen="privacy").pack()),),),
    )


def export(file: Attachment, *, is_guardian: bool) -> OutgoingMessage:
    """Hand over the file."""
    if is_guardian:
        text = _("Everything that is kept about you here, and what you may see of your children.")
    else:
        text = _("Everything that the diary keeps about the owner of this chat.")
    return OutgoingMessage(
        text,
        buttons=((menu_button(),),),
        attachment=file,
    )


def deletion_choice() -> OutgoingMessage:
    """Say what deleting means; the button of this screen does it."""
    return OutgoingMessage(
        "\n\n".join(
            (
                bold(_("Delete my data")),
                _(
                    "All your consents end now, and the data of this chat are destroyed at once: "
                    "the numbers of chat and messages, the settings, what was said. The school "
                    "makes an act of it. The school journal and the school's lists stay as they "
                    "are. To come back you need a new code from the class teacher."
                ),
            )
        ),
        buttons=(
            (Button(_("Delete now"), DeleteMyData().pack()),),
            (Button(_("Back"), Open(screen="privacy").pack()),),
        ),
    )


def deleted(facts: Deleted) -> OutgoingMessage:
    """Say that it is done, and under which number the school has it on paper."""
    text = _(
        "Done: your consents have ended, the data of this chat are destroyed. Act No. {numbers}."
    ).format(numbers=", ".join(facts.acts))
    return OutgoingMessage(text, buttons=((menu_button(),),) if facts.is_still_somebody else ())


def withdrawal_choice(held: Sequence[Held]) -> OutgoingMessage:
    """Say what withdrawing means; each button of this screen does it."""
    given = [(one, consent) for one in held for consent in one.given]
    explanation = _(
        "After you withdraw, sending stops at once, messages that are waiting are not sent, and "
        "the data of this chat that are not needed any more are destroyed the next day. "
        "The school journal stays as it is. A printout can be had from the class teacher once a "
        "week. A consent can be given again later."
    )
    if len(given) == 1:
        person, consent = given[0]
        rows = [(_withdraw_button(_("Withdraw"), consent.consent_id),)]
        what = _consent_name(person, consent)
    else:
        what = ""
        rows = [
            (
                _withdraw_button(
                    _("Withdraw: {what}").format(what=_consent_name(person, consent)),
                    consent.consent_id,
                ),
            )
            for person, consent in given
        ]
        rows.append((_withdraw_button(_("Withdraw all"), _ALL),))
    rows.append((Button(_("Back"), Open(screen="privacy").pack()),))
    heading = bold(_("Withdrawal of consent"))
    return OutgoingMessage(
        "\n\n".join(part for part in (heading, escape(what), explanation) if part),
        buttons=tuple(rows),
    )


def withdrawn(facts: Withdrawn) -> OutgoingMessage:
    """Say what was withdrawn and when, and by when what is destroyed."""
    local = _moment(facts.withdrawn_at, facts.timezone)
    parts = [
        _("Consent has been withdrawn on {date} at {time} (school time).").format(**local),
        "\n".join(
            escape(_name(consent, facts.content_mode, is_only=len(facts.consents) == 1))
            for consent in facts.consents
        ),
    ]
    stopped = _("Sending has been stopped now.")
    if facts.is_link_ended:
        stopped += " " + _(
            "Your data in the bot will be destroyed by {date}. To come back you need a new code "
            "from the class teacher."
        ).format(date=numeric_date(facts.destroyed_by))
    else:
        stopped += " " + _("What was kept for these messages will be destroyed by {date}.").format(
            date=numeric_date(facts.destroyed_by)
        )
    parts += [stopped, _("This does not change the school journal.")]
    goes_on = not facts.is_link_ended or facts.is_still_somebody
    return OutgoingMessage(
        "\n\n".join(part for part in parts if part),
        buttons=((menu_button(),),) if goes_on else (),
    )


def _person(held: Held) -> str:
    lines = [bold(_who(held))]
    lines.append(
        _("Connected since {date}, confirmed {how}.").format(
            date=numeric_date(held.linked_at.astimezone(held.timezone).date()),
            how=_verified(held.verified_by),
        )
    )
    lines.extend(_consent_line(held, consent) for consent in held.consents)
    if held.messages_sent:
        sent = ngettext(
            "{n} message was sent to this chat.",
            "{n} messages were sent to this chat.",
            held.messages_sent,
        )
        lines.append(sent.format(n=held.messages_sent))
    return "\n".join(lines)


def _who(held: Held) -> str:
    role = {
        PersonKind.STAFF: _("Member of staff"),
        PersonKind.GUARDIAN: _("Parent"),
        PersonKind.STUDENT: _("Student"),
    }[held.kind]
    if held.content_mode is not ContentMode.FULL:
        return role
    name = person_name(
        family_name=held.person.family_name,
        given_name=held.person.given_name,
        patronymic=held.person.patronymic,
    )
    return f"{role}: {name} ({held.school_name})"


def _verified(verified_by: str) -> str:
    return {
        VerifiedBy.PHONE: _("by phone number"),
        VerifiedBy.IN_PERSON: _("by the school in person"),
        VerifiedBy.BY_PHONE: _("by the school on the phone"),
        VerifiedBy.MEETING: _("by the school at a meeting"),
    }[VerifiedBy(verified_by)]


def _consent_line(held: Held, consent: ConsentFacts) -> str:
    sentence = {
        ConsentAction.GIVEN: _("{what}: consent of {date}, edition {version}"),
        ConsentAction.REFUSED: _("{what}: refused on {date}, edition {version}"),
        ConsentAction.WITHDRAWN: _("{what}: withdrawn on {date}, edition {version}"),
        ConsentAction.SUSPENDED: _("{what}: paused by the school on {date}, edition {version}"),
        ConsentAction.EXPIRED: _("{what}: ended on {date}, edition {version}"),
    }[consent.action]
    return "• " + escape(
        sentence.format(
            what=_consent_name(held, consent),
            date=numeric_date(consent.acted_at.astimezone(held.timezone).date()),
            version=consent.version or "–",
        )
    )


def _consent_name(held: Held, consent: ConsentFacts) -> str:
    children = {one.key.student_id for one in held.consents}
    return _name(consent, held.content_mode, is_only=len(children) == 1)


def _name(consent: ConsentFacts, mode: ContentMode, *, is_only: bool) -> str:
    child = child_caption(
        consent.child, mode, ordinal=consent.ordinal, is_oneself=consent.is_about_oneself
    )
    if is_only and mode is not ContentMode.FULL:
        child = ""
    if child and consent.key.purpose is ConsentPurpose.DELIVERY:
        return child
    return ", ".join(part for part in (child, purpose_name(consent.key.purpose)) if part)


def _common() -> str:
    kept = _(
        "Kept here: the connection with the school's list, the number of this chat, the language, "
        "the consents, and when which message was sent. Of a phone number only a fingerprint is "
        "kept. The marks are kept by the school."
    )
    goes_to = _(
        "It goes to nobody but you, as messages through Telegram. The school answers questions "
        "about your data and corrects mistakes within seven working days."
    )
    return f"{kept}\n{goes_to}"


def _withdraw_button(caption: str, consent_id: int) -> Button:
    return Button(caption, WithdrawConsent(consent_id=consent_id).pack())


def _moment(at: datetime, timezone: ZoneInfo) -> dict[str, str]:
    local = at.astimezone(timezone)
    return {"date": numeric_date(local.date()), "time": clock_time(at, timezone)}

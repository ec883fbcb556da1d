"""The screens of announcements: audience, preview, what became of one, who has not answered."""

from collections.abc import Sequence

from handlers.callbacks.broadcasts import (
    DiscardBroadcast,
    OpenBroadcast,
    OpenUnread,
    PickAudience,
    PickTarget,
    RecallBroadcast,
    RemindBroadcast,
    SendBroadcast,
)
from handlers.callbacks.menu import Open
from handlers.screens.broadcast_words import (
    answer_names,
    audience_name,
    exclusion_name,
    target_name,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    capitalized,
    clock_time,
    escape,
    lines,
    person_name,
    short_day,
)
from services.broadcasts.facts import (
    Audience,
    BroadcastPage,
    BroadcastPreview,
    Scope,
    UnreadEntry,
    UnreadPage,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import BroadcastScope, BroadcastTarget, EntryState

__all__ = [
    "SCOPES",
    "TARGETS",
    "audience_choice",
    "discarded",
    "preview",
    "sent",
    "target_choice",
    "text_wanted",
    "unread",
]

# Their places are the wire format of buttons: new ones go to the end.
SCOPES = tuple(BroadcastScope)
TARGETS = tuple(BroadcastTarget)
_IN_A_ROW = 3
_MOST_NAMES = 60


def audience_choice(scopes: Sequence[Scope]) -> OutgoingMessage:
    """Let the author choose whom to write to."""
    buttons = [
        Button(
            capitalized(audience_name(scope.label or _ref_label(scope))),
            PickAudience(scope=SCOPES.index(scope.kind), ref=scope.ref).pack(),
        )
        for scope in scopes
    ]
    text = lines(
        bold(_("Announcement")),
        _("Whom is it for?"),
        _("Or in one message: {example}").format(
            example="<code>/broadcast 7А " + escape(_("Meeting on Thursday, 18:30")) + "</code>"
        ),
    )
    return OutgoingMessage(text, buttons=(*_rows(buttons), (menu_button(),)))


def target_choice(picked: Scope) -> OutgoingMessage:
    """Let the author choose between parents and students of the audience picked before."""
    scope = SCOPES.index(picked.kind)
    buttons = [
        (Button(capitalized(target_name(target)), _pick(scope, picked.ref, place)),)
        for place, target in enumerate(TARGETS)
    ]
    audience = audience_name(picked.label or _ref_label(picked))
    return OutgoingMessage(
        lines(bold(f"{_('Announcement')} · {audience}"), _("Who is to read it?")),
        buttons=(*buttons, _back()),
    )


def _pick(scope: int, ref: int, target: int) -> str:
    return PickTarget(scope=scope, ref=ref, target=target).pack()


def text_wanted() -> OutgoingMessage:
    """Ask for the text."""
    return OutgoingMessage(
        lines(
            _("Please write the text as your next message."),
            _("For answer buttons add a line: {example}").format(
                example="<code>" + escape(_("answers: Yes, No, Online")) + "</code>"
            ),
            _("You will see a preview first; nothing is sent yet."),
        ),
        buttons=(_back(),),
    )


def preview(facts: BroadcastPreview) -> OutgoingMessage:
    """Show what would be sent and to whom."""
    audience = facts.audience
    text = lines(
        bold(_heading(facts.label, facts.target)),
        escape(facts.text),
        _answers_line(facts.answers),
        "",
        *_audience_lines(audience),
        _leaves_line(facts),
    )
    no = Button(_("Do not send"), DiscardBroadcast(broadcast_id=facts.broadcast_id).pack())
    yes = Button(_("Send"), SendBroadcast(broadcast_id=facts.broadcast_id).pack())
    return OutgoingMessage(text, buttons=((yes, no) if audience.seats else (no,),))


def discarded() -> OutgoingMessage:
    """Say that nothing was sent."""
    return OutgoingMessage(
        _("Not sent. Nobody has received anything."), buttons=((menu_button(),),)
    )


def sent(page: BroadcastPage) -> OutgoingMessage:
    """Show what became of an announcement."""
    heading = bold(_heading(page.label, page.target))
    if page.state is EntryState.UNDONE:
        text = lines(
            heading,
            _("Recalled. What was delivered already is being deleted from the chats."),
        )
        return OutgoingMessage(text, buttons=((menu_button(),),))
    text = lines(
        heading,
        escape(page.text),
        ngettext("Sent to {n} person.", "Sent to {n} people.", page.recipients).format(
            n=page.recipients
        ),
        _tally_line(page),
        _("It can be recalled for two minutes.") if page.can_recall else "",
    )
    return OutgoingMessage(text, buttons=_sent_buttons(page))


def unread(facts: UnreadPage) -> OutgoingMessage:
    """Show who has not answered: names for the class teacher, the number for others."""
    page = facts.page
    if facts.names is None:
        names = ["" if not page.silent else _("Names are shown to the class teacher.")]
    else:
        names = [_unread_line(one) for one in facts.names[:_MOST_NAMES]]
        rest = len(facts.names) - _MOST_NAMES
        names.append(_("and {n} more").format(n=rest) if rest > 0 else "")
    text = lines(
        bold(_heading(page.label, page.target)),
        escape(_short(page.text)),
        _("Not answered: {n} of {total}").format(n=page.silent, total=page.recipients),
        names,
    )
    return OutgoingMessage(text, buttons=_follow_up(page))


def _back() -> tuple[Button, ...]:
    return (Button(_("Back"), Open(screen="broadcast").pack()), menu_button())


def _heading(label: str, target: BroadcastTarget) -> str:
    return " · ".join((_("Announcement"), audience_name(label), target_name(target)))


def _audience_lines(audience: Audience) -> list[str]:
    if not audience.seats:
        found = [_("Nobody can receive it.")]
    else:
        families = ngettext("{n} family", "{n} families", audience.families)
        chats = ngettext("{n} chat", "{n} chats", audience.chats)
        found = [
            _("Will receive it: {families} ({chats}).").format(
                families=families.format(n=audience.families),
                chats=chats.format(n=audience.chats),
            )
        ]
    if audience.excluded:
        reasons = ", ".join(
            f"{count} — {exclusion_name(reason)}" for reason, count in audience.excluded.items()
        )
        found.append(_("Will not: {reasons}.").format(reasons=reasons))
    return found


def _leaves_line(facts: BroadcastPreview) -> str:
    if facts.leaves_at is None:
        return ""
    local = facts.leaves_at.astimezone(facts.zone)
    return _("Quiet hours: it leaves on {day} at {time}.").format(
        day=short_day(local.date()), time=clock_time(local.time())
    )


def _answers_line(answers: Sequence[str]) -> str:
    if not answers:
        return ""
    captions = " ".join(f"[{escape(one)}]" for one in answers)
    return _("Answers: {captions}").format(captions=captions)


def _tally_line(page: BroadcastPage) -> str:
    parts = [
        f"{escape(name)} {page.tally.get(number, 0)}"
        for number, name in answer_names(page.answers)
        if number or page.tally.get(0) or not page.answers
    ]
    parts.append(_("not answered {n}").format(n=page.silent))
    return "→ " + " · ".join(parts)


def _sent_buttons(page: BroadcastPage) -> tuple[tuple[Button, ...], ...]:
    recall = Button(
        _("Recall the announcement"), RecallBroadcast(broadcast_id=page.broadcast_id).pack()
    )
    unanswered = Button(_("Who has not"), OpenUnread(broadcast_id=page.broadcast_id).pack())
    rows = [(recall,)] if page.can_recall else []
    return (*rows, *_follow_up(page, *([unanswered] if page.silent else [])))


def _follow_up(page: BroadcastPage, *more: Button) -> tuple[tuple[Button, ...], ...]:
    refresh = Button(_("Refresh"), OpenBroadcast(broadcast_id=page.broadcast_id).pack())
    remind = Button(
        _("Remind"),
        RemindBroadcast(broadcast_id=page.broadcast_id, revision=page.revision).pack(),
    )
    return ((refresh, *more), (remind,)) if page.silent else ((refresh, *more),)


def _unread_line(one: UnreadEntry) -> str:
    student = person_name(family_name=one.student.family_name, given_name=one.student.given_name)
    if one.is_student:
        return f"• {escape(student)}"
    guardian = person_name(
        family_name=one.person.family_name,
        given_name=one.person.given_name,
        patronymic=one.person.patronymic,
    )
    return f"• {escape(student)} — {escape(guardian)}"


def _short(text: str) -> str:
    first = text.splitlines()[0]
    return first if len(first) <= 80 else first[:79] + "…"  # noqa: PLR2004  # one line


def _ref_label(scope: Scope) -> str:
    return str(scope.ref) if scope.kind is BroadcastScope.GRADE else ""


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW)
    )

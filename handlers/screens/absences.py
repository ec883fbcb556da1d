"""Reasons of absence as guardians give them: under an alert, or with /absence beforehand."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.callbacks.absences import (
    AnnounceAbsence,
    AskReason,
    GiveReason,
    LeftHome,
    RaiseAlarm,
    WithdrawAbsence,
)
from handlers.screens.child_words import unnamed_child
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import child_line, escape, inside_sentence, lines, short_day
from handlers.screens.today import day_number
from services.absences.facts import (
    AbsenceQuestion,
    Announcement,
    Child,
    DayPassed,
    ManyChildren,
    NotAbsent,
    ReasonDays,
    ReasonGiven,
    UnreadAbsence,
)
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.vocabulary import AbsenceKind, ContentMode

__all__ = [
    "KINDS",
    "alert_rows",
    "announcement",
    "kind_of",
    "left_home_question",
    "reason_given",
    "reason_question",
    "withdrawn",
]

KINDS = (AbsenceKind.SICK, AbsenceKind.DOCTOR, AbsenceKind.FAMILY, AbsenceKind.LATE)
_ASK = -1


def kind_of(place: int) -> AbsenceKind | None:
    """Return the kind a button names; None: it is not chosen yet."""
    return KINDS[place] if 0 <= place < len(KINDS) else None


def alert_rows(student_id: int, on: date) -> tuple[tuple[Button, ...], ...]:
    """Return what stands under an alert."""
    day = day_number(on)
    return (
        (
            Button(
                _("Give the reason"),
                AskReason(student_id=student_id, on=day).pack(),
            ),
        ),
        (
            Button(
                _("The child left for school"),
                LeftHome(student_id=student_id, on=day).pack(),
            ),
        ),
    )


def reason_question(facts: AbsenceQuestion) -> OutgoingMessage:
    """Ask why."""
    day = day_number(facts.on)
    buttons = [
        Button(
            caption,
            GiveReason(student_id=facts.child.student_id, on=day, kind=KINDS.index(kind)).pack(),
        )
        for kind, caption in _kind_captions()
    ]
    left = LeftHome(student_id=facts.child.student_id, on=day)
    text = lines(_child(facts.child), _missed(facts), _("What is the reason?"))
    return OutgoingMessage(
        text,
        buttons=(
            *_in_pairs(buttons),
            (Button(_("The child left for school"), left.pack()),),
            (menu_button(),),
        ),
    )


def left_home_question(facts: AbsenceQuestion) -> OutgoingMessage:
    """Ask once more before everybody is alarmed."""
    child, day = facts.child.student_id, day_number(facts.on)
    text = lines(
        _child(facts.child),
        _missed(facts),
        _(
            "If the child left for school and is not at home, the class teacher, the office and "
            "the deputy head will be alarmed at once."
        ),
    )
    return OutgoingMessage(
        text,
        buttons=(
            (Button(_("Yes, not at home"), RaiseAlarm(student_id=child, on=day).pack()),),
            (
                Button(
                    _("Give the reason"),
                    AskReason(student_id=child, on=day).pack(),
                ),
            ),
            (menu_button(),),
        ),
    )


def reason_given(facts: ReasonGiven) -> OutgoingMessage:
    """Thank, and say nothing of what the reason is."""
    return OutgoingMessage(
        lines(
            _child(facts.child),
            _days(facts.days, facts.today),
            _("The reason has been passed to the class teacher."),
        ),
        buttons=(
            (Button(_("Withdraw it"), WithdrawAbsence(reason_id=facts.reason_id).pack()),),
            (menu_button(),),
        ),
    )


def withdrawn(facts: ReasonGiven) -> OutgoingMessage:
    """Say that the child is missed again."""
    return OutgoingMessage(
        lines(
            _child(facts.child),
            _days(facts.days, facts.today),
            _("Withdrawn. If the child is not in a lesson, you will be told again."),
        ),
        buttons=((menu_button(),),),
    )


def announcement(facts: Announcement) -> OutgoingMessage:
    """Offer days and reasons; how to write it stands below."""
    rows: list[tuple[Button, ...]] = list(
        _in_pairs(
            [
                Button(caption, _announce(facts.child, facts.days, KINDS.index(kind)))
                for kind, caption in _kind_captions()
            ]
        )
    )
    tomorrow = facts.today + timedelta(days=1)
    for on, caption in ((facts.today, _("Today")), (tomorrow, _("Tomorrow"))):
        if facts.days != ReasonDays(on, on):
            rows.append((Button(caption, _announce(facts.child, ReasonDays(on, on), _ASK)),))
    rows.extend(
        (
            Button(
                _told_apart(one),
                _announce(one, facts.days, _ASK),
            ),
        )
        for one in facts.children
        if one.student_id != facts.child.student_id
    )
    rows.append((menu_button(),))
    is_only = len(facts.children) == 1
    text = lines(
        _child(facts.child) if is_only or _short(facts.child) else _told_apart(facts.child),
        _days(facts.days, facts.today),
        _("Why will the child be absent?"),
        _("Other days or lessons: {example}").format(
            example="<code>/absence 24.11-26.11</code>, <code>/absence завтра 1-2 урок</code>"
        ),
    )
    return OutgoingMessage(text, buttons=tuple(rows))


def _short(child: Child) -> str:
    """Return a child as a button names it; empty where it may not be named."""
    match child.content_mode:
        case ContentMode.FULL:
            return child_line(
                given_name=child.given_name, family_name="", class_name=child.class_name
            )
        case ContentMode.ALIAS:
            return child.alias
        case ContentMode.SIGNAL:
            return ""


def _told_apart(child: Child) -> str:
    """Return which child of a family it is, by its number where no name may be written."""
    return _short(child) or unnamed_child("", child.number)


def _announce(child: Child, days: ReasonDays, kind: int) -> str:
    return AnnounceAbsence(
        student_id=child.student_id,
        starts_on=day_number(days.starts_on),
        ends_on=day_number(days.ends_on),
        first_lesson=days.first_lesson or 0,
        last_lesson=days.last_lesson or 0,
        kind=kind,
    ).pack()


def _kind_captions() -> Sequence[tuple[AbsenceKind, str]]:
    captions = (_("Illness"), _("At the doctor's"), _("Family matters"), _("Late, on the way"))
    return tuple(zip(KINDS, captions, strict=True))


def _in_pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _child(child: Child) -> str:
    if child.content_mode is ContentMode.FULL:
        return escape(
            child_line(
                given_name=child.given_name,
                family_name=child.family_name,
                class_name=child.class_name,
            )
        )
    if child.content_mode is ContentMode.SIGNAL:
        return ""
    return escape(unnamed_child(child.alias, child.number))


def _missed(facts: AbsenceQuestion) -> list[str]:
    if facts.child.content_mode is ContentMode.SIGNAL:
        return []
    return [
        _("Not at lesson {number}: {details}").format(
            number=number, details=f"{escape(inside_sentence(subject))}, {short_day(facts.on)}"
        )
        for number, subject in facts.lessons
    ]


def _days(days: ReasonDays, today: date) -> str:
    if days.starts_on != days.ends_on:
        text = f"{short_day(days.starts_on)} – {short_day(days.ends_on)}"
    elif days.starts_on == today:
        text = _("Today")
    else:
        text = short_day(days.starts_on)
    match days.first_lesson, days.last_lesson:
        case None, None:
            return text
        case None, last:
            return _("{days}, until lesson {last}").format(days=text, last=last)
        case first, None:
            return _("{days}, from lesson {first}").format(days=text, first=first)
        case first, last:
            return _("{days}, lessons {first}–{last}").format(days=text, first=first, last=last)


@sentence_for(DayPassed)
def _day_passed(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(
        _("That day is over, nothing was changed. Please tell the class teacher the reason.")
    )


@sentence_for(NotAbsent)
def _not_absent(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(_("The child is not missed any more. Nothing was changed."))


@sentence_for(UnreadAbsence)
def _unread(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(
        _(
            "I could not read the days. Please write for example “/absence 24.11-26.11” or "
            "“/absence завтра 1-2 урок”. Nothing was saved."
        )
    )


@sentence_for(ManyChildren)
def _many_children(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(
        _("Which child is meant? Please add the given name to the line. Nothing was saved.")
    )


def _with_menu(text: str) -> OutgoingMessage:
    return OutgoingMessage(text, buttons=((menu_button(),),))

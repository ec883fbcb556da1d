"""Why a journal line is not taken: the word shown in its place, the reason, the way out."""

from datetime import date
from typing import Any

from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.fault_sentences import fault_sentence
from handlers.screens.formatting import bold, escape, full_day, lines, numeric_date, short_day
from handlers.screens.lesson_words import reason_with_weight
from services.bulk_entry.errors import EntryGone, LineNotTaken, NothingSaved, ResolveFault
from services.errors import DiaryError
from services.i18n import gettext as _
from services.journal.errors import (
    MarkNotThere,
    MarksNotTaken,
    MarksNotTakenReason,
    NothingToUndo,
    NotYourLesson,
)
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import mark_name
from services.regulation.work_kinds import LESSON_WORK
from services.vocabulary import EntryState

__all__ = ["line_not_taken"]

_AROUND = 40  # characters of the line on either side: the word is found at a glance
_WHOLE_LINE = frozenset({ResolveFault.NO_LESSON, ResolveFault.NO_CLASS, ResolveFault.LESSON_AHEAD})


@sentence_for(LineNotTaken)
def line_not_taken(error: DiaryError) -> OutgoingMessage:
    """Show the word that stands against the line, and what to write instead."""
    text = lines(
        _pointed_at(error.facts),
        _sentence(error.facts),
        _hints(error.facts),
        _("Nothing is stored."),
    )
    return OutgoingMessage(text, buttons=(_help(), (menu_button(),)))


def _pointed_at(facts: Any) -> str:
    source, start, end = facts["source"], facts["start"], facts["end"]
    if facts["reason"] in _WHOLE_LINE or not 0 <= start < end <= len(source):
        return ""
    before, word, after = source[:start], source[start:end], source[end:]
    head = "…" + before[-_AROUND:] if len(before) > _AROUND else before
    tail = after[:_AROUND] + "…" if len(after) > _AROUND else after
    if len(word) > 2 * _AROUND:
        word = word[: 2 * _AROUND] + "…"
    return f"{escape(head.lstrip())}{bold(word)}{escape(tail.rstrip())}"


def _sentence(facts: Any) -> str:
    match facts["reason"]:
        case ResolveFault.NO_LESSON:
            return _no_lesson(facts)
        case reason:
            return fault_sentence(reason)


def _no_lesson(facts: Any) -> str:
    on: date = facts["on"]
    what = " · ".join(filter(None, (facts["group"], facts["subject"])))
    number = facts["number"]
    day = full_day(on)
    if number is not None and what:
        text = _("{what}: there is no lesson {number} on {day}.").format(
            what=escape(what), number=number, day=day
        )
    elif number is not None:
        text = _("You have no lesson {number} on {day}.").format(number=number, day=day)
    elif what:
        text = _("{what}: there is no such lesson on {day}.").format(what=escape(what), day=day)
    else:
        text = _("You have no lesson on {day}.").format(day=day)
    return f"{text} " + _("Please write the day (16.11, yesterday) or the lesson's number.")


def _hints(facts: Any) -> str:
    hints = facts["hints"]
    if not hints:
        return ""
    return _("Perhaps: {words}").format(words=", ".join(map(escape, hints)))


@sentence_for(NotYourLesson)
def _not_yours(error: DiaryError) -> OutgoingMessage:
    text = _(
        "{subject} in {group} is somebody else's lesson by the timetable and the load. "
        "If that is wrong, please tell the deputy head. Nothing is stored."
    ).format(subject=escape(error.subject), group=escape(error.group))
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(MarksNotTaken)
def _no_marks(error: DiaryError) -> OutgoingMessage:
    subject, group = escape(error.subject), escape(error.group)
    match error.reason:
        case MarksNotTakenReason.FIRST_GRADE:
            why = _("{group}: the first grade has no marks.").format(group=group)
        case MarksNotTakenReason.CLUB:
            why = _("{group}: a club has no marks.").format(group=group)
        case MarksNotTakenReason.UNMARKED_YET:
            why = _("{subject} in {group} has no marks until {date}.").format(
                subject=subject, group=group, date=numeric_date(error.until)
            )
        case MarksNotTakenReason.PASS_FAIL:
            text = _(
                "{subject} has no figures: please write “зач” or “незач”. Nothing is stored."
            ).format(subject=subject)
            return OutgoingMessage(text, buttons=((menu_button(),),))
        case MarksNotTakenReason.FIGURES:
            why = _("{subject} has figures, no pass and fail.").format(subject=subject)
        case _:
            why = _("{subject} has no marks.").format(subject=subject)
    text = f"{why} " + _("Topic and attendance can be recorded. Nothing is stored.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(MarkNotThere)
def _not_there(error: DiaryError) -> OutgoingMessage:
    where = _("{name}, {day}, lesson {number}").format(
        name=escape(f"{error.family_name} {error.given_name}"),
        day=short_day(error.on),
        number=error.number,
    )
    stands = ", ".join(
        mark_name(mark.value)
        + ("" if mark.work_kind == LESSON_WORK else f" {reason_with_weight(mark.work_kind)}")
        for mark in error.stands
    )
    replaces = "/".join(map(mark_name, error.replaces))
    text = lines(
        _("{where}: there is {stands}, not {mark}.").format(
            where=where, stands=stands, mark=replaces
        )
        if stands
        else _("{where}: there is no mark to correct.").format(where=where),
        _("For another lesson please write its day: 7б алгебра 16.11: Белова 3→4."),
        _("Nothing is stored."),
    )
    return OutgoingMessage(text, buttons=(_help(), (menu_button(),)))


@sentence_for(EntryGone)
def _gone(error: DiaryError) -> OutgoingMessage:
    match error.facts.get("state"):
        case EntryState.SAVED:
            text = _("This entry has been saved already.")
        case EntryState.UNDONE:
            text = _("This entry was taken back. To record it, send the line again.")
        case EntryState.DISCARDED:
            text = _("This entry was not saved. To record it, send the line again.")
        case _:
            text = _("This question or preview is out of date. Please send the line again.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(NothingToUndo)
def _nothing_left(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("Everything in this entry has been changed since, so there is nothing to take back."),
        buttons=((menu_button(),),),
    )


@sentence_for(NothingSaved)
def _nothing_saved(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(_("There is no saved entry to take back."), buttons=((menu_button(),),))


def _help() -> tuple[Button, ...]:
    return (Button(_("How to record marks"), Open(screen="entry_help").pack()),)

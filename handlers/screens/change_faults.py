"""Why a line about the timetable is not taken: the word shown in its place, and the way out."""

from typing import Any

from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, escape, lines, short_day
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.errors import DiaryError
from services.exchange.sent_lines import NotLines
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.timetable.change_errors import (
    ChangedMeanwhile,
    ChangeGone,
    LessonNotOpen,
    NothingToWithdraw,
    OwnLesson,
)
from services.vocabulary import EntryState

__all__ = ["change_not_taken"]


@sentence_for(ChangeNotTaken)
def change_not_taken(error: DiaryError) -> OutgoingMessage:
    """Show the word that stands against the message, and what to write instead."""
    hints = error.facts["hints"]
    text = lines(
        _pointed_at(error.facts),
        _sentence(error.facts),
        _("Perhaps: {words}").format(words=", ".join(map(escape, hints))) if hints else "",
        _("Nothing is stored."),
    )
    return OutgoingMessage(text, buttons=(_help(), (menu_button(),)))


@sentence_for(NotLines)
def _not_lines(_error: DiaryError) -> OutgoingMessage:
    text = _("This file cannot be read: send a text, a CSV table or a workbook (.xlsx).")
    return OutgoingMessage(
        lines(text, _("Nothing is stored.")), buttons=(_help(), (menu_button(),))
    )


def _pointed_at(facts: Any) -> str:
    """The line with the word in bold; a message of several lines shows that one alone."""
    source, start, end = facts["source"], facts["start"], facts["end"]
    if not 0 <= start < end <= len(source):
        return ""
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", end)
    line_end = len(source) if last < 0 else last
    return "".join(
        (
            escape(source[first:start].lstrip()),
            bold(source[start:end]),
            escape(source[end:line_end].rstrip()),
        )
    )


def _sentence(facts: Any) -> str:
    kind: ChangeFaultKind = facts["reason"]
    if kind is ChangeFaultKind.TEACHER_NEEDED:
        return _("Who gives {subject} in {group}? Please write the family name.").format(
            subject=escape(facts["subject"]), group=escape(facts["group"])
        )
    return _sentences()[kind]


def _sentences() -> dict[ChangeFaultKind, str]:
    return {
        ChangeFaultKind.EMPTY: _("The message is empty."),
        ChangeFaultKind.NO_DATE: _("Which day? Please write it first: 24.11 or “завтра”."),
        ChangeFaultKind.NO_CLASS: _("Which class? Please write it behind the day: 24.11 7Б."),
        ChangeFaultKind.NO_LESSON_NUMBER: _(
            "Which lesson? Please write its number behind the class: 24.11 7Б 3."
        ),
        ChangeFaultKind.NOTHING_TO_CHANGE: _(
            "What is to change? A subject, a teacher, a room, “отмена” or “перенос на …” is "
            "missing."
        ),
        ChangeFaultKind.BAD_DATE: _("There is no such date. Please write it as 24.11."),
        ChangeFaultKind.BAD_LESSON_NUMBER: _("There is no lesson with this number."),
        ChangeFaultKind.UNKNOWN_CLASS: _("The school has no such class."),
        ChangeFaultKind.UNKNOWN_WORD: _(
            "This is no subject, teacher or room of the school, and I know no other meaning."
        ),
        ChangeFaultKind.UNKNOWN_GROUP: _("The class has no such group at that lesson."),
        ChangeFaultKind.AMBIGUOUS_SUBJECT: _("This may mean several subjects."),
        ChangeFaultKind.AMBIGUOUS_STAFF: _(
            "Several people are called so. Please add the initials."
        ),
        ChangeFaultKind.ROOM_EMPTY: _("Which room? Please write it behind “каб”."),
        ChangeFaultKind.SAID_TWICE: _(
            "This was said already. One line is about one change; more of them go on new lines."
        ),
        ChangeFaultKind.CONFLICT: _("A cancelled lesson has no teacher, subject or room."),
        ChangeFaultKind.DAY_WITH_LESSON: _(
            "This is about whole days; please leave the lesson's number out."
        ),
        ChangeFaultKind.SHORTENED_HOW: _(
            "How long is a lesson (15 to 60 minutes), or by which bells of the school? "
            "For example: 24.11 все сокращённые по 35 минут."
        ),
        ChangeFaultKind.RANGE_WITH_LESSON: _(
            "A change of a lesson is about one date; please write a line for each."
        ),
        ChangeFaultKind.MOVE_SEVERAL: _("Please move the lessons one by one."),
        ChangeFaultKind.MOVE_WITHOUT_LESSON: _("To which lesson? For example: → 26.11 2."),
        ChangeFaultKind.MOVE_NOWHERE: _("The lesson is there already."),
        ChangeFaultKind.NO_BELL: _("The bells of this class have no such lesson."),
        ChangeFaultKind.LESSON_TWICE: _("Two lines are about the same lesson."),
        ChangeFaultKind.NOT_THAT_LESSON: _("There is no such lesson then in the timetable."),
    }


@sentence_for(ChangeGone)
def _gone(error: DiaryError) -> OutgoingMessage:
    match error.facts.get("state"):
        case EntryState.SAVED:
            text = _("This change has been saved already.")
        case EntryState.UNDONE:
            text = _("This change was withdrawn. To make it again, send the line again.")
        case EntryState.DISCARDED:
            text = _("This change was not saved. To make it, send the line again.")
        case _:
            text = _("This preview is out of date. Please send the line again.")
    return OutgoingMessage(text, buttons=((menu_button(),),))


@sentence_for(ChangedMeanwhile)
def _meanwhile(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _(
            "Somebody else has changed a lesson of {day} since this preview. Nothing is stored: "
            "please send the line again."
        ).format(day=short_day(error.on)),
        buttons=((menu_button(),),),
    )


@sentence_for(NothingToWithdraw)
def _nothing_left(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("A later change has taken the place of this one: please withdraw that one."),
        buttons=((menu_button(),),),
    )


@sentence_for(LessonNotOpen)
def _not_open(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _(
            "A lesson can be taken over from the break before it until an hour after its end. "
            "For other lessons please ask the dispatcher."
        ),
        buttons=((menu_button(),),),
    )


@sentence_for(OwnLesson)
def _own(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("{subject} in {group} is your own lesson already.").format(
            subject=escape(error.subject), group=escape(error.group)
        ),
        buttons=((menu_button(),),),
    )


def _help() -> tuple[Button, ...]:
    return (Button(_("How to change the timetable"), Open(screen="change_help").pack()),)

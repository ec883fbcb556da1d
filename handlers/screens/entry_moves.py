"""Where a saved entry may go: another lesson or class, another kind of work."""

from handlers.callbacks.entry import (
    MoveEntry,
    MoveToKind,
    MoveToLesson,
    SaveEntry,
    ShowMoveKinds,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines
from handlers.screens.lesson_words import lesson_title
from handlers.screens.today import day_number
from services.bulk_entry.facts import LessonOption
from services.bulk_entry.moving import MoveOptions
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.regulation.work_kinds import DEFAULT_WORK_KINDS, work_kind_name

__all__ = ["move_kinds", "move_options"]


def move_options(facts: MoveOptions) -> OutgoingMessage:
    """Offer lessons and, for marks, another kind of work."""
    rows = [
        (
            Button(
                _title(one),
                MoveToLesson(
                    entry_id=facts.entry_id,
                    group_id=one.group_id,
                    subject_id=one.subject_id,
                    on=day_number(one.on),
                    number=one.number,
                ).pack(),
            ),
        )
        for one in facts.lessons
    ]
    if facts.has_marks:
        kinds = ShowMoveKinds(entry_id=facts.entry_id).pack()
        rows.insert(0, (Button(_("Another kind of work"), kinds),))
    # To save once more what is saved changes nothing, and shows it.
    stay = SaveEntry(entry_id=facts.entry_id).pack()
    return OutgoingMessage(
        lines(
            bold(_("Where should this entry be?")),
            _("Now: {lesson}").format(lesson=escape(_title(facts.lesson))),
            _("What was understood is shown once more before anything is moved."),
        ),
        buttons=(*rows, (Button(_("Back"), stay), menu_button())),
    )


def move_kinds(entry_id: int) -> OutgoingMessage:
    """Offer the kinds of work."""
    buttons = [
        Button(work_kind_name(key), MoveToKind(entry_id=entry_id, kind=place).pack())
        for place, key in enumerate(DEFAULT_WORK_KINDS)
    ]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    back = Button(_("Back"), MoveEntry(entry_id=entry_id).pack())
    return OutgoingMessage(_("What are the marks for?"), buttons=(*rows, (back, menu_button())))


def _title(one: LessonOption) -> str:
    return lesson_title(group=one.group, subject=one.subject, on=one.on, number=one.number)

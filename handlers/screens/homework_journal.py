"""Homework as teachers set it: today's lessons without it, and one of them to be filled."""

from handlers.callbacks.homework import AskHomework, NoHomework
from handlers.callbacks.menu import Open
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines
from handlers.screens.homework_words import for_day
from handlers.screens.lesson_words import lesson_title
from handlers.screens.today import day_number
from services.homework.service import LessonsToFill, LessonToFill
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.timetable.rules import PlannedLesson

__all__ = ["ask_caption", "ask_text", "missing_page"]

# The grammar of entries is Russian in every language of the interface.
_LINE = "/hw 7Б Алгебра к чт № 214, 216"


def missing_page(facts: LessonsToFill) -> OutgoingMessage:
    """Offer today's lessons without homework as buttons, and show the line that does the same."""
    if facts.lessons:
        text = _("Today's lessons without homework:")
    elif facts.has_lessons:
        text = _("All of today's lessons have their homework.")
    else:
        text = _("No lessons by the timetable.")
    rows = [(Button(_caption(lesson), _ask(lesson)),) for lesson in facts.lessons]
    return OutgoingMessage(
        lines(
            bold(_("Homework")),
            _("In one message: {example}").format(example=f"<code>{escape(_LINE)}</code>"),
            _("A photo or a document with such a caption goes to the families as well."),
            text,
        ),
        buttons=(*rows, (menu_button(),)),
    )


def ask_text(facts: LessonToFill) -> OutgoingMessage:
    """Ask for the homework of one lesson."""
    lesson = facts.lesson
    due = for_day(facts.due_on)
    return OutgoingMessage(
        lines(
            bold(_title(lesson)),
            _(
                "Please write the homework in one message; a photo or a document may go with it. "
                "It will be due {due}, unless you name another day, such as “к чт” or “к 24.11”."
            ).format(due=due),
        ),
        buttons=(
            (Button(_("No homework"), NoHomework(**_fields(lesson)).pack()),),
            (Button(_("Back"), Open(screen="hw").pack()), menu_button()),
        ),
    )


def ask_caption() -> OutgoingMessage:
    """Ask to say what is to be done with a picture that came without a word."""
    return OutgoingMessage(
        _("Please send the file with a caption: what is to be done?"),
        buttons=((menu_button(),),),
    )


def _caption(lesson: PlannedLesson) -> str:
    return f"{lesson.number}. {lesson.group.label} · {lesson.subject.name}"


def _title(lesson: PlannedLesson) -> str:
    return lesson_title(
        group=lesson.group.label,
        subject=lesson.subject.name,
        on=lesson.on,
        number=lesson.number,
    )


def _ask(lesson: PlannedLesson) -> str:
    return AskHomework(**_fields(lesson)).pack()


def _fields(lesson: PlannedLesson) -> dict[str, int]:
    return {
        "group_id": lesson.group.group_id,
        "subject_id": lesson.subject.subject_id,
        "on": day_number(lesson.on),
        "number": lesson.number,
    }

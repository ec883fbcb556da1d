"""The homework of a journal entry on its way: what was understood, when families hear of it."""

from collections.abc import Iterable

from handlers.callbacks.entry import ChooseEntry, DiscardEntry
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import escape, lines, person_name, short_day
from handlers.screens.homework_words import for_day
from handlers.screens.lesson_words import lesson_title
from services.bulk_entry.facts import DueQuestion, HomeworkPreview, PreviewFacts
from services.errors import DiaryError
from services.homework.errors import FirstGradeHasNone, NoHomeworkHere
from services.homework.planning import StandingHomework
from services.i18n import gettext as _
from services.i18n import ngettext, pgettext
from services.outgoing import Button, OutgoingMessage

__all__ = ["due_question", "homework_lines", "homework_told"]


def homework_lines(pieces: Iterable[HomeworkPreview]) -> list[str]:
    """Return the lines of a preview about homework, with what stood there before."""
    found: list[str] = []
    for piece in pieces:
        found.append(_piece(piece))
        if piece.due_on is not None and not piece.has_lesson:
            found.append(_("There is no lesson of this subject on that day."))
    return found


def homework_told(facts: PreviewFacts, *, time: str) -> str:
    """Say when families hear of the homework (*time*, in words); nothing where none is new."""
    files = (
        ngettext("{n} file goes with it.", "{n} files go with it.", facts.files).format(
            n=facts.files
        )
        if facts.files
        else ""
    )
    if facts.homework_due_at is None:
        return files
    if facts.is_homework_complete:
        told = _("Families hear of the homework at {time}.").format(time=time)
    else:
        told = _(
            "Families hear of the homework when the last of the day is in, "
            "at {time} at the latest."
        ).format(time=time)
    return lines(files, told)


def due_question(facts: DueQuestion) -> OutgoingMessage:
    """Ask for which week homework is meant."""
    lesson = facts.lesson
    title = lesson_title(
        group=lesson.group, subject=lesson.subject, on=lesson.on, number=lesson.number
    )
    rows = [
        (
            Button(
                short_day(day),
                ChooseEntry(entry_id=facts.entry_id, step=facts.step, option=option).pack(),
            ),
        )
        for option, day in enumerate(facts.options)
    ]
    leave = Button(_("Do not save"), DiscardEntry(entry_id=facts.entry_id).pack())
    return OutgoingMessage(
        lines(
            escape(title),
            _("For which day is the homework?"),
            _("Nothing is stored yet."),
        ),
        buttons=(*rows, (leave,)),
    )


@sentence_for(FirstGradeHasNone)
def _first_grade(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _(
            "{group}: the first grade has no homework. The school's settings can allow it. "
            "Nothing is stored."
        ).format(group=escape(error.group)),
        buttons=((menu_button(),),),
    )


@sentence_for(NoHomeworkHere)
def _no_homework(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        lines(
            _("A file can only go with homework. Please write below it what is set, for example:"),
            "<code>/hw 7Б Алгебра к чт № 214, 216</code>",
        ),
        buttons=((menu_button(),),),
    )


def _piece(piece: HomeworkPreview) -> str:
    name = escape(person_name(family_name=piece.family_name, given_name=piece.given_name))
    if piece.is_none and name:
        text = _("Homework for {name} alone: taken back").format(name=name)
    elif piece.is_none:
        text = _("Homework: none")
    elif name:
        text = _("Homework for {name} alone, {due}: {text}").format(
            name=name, due=for_day(piece.due_on), text=escape(piece.text)
        )
    else:
        text = _("Homework, {due}: {text}").format(
            due=for_day(piece.due_on), text=escape(piece.text)
        )
    if piece.is_unchanged:
        return _("{mark}, as it stands").format(mark=text)
    if piece.was is not None:
        return _("{text} (was: {old})").format(text=text, old=_was(piece.was, piece))
    return text


def _was(was: StandingHomework, piece: HomeworkPreview) -> str:
    if was.is_none:
        # TRANSLATORS: what stood in the journal before: no homework was set
        return pgettext("homework", "none")
    if was.due_on == piece.due_on or piece.is_none:
        return escape(was.text)
    return f"{for_day(was.due_on)} — {escape(was.text)}"

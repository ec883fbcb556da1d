"""Homework in the diary of a day: what had to be done for a lesson, and what was set at it."""

from handlers.screens.formatting import bold, escape, lines
from handlers.screens.homework_words import files_note, for_day
from services.diary.facts import DayPage, LessonLine
from services.homework.visible import VisibleHomework
from services.i18n import gettext as _

__all__ = ["homework_by_subject", "lesson_homework", "other_homework"]


def lesson_homework(line: LessonLine, page: DayPage) -> list[str]:
    """Return the homework of a lesson's subject; of a double lesson it stands at the first."""
    if line is not _first_of(line.subject, page):
        return []
    return [_line(one, page) for one in page.homework if one.subject == line.subject]


def homework_by_subject(page: DayPage) -> str:
    """Return all homework of the day in the order of its lessons, each line with its subject."""
    places = {line.subject: place for place, line in reversed(list(enumerate(page.lessons)))}
    ordered = sorted(page.homework, key=lambda one: places.get(one.subject, len(page.lessons)))
    return lines(f"{bold(one.subject)}: {_words(one, page)}" for one in ordered)


def other_homework(page: DayPage) -> str:
    """Return the homework of the day whose subject has no lesson on it."""
    rest = [one for one in page.homework if _first_of(one.subject, page) is None]
    return lines(f"{bold(one.subject)}: {_line(one, page)}" for one in rest)


def _first_of(subject: str, page: DayPage) -> LessonLine | None:
    for line in page.lessons:
        is_dropped = line.timetable is not None and line.timetable.is_dropped
        if line.subject == subject and not is_dropped:
            return line
    return None


def _line(one: VisibleHomework, page: DayPage) -> str:
    words = _words(one, page)
    if one.is_none or one.due_on != page.on:
        return words
    return _("Homework: {text}").format(text=words)


def _words(one: VisibleHomework, page: DayPage) -> str:
    """Return what is to be done; that it is homework of this day goes without saying."""
    if one.is_none:
        return _("No homework set")
    text = escape(one.text) + files_note(len(one.files))
    if one.is_individual:
        text = _("individually: {text}").format(text=text)
    if one.due_on == page.on:
        return text
    return _("Set {due}: {text}").format(due=for_day(one.due_on), text=text)

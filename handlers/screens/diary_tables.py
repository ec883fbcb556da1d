"""The diary's pages as native tables, for who sees them; topics and homework open at a tap."""

from handlers.screens.child_words import child_title
from handlers.screens.diary_homework import other_homework
from handlers.screens.diary_words import (
    average_arrow,
    day_title,
    missed_line,
    subject_with_changes,
    told_of_lesson,
)
from handlers.screens.formatting import bold, decimal_number, escape, lines, time_range
from handlers.screens.mark_words import marks_in_line
from handlers.screens.tables import fold_out, paragraphs, table
from handlers.screens.timetable import day_kind_note
from services.diary.facts import DayPage, MarksPage
from services.i18n import gettext as _

__all__ = ["day_table", "marks_table"]


def day_table(page: DayPage) -> str:
    """Return the day: lessons with times and marks, the rest behind a tap."""
    head = lines(
        bold(child_title(page.child, page.children)),
        bold(day_title(page)),
        day_kind_note(page.kind),
    )
    rows = (
        (
            str(line.number),
            time_range(line.starts_at, line.ends_at, page.zone),
            subject_with_changes(line, page),
            bold(marks_in_line(line.marks)) if line.marks else "",
        )
        for line in page.lessons
    )
    told = [
        lines(bold(f"{line.number}. {line.subject}"), *told_of_lesson(line, page))
        for line in page.lessons
        if any(told_of_lesson(line, page))
    ]
    more = "\n".join(filter(None, (*told, other_homework(page))))
    return "".join(
        (
            paragraphs(head),
            table(("№", _("Time"), _("Lesson"), _("Marks")), rows),
            fold_out(_("Topics, homework and attendance"), more),
        )
    )


def marks_table(page: MarksPage, *, title: str) -> str:
    """Return the marks of a period: subject, marks, the average with its way."""
    head = lines(bold(child_title(page.child, page.children)), bold(title))
    rows = (
        (
            escape(one.subject),
            bold(marks_in_line(one.marks)),
            "" if one.average is None else f"{decimal_number(one.average)}{average_arrow(one)}",
        )
        for one in page.subjects
    )
    marks = table((_("Subject"), _("Marks"), _("Average")), rows)
    return "".join((paragraphs(head), marks, paragraphs(missed_line(page))))

"""The diary's pages as native tables, for who sees them; topics open at a tap.

Homework stands below the table, unfolded: it is what the diary is opened for.
"""

from handlers.screens.child_words import child_title
from handlers.screens.diary_homework import homework_by_subject
from handlers.screens.diary_words import (
    average_arrow,
    day_title,
    forecast_note,
    missed_line,
    seen_of_lesson,
    subject_with_changes,
)
from handlers.screens.formatting import (
    bold,
    decimal_number,
    escape,
    inside_sentence,
    lines,
    time_range,
)
from handlers.screens.mark_words import marks_in_line
from handlers.screens.tables import fold_out, paragraphs, table
from handlers.screens.timetable import day_kind_note
from services.diary.facts import DayPage, MarksPage, SubjectMarks
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
        lines(bold(f"{line.number}. {line.subject}"), *seen_of_lesson(line))
        for line in page.lessons
        if any(seen_of_lesson(line))
    ]
    homework = homework_by_subject(page)
    return "".join(
        (
            paragraphs(head),
            table(("№", _("Time"), _("Lesson"), _("Marks")), rows),
            paragraphs(lines(bold(_("Homework")), homework)) if homework else "",
            fold_out(_("Topics and attendance"), "\n".join(told)),
        )
    )


def marks_table(page: MarksPage, *, title: str) -> str:
    """Return the marks of a period: subject, marks, the average with its way, what it comes to."""
    head = lines(bold(child_title(page.child, page.children)), bold(title))
    goes_on = any(one.outcome is not None for one in page.subjects)
    rows = (
        (
            escape(one.subject),
            bold(marks_in_line(one.marks)),
            _average(one),
        )
        for one in page.subjects
    )
    # One column for both: on a phone of 390 points four of them are wider than the message.
    # TRANSLATORS: heading of a narrow column: the mark that an average comes to
    comes_out = _("Comes out")
    outcome = f" · {inside_sentence(comes_out)}" if goes_on else ""
    marks = table((_("Subject"), _("Marks"), _("Average") + outcome), rows)
    below = lines(missed_line(page), forecast_note(page))
    return "".join((paragraphs(head), marks, paragraphs(below)))


def _average(one: SubjectMarks) -> str:
    if one.average is None:
        return ""
    outcome = "" if one.outcome is None else f" · {bold(str(one.outcome))}"
    return f"{decimal_number(one.average)}{average_arrow(one)}{outcome}"

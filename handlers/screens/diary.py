"""The diary as families read it: a day, the marks of a period. Plain lists, the child first."""

from collections.abc import Sequence
from datetime import date

from handlers.callbacks.absences import OpenAbsences
from handlers.callbacks.diary import OpenDatedMarks, OpenDay, OpenMarks, OpenWeek
from handlers.callbacks.finals import OpenForecast
from handlers.callbacks.homework import OpenHomework
from handlers.callbacks.menu import Open
from handlers.screens.change_words import room_words
from handlers.screens.child_words import child_title, siblings
from handlers.screens.club_words import clubs_apart
from handlers.screens.diary_homework import other_homework
from handlers.screens.diary_tables import day_table, marks_table
from handlers.screens.diary_words import (
    average_arrow,
    day_title,
    forecast_note,
    missed_line,
    period_name,
    subject_with_changes,
    told_of_lesson,
)
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import (
    bold,
    decimal_number,
    escape,
    lines,
    short_day,
    time_range,
)
from handlers.screens.mark_words import marks_in_line, weight_sign, works
from handlers.screens.timetable import day_kind_note
from handlers.screens.today import day_number
from services.diary.facts import (
    DayPage,
    DetailsAtSchool,
    LessonLine,
    MarkFacts,
    MarksPage,
    NoChildOpen,
    SubjectMarks,
)
from services.errors import DiaryError
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import mark_name
from services.regulation.work_kinds import LESSON_WORK, work_kind_reason

__all__ = ["day_page", "marks_page"]


def day_page(page: DayPage) -> OutgoingMessage:
    """Show a day of a child: lessons with times, topics, marks and attendance."""
    lessons = clubs_apart((line.is_club, _lesson(line, page)) for line in page.lessons)
    blocks = [*lessons, other_homework(page)]
    shown = "\n\n".join(filter(None, blocks))
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(day_title(page)),
        day_kind_note(page.kind),
        f"\n{shown}" if shown else _no_lessons(page),
    )
    child = page.child.student_id
    around = [
        Button(caption, OpenDay(student_id=child, on=day_number(on)).pack())
        for caption, on in _days_around(page)
    ]
    week = Button(_("Week"), OpenWeek(student_id=child, on=day_number(page.on)).pack())
    marks = Button(_("Marks"), OpenMarks(student_id=child, period_id=0).pack())
    homework = Button(_("Homework"), OpenHomework(student_id=child, on=day_number(page.on)).pack())
    missed = Button(_("Absences"), OpenAbsences(student_id=child, month=0).pack())
    return OutgoingMessage(
        text,
        rich=day_table(page) if page.lessons else "",
        buttons=_rows(
            around,
            *siblings(
                page.child,
                page.children,
                lambda one: OpenDay(student_id=one, on=day_number(page.on)).pack(),
            ),
            [week, marks, homework],
            [missed, menu_button()],
        ),
    )


def marks_page(page: MarksPage) -> OutgoingMessage:
    """Show a child's marks by subject with averages, and what was missed."""
    title = _("Marks")
    if page.period is not None:
        title = f"{title} · {period_name(page.period)}"
    body = "\n".join(map(_subject, page.subjects)) or _("No marks yet.")
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(title),
        f"\n{body}",
        missed_line(page),
        forecast_note(page),
    )
    child = page.child.student_id
    around = [
        Button(caption, OpenMarks(student_id=child, period_id=period_id).pack())
        for caption, period_id in _periods_around(page)
    ]
    diary = Button(_("Diary"), OpenDay(student_id=child, on=0).pack())
    missed = Button(_("Absences"), OpenAbsences(student_id=child, month=0).pack())
    period_id = page.period.period_id if page.period is not None else 0
    by_date = Button(_("By date"), OpenDatedMarks(student_id=child, period_id=period_id).pack())
    forecast = Button(_("What is needed for a 5?"), OpenForecast(student_id=child).pack())
    return OutgoingMessage(
        text,
        rich=marks_table(page, title=title) if page.subjects else "",
        buttons=_rows(
            around,
            [by_date, forecast] if page.subjects else [],
            *siblings(
                page.child,
                page.children,
                lambda one: OpenMarks(student_id=one, period_id=0).pack(),
            ),
            [diary, missed],
            [menu_button()],
        ),
    )


@sentence_for(DetailsAtSchool)
def _details_elsewhere(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _("Details are in the school's own diary or with the class teacher."),
        buttons=((menu_button(),),),
    )


@sentence_for(NoChildOpen)
def _nothing_open(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _(
            "The diary opens when your consent is given and the school has your paper "
            "application. The class teacher can say what is missing."
        ),
        buttons=((Button(_("My data"), Open(screen="privacy").pack()),), (menu_button(),)),
    )


def _no_lessons(page: DayPage) -> str:
    if page.holiday:
        return _("No lessons: {holiday}.").format(holiday=escape(page.holiday))
    return _("No lessons on this day.")


def _lesson(line: LessonLine, page: DayPage) -> str:
    times = time_range(line.starts_at, line.ends_at, page.zone)
    head = f"{line.number}. {times} {subject_with_changes(line, page)}"
    is_said = line.timetable is not None and bool(line.timetable.was_room)
    room = "" if is_said else room_words(line.room)
    return lines(
        " · ".join(filter(None, (head, room))),
        _lesson_marks(line.marks),
        *told_of_lesson(line, page),
    )


def _lesson_marks(marks: Sequence[MarkFacts]) -> str:
    if not marks:
        return ""
    said = []
    for work in works(marks):
        values = "/".join(mark_name(mark.value) for mark in work)
        reason = work_kind_reason(work[0].work_kind) if work[0].work_kind != LESSON_WORK else ""
        said.append(" ".join(filter(None, (values + weight_sign(work[0]), reason))))
    return ngettext("Mark: {marks}", "Marks: {marks}", len(marks)).format(marks=", ".join(said))


def _subject(one: SubjectMarks) -> str:
    text = f"{bold(one.subject)}: {marks_in_line(one.marks)}"
    if one.average is None:
        return text
    average = _("average {value}").format(value=decimal_number(one.average))
    comes = "" if one.outcome is None else ", " + _("comes out {mark}").format(mark=one.outcome)
    return f"{text} — {average}{average_arrow(one)}{comes}"


def _days_around(page: DayPage) -> list[tuple[str, date]]:
    around = []
    if page.previous_on is not None:
        around.append((f"◀ {short_day(page.previous_on)}", page.previous_on))
    if page.on != page.today:
        around.append((_("Today"), page.today))
    if page.next_on is not None:
        around.append((f"{short_day(page.next_on)} ▶", page.next_on))
    return around


def _periods_around(page: MarksPage) -> list[tuple[str, int]]:
    if page.period is None:
        return []
    place = page.periods.index(page.period)
    around = []
    if place:
        before = page.periods[place - 1]
        around.append((f"◀ {period_name(before)}", before.period_id))
    if place + 1 < len(page.periods):
        after = page.periods[place + 1]
        around.append((f"{period_name(after)} ▶", after.period_id))
    return around


def _rows(*rows: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(row) for row in rows if row)

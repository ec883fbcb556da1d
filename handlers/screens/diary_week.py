"""The week of a child, a line for each lesson, and the marks of a period by date."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from handlers.callbacks.diary import OpenDatedMarks, OpenDay, OpenMarks, OpenWeek
from handlers.screens.child_words import child_title, siblings
from handlers.screens.club_words import clubs_apart
from handlers.screens.diary_words import period_name
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, escape, lines, short_day
from handlers.screens.mark_words import marks_in_line, weight_sign
from handlers.screens.summary_words import days_name
from handlers.screens.timetable import change_note, day_kind_note
from handlers.screens.today import day_number
from services.diary.facts import (
    DatedMark,
    DatedMarksPage,
    FamilyAttendance,
    LessonLine,
    WeekDay,
    WeekPage,
)
from services.i18n import gettext as _
from services.i18n import pgettext
from services.outgoing import Button, OutgoingMessage
from services.regulation.mark_names import mark_name
from services.regulation.work_kinds import LESSON_WORK, work_kind_reason
from services.vocabulary import ContentMode

__all__ = ["dated_marks_page", "week_page"]

_WEEK = timedelta(days=7)
_LONGEST_TASK = 60  # the day has all of it


def week_page(page: WeekPage) -> OutgoingMessage:
    """Show the days of a week: lessons with marks and absences, and what is due."""
    first, last = page.days[0].on, page.days[-1].on
    child_id = page.child.student_id

    def week(caption: str, on: date) -> Button:
        return Button(caption, OpenWeek(student_id=child_id, on=day_number(on)).pack())

    around = [week(f"◀ {short_day(first - _WEEK)}", first - _WEEK)]
    if not first <= page.today <= last:
        around.append(week(_("This week"), page.today))
    around.append(week(f"{short_day(first + _WEEK)} ▶", first + _WEEK))
    others = siblings(
        page.child,
        page.children,
        lambda one: OpenWeek(student_id=one, on=day_number(first)).pack(),
    )
    day = Button(_("Day"), OpenDay(student_id=child_id, on=0).pack())
    marks = Button(_("Marks"), OpenMarks(student_id=child_id, period_id=0).pack())
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(_("Week {days}").format(days=days_name(first, last))),
        [_day(one, page) for one in page.days],
    )
    rows: Sequence[Sequence[Button]] = (around, *others, [day, marks], [menu_button()])
    return OutgoingMessage(text, buttons=tuple(tuple(row) for row in rows if row))


def dated_marks_page(page: DatedMarksPage) -> OutgoingMessage:
    """Show every mark of a period under its day, with the kind of work and the comment."""
    title = _("Marks by date")
    if page.period is not None:
        title = f"{title} · {period_name(page.period)}"
    days = [
        lines(f"\n{bold(short_day(on))}", [_dated(one) for one in of_day])
        for on, of_day in groupby(page.marks, key=lambda one: one.mark.on)
    ]
    child_id = page.child.student_id
    around = [
        Button(caption, OpenDatedMarks(student_id=child_id, period_id=period_id).pack())
        for caption, period_id in _periods_around(page)
    ]
    others = siblings(
        page.child,
        page.children,
        lambda one: OpenDatedMarks(student_id=one, period_id=0).pack(),
    )
    period_id = page.period.period_id if page.period is not None else 0
    by_subject = Button(
        _("By subject"), OpenMarks(student_id=child_id, period_id=period_id).pack()
    )
    text = lines(
        bold(child_title(page.child, page.children)),
        bold(title),
        days or f"\n{_('No marks yet.')}",
    )
    rows: Sequence[Sequence[Button]] = (around, *others, [by_subject, menu_button()])
    return OutgoingMessage(text, buttons=tuple(tuple(row) for row in rows if row))


def _day(day: WeekDay, page: WeekPage) -> str:
    shown = clubs_apart((line.is_club, _lesson(line, day, page)) for line in day.lessons)
    if not shown:
        if day.holiday:
            shown = [_("No lessons: {holiday}.").format(holiday=escape(day.holiday))]
        else:
            shown = [_("no lessons")]
    return lines(f"\n{bold(short_day(day.on))}", day_kind_note(day.kind), shown)


def _lesson(line: LessonLine, day: WeekDay, page: WeekPage) -> str:
    timetable = line.timetable
    is_dropped = timetable is not None and timetable.is_dropped
    name = f"<s>{escape(line.subject)}</s>" if is_dropped else escape(line.subject)
    note = ""
    if timetable is not None:
        is_full = page.child.content_mode is ContentMode.FULL
        note = change_note(timetable, names_people=is_full)
    marks = bold(marks_in_line(line.marks)) if line.marks else ""
    head = " ".join(filter(None, (f"{line.number}.", name, note, marks, _letter(line))))
    tasks = "" if is_dropped else _tasks(line, day)
    return f"{head} — {tasks}" if tasks else head


def _letter(line: LessonLine) -> str:
    match line.attendance:
        case None:
            return ""
        case FamilyAttendance.ABSENT:
            # TRANSLATORS: of one lesson in a list, as short as can be
            return pgettext("in a week", "missed")
        case FamilyAttendance.EXCUSED:
            return pgettext("in a week", "missed, excused")
        case FamilyAttendance.UNEXCUSED:
            return pgettext("in a week", "missed, unexcused")
        case FamilyAttendance.EXEMPT:
            return pgettext("in a week", "exempt")
        case FamilyAttendance.TARDY:
            return pgettext("in a week", "late")


def _tasks(line: LessonLine, day: WeekDay) -> str:
    """What is due in the lesson's subject; of a double lesson it stands at the first."""
    first = next(one for one in day.lessons if one.subject == line.subject)
    if line is not first:
        return ""
    due = [one.text for one in day.homework if one.subject == line.subject and not one.is_none]
    return escape("; ".join(map(_clipped, due)))


def _clipped(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _LONGEST_TASK else whole[: _LONGEST_TASK - 1].rstrip() + "…"


def _dated(one: DatedMark) -> str:
    mark = one.mark
    reason = work_kind_reason(mark.work_kind) if mark.work_kind != LESSON_WORK else ""
    head = " ".join(filter(None, (bold(f"{mark_name(mark.value)}{weight_sign(mark)}"), reason)))
    said = f": {escape(one.comment)}" if one.comment else ""
    return f"• {escape(one.subject)} {head}{said}"


def _periods_around(page: DatedMarksPage) -> list[tuple[str, int]]:
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

"""A sheet in words: lessons with what differs, letters as families read them, reasons."""

from fractions import Fraction

from services.diary.facts import FamilyAttendance, LessonLine, MarkFacts
from services.homework.visible import VisibleHomework
from services.i18n import gettext as _
from services.i18n import ngettext
from services.regulation.mark_names import is_figure, mark_name
from services.regulation.work_kinds import LESSON_WORK, work_kind_name
from services.reports.paper.facts import FinalOfWeek, WeekPage
from services.reports.paper.rules import PaperReason
from services.reports.words import (
    final_text,
    initials,
    number_text,
    short_date_text,
    term_text,
    weekday_text,
)

__all__ = [
    "attendance_text",
    "change_text",
    "due_text",
    "final_line",
    "marks_text",
    "missed_text",
    "reason_text",
]

_USUAL_WEIGHT = 10


def reason_text(reason: PaperReason) -> str:
    """Return why the week is printed, for the class teacher."""
    names = {
        PaperReason.ON_PAPER: _("on paper by choice"),
        PaperReason.REFUSED: _("consent refused"),
        PaperReason.WITHDRAWN: _("consent withdrawn"),
        PaperReason.BLOCKED: _("the bot is blocked"),
        PaperReason.SILENT: _("nothing could be sent for 7 days"),
        PaperReason.NO_APPLICATION: _("no paper application"),
        PaperReason.NO_CONSENT: _("no consent yet"),
        PaperReason.NOT_LINKED: _("not connected"),
        PaperReason.NO_GUARDIAN: _("no guardian in the list"),
    }
    return names[reason]


def marks_text(marks: tuple[MarkFacts, ...]) -> str:
    """Return the marks of a lesson: «5», «4 и 5 (диктант)», «5 (контрольная работа, вес 2)»."""
    return "; ".join(_mark_text(one) for one in marks)


def _mark_text(mark: MarkFacts) -> str:
    about = [] if mark.work_kind == LESSON_WORK else [work_kind_name(mark.work_kind)]
    if mark.weight_tenths != _USUAL_WEIGHT and is_figure(mark.value):
        is_whole = mark.weight_tenths % _USUAL_WEIGHT == 0
        weight = number_text(Fraction(mark.weight_tenths, _USUAL_WEIGHT), places=1 - is_whole)
        about.append(_("weight {weight}").format(weight=weight))
    name = mark_name(mark.value)
    return f"{name} ({', '.join(about)})" if about else name


def attendance_text(line: LessonLine) -> str:
    """Return a letter as a family reads it; nothing of health."""
    match line.attendance:
        case FamilyAttendance.ABSENT:
            return _("missed, reason not told")
        case FamilyAttendance.EXCUSED:
            return _("missed, excused")
        case FamilyAttendance.UNEXCUSED:
            return _("missed, unexcused")
        case FamilyAttendance.TARDY if line.minutes_late is not None:
            return _("late, {n} min").format(n=line.minutes_late)
        case FamilyAttendance.TARDY:
            return _("late")
        case FamilyAttendance.EXEMPT:
            return _("exempt")
        case None:
            return ""


def change_text(line: LessonLine) -> str:
    """Return what of a lesson differs from the timetable; nothing where nothing does."""
    seen = line.timetable
    if seen is None:
        return ""
    parts = []
    if seen.is_cancelled:
        parts.append(_("does not take place"))
    if seen.moved_to is not None:
        on, number = seen.moved_to
        parts.append(_("moved to {day}, lesson {n}").format(day=short_date_text(on), n=number))
    if seen.moved_from is not None:
        on, number = seen.moved_from
        parts.append(_("moved from {day}, lesson {n}").format(day=short_date_text(on), n=number))
    if seen.is_added:
        parts.append(_("additional lesson"))
    if seen.was_subject:
        parts.append(_("in the timetable: {subject}").format(subject=seen.was_subject))
    if seen.was_teacher is not None and seen.teacher is not None:
        parts.append(_("teacher: {name}").format(name=initials(seen.teacher)))
    if seen.was_room:
        parts.append(_("room {room}").format(room=seen.room or "—"))
    return "; ".join(parts)


def due_text(task: VisibleHomework) -> str:
    """Return for when homework is: «к чт 26.11»."""
    if task.due_on is None:
        return _("for the next lesson")
    day = f"{weekday_text(task.due_on)} {short_date_text(task.due_on)}"
    return _("for {day}").format(day=day)


def final_line(final: FinalOfWeek) -> str:
    """Return a mark that sums something up: «Алгебра, II четверть: 4»."""
    term = term_text(final.kind, final.period)
    return f"{final.subject}, {term}: {final_text(final.value)}"


def missed_text(page: WeekPage) -> str:
    """Return the week's attendance in one line."""
    if not page.missed and not page.tardy:
        return _("Nothing was missed this week.")
    parts = []
    if page.missed:
        parts.append(
            ngettext("{n} lesson missed", "{n} lessons missed", page.missed).format(n=page.missed)
        )
        if page.missed_unexcused:
            parts.append(_("of them unexcused: {n}").format(n=page.missed_unexcused))
    if page.tardy:
        parts.append(_("late arrivals: {n}").format(n=page.tardy))
    sentence = ", ".join(parts) + "."
    return sentence[:1].upper() + sentence[1:]

"""Words of the diary's pages, shared by their lists and their tables."""

from handlers.screens.diary_homework import lesson_homework
from handlers.screens.formatting import bold, capitalized, escape, full_day
from handlers.screens.timetable import change_note
from services.diary.facts import (
    DayPage,
    FamilyAttendance,
    LessonLine,
    MarksPage,
    PeriodFacts,
    SubjectMarks,
)
from services.i18n import gettext as _
from services.i18n import ngettext
from services.vocabulary import ContentMode, PeriodKind

__all__ = [
    "average_arrow",
    "day_title",
    "forecast_note",
    "missed_line",
    "period_name",
    "seen_of_lesson",
    "subject_with_changes",
    "told_of_lesson",
]

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def day_title(page: DayPage) -> str:
    """Return the day a page shows: «Сегодня, вторник, 24 ноября»."""
    day = full_day(page.on)
    if page.on == page.today:
        return _("Today, {day}").format(day=day)
    return capitalized(day)


def subject_with_changes(line: LessonLine, page: DayPage) -> str:
    """Return the subject with what differs from the timetable: «Биология (вм. физики, …)»."""
    if line.timetable is None:
        return bold(line.subject)
    name = bold(line.subject)
    if line.timetable.is_dropped:
        name = f"<s>{escape(line.subject)}</s>"
    is_full = page.child.content_mode is ContentMode.FULL
    return " ".join(filter(None, (name, change_note(line.timetable, names_people=is_full))))


def told_of_lesson(line: LessonLine, page: DayPage) -> tuple[str, ...]:
    """Return what a lesson's line says below its name: attendance, topic, homework."""
    return (*seen_of_lesson(line), *lesson_homework(line, page))


def seen_of_lesson(line: LessonLine) -> tuple[str, str]:
    """Return attendance and topic of a lesson, as far as there are any."""
    return (
        _attendance(line.attendance, line.minutes_late),
        _("Topic: {topic}").format(topic=escape(line.topic)) if line.topic else "",
    )


def _attendance(seen: FamilyAttendance | None, minutes_late: int | None) -> str:
    match seen:
        case None:
            return ""
        case FamilyAttendance.ABSENT:
            return _("Not in the lesson, the reason is not known")
        case FamilyAttendance.EXCUSED:
            return _("Not in the lesson, excused")
        case FamilyAttendance.UNEXCUSED:
            return _("Not in the lesson, unexcused")
        case FamilyAttendance.EXEMPT:
            return _("Exempt from the lesson")
        case FamilyAttendance.TARDY if minutes_late:
            return _("Late: {n} min").format(n=minutes_late)
        case FamilyAttendance.TARDY:
            return _("Late")


def average_arrow(one: SubjectMarks) -> str:
    """Return which way the last two weeks have moved the exact average."""
    if one.average is None or one.average_before in {None, one.average}:
        return ""
    return " ↑" if one.average > (one.average_before or 0) else " ↓"


def forecast_note(page: MarksPage) -> str:
    """Say that what comes out is no mark yet; nothing where nothing comes out."""
    if all(one.outcome is None for one in page.subjects):
        return ""
    return _("What comes out is a forecast, the teacher decides.")


def missed_line(page: MarksPage) -> str:
    """Return what was missed in the period of a page."""
    if page.period is None:
        return ""
    if not page.missed:
        missed = _("No lessons missed.")
    else:
        missed = ngettext(
            "Missed: {n} lesson, of these unexcused: {unexcused}.",
            "Missed: {n} lessons, of these unexcused: {unexcused}.",
            page.missed,
        ).format(n=page.missed, unexcused=page.missed_unexcused)
    late = _("Late: {n}.").format(n=page.tardy) if page.tardy else ""
    return "\n" + " ".join(filter(None, (missed, late)))


def period_name(period: PeriodFacts) -> str:
    """Return a grading period inside a title: «II четверть»."""
    roman = _ROMAN[period.number - 1] if period.number <= len(_ROMAN) else str(period.number)
    match period.kind:
        case PeriodKind.QUARTER:
            return _("quarter {roman}").format(roman=roman)
        case PeriodKind.TRIMESTER:
            return _("trimester {roman}").format(roman=roman)
        case PeriodKind.HALF_YEAR:
            return _("half-year {n}").format(n=period.number)

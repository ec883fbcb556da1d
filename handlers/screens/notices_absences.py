"""Absence, lateness and their corrections as families read them; illness is never named."""

from collections.abc import Sequence

from handlers.screens.absences import alert_rows
from handlers.screens.formatting import clock_time, escape, inside_sentence, short_day
from services.diary.facts import FamilyAttendance
from services.i18n import gettext as _
from services.news.facts import AbsenceNews
from services.outbox.ports import NoticeReader
from services.outgoing import Button
from services.vocabulary import ContentMode

__all__ = ["absence_lines", "absence_rows", "absence_signal"]


def absence_lines(_reader: NoticeReader, news: Sequence[AbsenceNews]) -> list[str]:
    """Return the lines about one child, in the order of the lessons."""
    lessons = dict.fromkeys(one for each in news for one in (*each.before, each))
    ordered = sorted(lessons, key=lambda one: (one.on is None, one.on, one.lesson_number))
    return [_answer(one) if one.is_answer else _alert(one) for one in ordered]


def absence_rows(reader: NoticeReader, news: AbsenceNews) -> tuple[tuple[Button, ...], ...]:
    """Return what a guardian can answer: today's absence whose reason nobody knows."""
    is_open = news.attendance is FamilyAttendance.ABSENT and news.on is None
    if not is_open or news.day is None or reader.is_student:
        return ()
    if reader.content_mode is ContentMode.SIGNAL:
        return ()  # a caption would say what the text must not
    return alert_rows(news.child.student_id, news.day)


def absence_signal(news: AbsenceNews) -> str:
    """Return what a signal says: only an unexplained absence is urgent."""
    if news.attendance in {FamilyAttendance.ABSENT, FamilyAttendance.UNEXCUSED}:
        if not news.is_answer or news.told in {None, FamilyAttendance.TARDY}:
            return _("Please contact the school urgently.")
    elif news.is_answer and news.told is FamilyAttendance.ABSENT:
        return _(
            "About the previous message: it is no longer urgent. Details are in the school diary."
        )
    return _("There are new entries in the diary. Details are in the school diary.")


def _alert(one: AbsenceNews) -> str:
    details = _details(one, clock_time(one.starts_at))
    if one.attendance is FamilyAttendance.TARDY:
        if one.minutes_late is not None:
            details += ", " + _("{count} min").format(count=one.minutes_late)
        return _("Late for lesson {number}: {details}").format(
            number=one.lesson_number, details=details
        )
    if one.attendance is FamilyAttendance.ABSENT:
        return _("Not at lesson {number}: {details}").format(
            number=one.lesson_number, details=details
        )
    return _("Not at lesson {number}: {details} ({reason})").format(
        number=one.lesson_number, details=details, reason=_reason(one.attendance)
    )


def _answer(one: AbsenceNews) -> str:
    number, details = one.lesson_number, _details(one)
    was_there = one.told in {None, FamilyAttendance.TARDY}
    match one.attendance:
        case None:
            line = _("Correction: at lesson {number} ({details}) present")
        case FamilyAttendance.TARDY if one.minutes_late is None:
            line = _("Correction: at lesson {number} ({details}) present, late")
        case FamilyAttendance.TARDY:
            line = _("Correction: at lesson {number} ({details}) present, late by {count} min")
        case FamilyAttendance.ABSENT if was_there:
            line = _("Correction: not at lesson {number} ({details})")
        case _ if was_there:
            line = _("Correction: not at lesson {number} ({details}): {reason}")
        case _:
            line = _("Absence from lesson {number} ({details}): {reason}")
    return line.format(
        number=number,
        details=details,
        count=one.minutes_late,
        reason=_reason(one.attendance),
    )


def _details(one: AbsenceNews, *more: str) -> str:
    day = "" if one.on is None else short_day(one.on)
    subject = escape(inside_sentence(one.subject))
    return ", ".join(part for part in (subject, day, *more) if part)


def _reason(attendance: FamilyAttendance | None) -> str:
    match attendance:
        case FamilyAttendance.EXCUSED:
            return _("valid reason")
        case FamilyAttendance.UNEXCUSED:
            return _("no valid reason")
        case _:
            return _("the reason is not known")

"""A lesson, a mark and a letter of attendance in words; the letters are as teachers write them."""

from datetime import date

from handlers.screens.formatting import short_day, weight_number
from services.bulk_entry.codes import canon
from services.i18n import gettext as _
from services.regulation.work_kinds import DEFAULT_WORK_KINDS, LESSON_WORK, work_kind_reason
from services.vocabulary import AttendanceCode

__all__ = ["attendance_letter", "attendance_word", "lesson_title", "reason_with_weight"]

_USUAL_WEIGHT = 10


def lesson_title(*, group: str, subject: str, on: date, number: int) -> str:
    """Return the line that names a lesson: «7Б · Алгебра · вт 24.11, 3-й урок»."""
    # TRANSLATORS: a day and the number of a lesson, as in "Tue 24.11, lesson 3"
    when = _("{day}, lesson {number}").format(day=short_day(on), number=number)
    return f"{group} · {subject} · {when}"


def attendance_letter(code: AttendanceCode, minutes_late: int | None = None) -> str:
    """Return a letter as the journal has it: «н», «о 10 мин», «есть»."""
    if minutes_late is None:
        return canon(code)
    return _("{letter} {n} min").format(letter=canon(code), n=minutes_late)


def attendance_word(code: AttendanceCode) -> str:
    """Return what a letter means, for a teacher."""
    words = {
        AttendanceCode.ABSENT: _("not in the lesson"),
        AttendanceCode.ABSENT_SICK: _("absent, ill"),
        AttendanceCode.ABSENT_EXCUSED: _("absent, excused"),
        AttendanceCode.ABSENT_UNEXCUSED: _("absent, unexcused"),
        AttendanceCode.TARDY: _("late"),
        AttendanceCode.EXEMPT: _("exempt"),
        AttendanceCode.PRESENT: _("in the lesson"),
    }
    return words[code]


def reason_with_weight(work_kind: str) -> str:
    """Return what marks are given for, with a weight that is not the usual one."""
    kind = DEFAULT_WORK_KINDS.get(work_kind, DEFAULT_WORK_KINDS[LESSON_WORK])
    reason = work_kind_reason(work_kind)
    if kind.weight_tenths == _USUAL_WEIGHT:
        return reason
    return _("{reason} (weight {weight})").format(
        reason=reason, weight=weight_number(kind.weight_tenths)
    )

"""Letters of attendance: which are absences, and when a family hears of one; pure."""

from datetime import datetime

from services.outbox.sitting import absence_due
from services.regulation.profile import SchoolProfile
from services.vocabulary import AttendanceCode, NoticeKind

__all__ = ["ABSENCES", "EXCUSED", "absence_was_told", "attendance_due", "is_absence", "told_kind"]

EXCUSED = frozenset({AttendanceCode.ABSENT_SICK, AttendanceCode.ABSENT_EXCUSED})
ABSENCES = EXCUSED | {AttendanceCode.ABSENT, AttendanceCode.ABSENT_UNEXCUSED}


def is_absence(code: AttendanceCode | None) -> bool:
    """Whether the letter says that the lesson was missed."""
    return code in ABSENCES


def told_kind(before: AttendanceCode | None, after: AttendanceCode) -> NoticeKind | None:
    """As what a family hears of a change; None when it is about neither absence nor lateness."""
    if before is after:
        return None
    if is_absence(after):
        return NoticeKind.ABSENCE
    if after is AttendanceCode.TARDY or is_absence(before) or before is AttendanceCode.TARDY:
        return NoticeKind.PRESENCE
    return None


def attendance_due(
    kind: NoticeKind,
    *,
    recorded_at: datetime,
    lesson_starts_at: datetime,
    profile: SchoolProfile,
    was_told: bool = False,
) -> datetime:
    """When the family is to hear of attendance.

    An absence: after the hold, and not before the tenth minute of the lesson where the school
    waits for it. Lateness: after the hold. What may correct something already told: at once.
    """
    if was_told:
        return recorded_at
    if kind is NoticeKind.PRESENCE:
        return recorded_at + profile.absence_hold
    return absence_due(
        recorded_at=recorded_at,
        lesson_starts_at=lesson_starts_at,
        hold=profile.absence_hold,
        waits_ten_minutes=profile.absence_waits_ten_minutes,
    )


def absence_was_told(
    code: AttendanceCode | None,
    *,
    recorded_at: datetime,
    lesson_starts_at: datetime,
    profile: SchoolProfile,
    now: datetime,
) -> bool:
    """Whether families may have heard of this absence by now."""
    return is_absence(code) and now >= attendance_due(
        NoticeKind.ABSENCE,
        recorded_at=recorded_at,
        lesson_starts_at=lesson_starts_at,
        profile=profile,
    )

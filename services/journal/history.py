"""A row as it stood, kept beside the change that moved it: enough to put it back exactly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.models import Attendance, Lesson, Mark
from services.vocabulary import AttendanceCode

__all__ = [
    "attendance_snapshot",
    "is_topic",
    "lesson_snapshot",
    "mark_snapshot",
    "restore_attendance",
    "restore_lesson",
    "restore_mark",
    "roll_snapshot",
    "topic_snapshot",
]

_Snapshot = dict[str, Any]
_TOPIC, _ROLL = "topic", "attendance_at"


def mark_snapshot(row: Mark) -> _Snapshot:
    """Return what of a mark an entry may change. Its revision is not part of it: it only grows."""
    return {
        "value": row.given,
        "comment": row.comment,
        "is_withdrawn": row.is_withdrawn,
        "author_id": row.author_id,
        "recorded_at": row.recorded_at.isoformat(),
    }


def restore_mark(row: Mark, before: Mapping[str, Any] | None, *, now: datetime) -> None:
    """Put a mark back; one that was not there is withdrawn. The revision grows."""
    if before is None:
        row.is_withdrawn = True
        row.recorded_at = now
    else:
        row.given = before["value"]
        row.comment = before["comment"]
        row.is_withdrawn = before["is_withdrawn"]
        row.author_id = before["author_id"]
        row.recorded_at = datetime.fromisoformat(before["recorded_at"])
    row.revision += 1


def attendance_snapshot(row: Attendance) -> _Snapshot:
    """Return what of an attendance row an entry may change."""
    return {
        "code": row.code,
        "minutes_late": row.minutes_late,
        "author_id": row.author_id,
        "recorded_at": row.recorded_at.isoformat(),
    }


def restore_attendance(
    row: Attendance, before: Mapping[str, Any] | None, *, now: datetime
) -> None:
    """Put attendance back; where nothing was written, the student is present. Revision grows."""
    if before is None:
        row.code = AttendanceCode.PRESENT
        row.minutes_late = None
        row.recorded_at = now
    else:
        row.code = AttendanceCode(before["code"])
        row.minutes_late = before["minutes_late"]
        row.author_id = before["author_id"]
        row.recorded_at = datetime.fromisoformat(before["recorded_at"])
    row.revision += 1


def topic_snapshot(row: Lesson) -> _Snapshot:
    """Return a lesson's topic."""
    return {_TOPIC: row.topic}


def roll_snapshot(row: Lesson) -> _Snapshot:
    """Return when somebody looked who is there; None: nobody has."""
    return {_ROLL: row.attendance_at.isoformat() if row.attendance_at else None}


def lesson_snapshot(row: Lesson, like: Mapping[str, Any]) -> _Snapshot:
    """Return what of a lesson *like* speaks of, as it is now."""
    return topic_snapshot(row) if is_topic(like) else roll_snapshot(row)


def is_topic(snapshot: Mapping[str, Any]) -> bool:
    """Whether a change of a lesson is about its topic."""
    return _TOPIC in snapshot


def restore_lesson(row: Lesson, before: Mapping[str, Any] | None) -> None:
    """Put back what *before* speaks of."""
    if before is None or is_topic(before):
        row.topic = before[_TOPIC] if before else ""
    else:
        at = before[_ROLL]
        row.attendance_at = datetime.fromisoformat(at) if at else None

"""A row as it stood, kept beside the change that moved it: enough to put it back exactly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.models import Attendance, Lesson, Mark
from services.vocabulary import AttendanceCode

__all__ = [
    "attendance_snapshot",
    "lesson_snapshot",
    "mark_snapshot",
    "restore_attendance",
    "restore_lesson",
    "restore_mark",
]

_Snapshot = dict[str, Any]


def mark_snapshot(row: Mark) -> _Snapshot:
    """Return what of a mark an entry may change. Its revision is not part of it: it only grows."""
    return {
        "value": row.value,
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
        row.value = before["value"]
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


def lesson_snapshot(row: Lesson) -> _Snapshot:
    """Return what of a lesson an entry may change."""
    return {"topic": row.topic}


def restore_lesson(row: Lesson, before: Mapping[str, Any] | None) -> None:
    """Put a lesson's topic back."""
    row.topic = before["topic"] if before else ""

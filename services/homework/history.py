"""Homework as it stood, kept beside the change that moved it: enough to put it back exactly."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from services.models import Homework, HomeworkFile

__all__ = ["restore", "snapshot"]


def snapshot(row: Homework, files: Iterable[HomeworkFile]) -> dict[str, Any]:
    """Return what of homework an entry may change. Its revision only grows."""
    return {
        "text": row.text,
        "is_none": row.is_none,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_number": row.due_number,
        "minutes": row.minutes,
        "is_withdrawn": row.is_withdrawn,
        "author_id": row.author_id,
        "recorded_at": row.recorded_at.isoformat(),
        "files": sorted(file.id for file in files if not file.is_withdrawn),
    }


def restore(
    row: Homework,
    files: Iterable[HomeworkFile],
    before: Mapping[str, Any] | None,
    *,
    now: datetime,
) -> None:
    """Put homework back; what was not there is withdrawn. The revision grows."""
    if before is None:
        row.is_withdrawn = True
        row.recorded_at = now
    else:
        row.text = before["text"]
        row.is_none = before["is_none"]
        row.due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
        row.due_number = before["due_number"]
        row.minutes = before["minutes"]
        row.is_withdrawn = before["is_withdrawn"]
        row.author_id = before["author_id"]
        row.recorded_at = datetime.fromisoformat(before["recorded_at"])
    standing = before["files"] if before else ()
    for file in files:
        file.is_withdrawn = file.id not in standing
    row.revision += 1

"""Drafts as rows of the database, and rows as the drafts they were."""

from collections.abc import Iterable
from datetime import datetime

from services.models import ChangeEntry, DayChange, LessonChange
from services.timetable.change_drafts import ChangeDrafts, DayDraft, LessonDraft, short_bells
from services.timetable.changes_repository import new_place, old_place

__all__ = ["as_drafts", "day_row", "lesson_row"]


def as_drafts(lessons: Iterable[LessonChange], days: Iterable[DayChange] = ()) -> ChangeDrafts:
    """Stored rows as they were drafted."""
    return ChangeDrafts(
        tuple(LessonDraft(old_place(row), new_place(row)) for row in lessons),
        tuple(
            DayDraft(
                row.kind,
                row.starts_on,
                row.ends_on,
                tuple(row.class_ids),
                bells=short_bells(row.kind, row.lesson_minutes, row.bell_set),
            )
            for row in days
        ),
    )


def lesson_row(
    entry: ChangeEntry,
    draft: LessonDraft,
    *,
    due_at: datetime,
    now: datetime,
    needs_confirmation: bool,
) -> LessonChange:
    """Return the row of a changed lesson; families see it from *due_at* on."""
    old, new = draft.old, draft.new
    return LessonChange(
        entry_id=entry.id,
        lesson_on=old.on if old else None,
        number=old.number if old else None,
        study_group_id=old.group_id if old else None,
        subject_id=old.subject_id if old else None,
        teacher_id=old.teacher_id if old else None,
        room=old.room if old else "",
        new_on=new.on if new else None,
        new_number=new.number if new else None,
        new_group_id=new.group_id if new else None,
        new_subject_id=new.subject_id if new else None,
        new_teacher_id=new.teacher_id if new else None,
        new_room=new.room if new else "",
        reason=draft.reason,
        replaces_id=draft.replaces_id,
        needs_confirmation=needs_confirmation,
        author_id=entry.author_id,
        recorded_at=now,
        told_from=due_at,
    )


def day_row(entry: ChangeEntry, draft: DayDraft, *, due_at: datetime, now: datetime) -> DayChange:
    """Return the row of changed days; families see it from *due_at* on."""
    return DayChange(
        entry_id=entry.id,
        kind=draft.kind,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        class_ids=list(draft.class_ids),
        grades=list(draft.grades),
        lesson_minutes=draft.bells.minutes if draft.bells else None,
        bell_set=draft.bells.bell_set if draft.bells else "",
        reason=draft.reason,
        author_id=entry.author_id,
        recorded_at=now,
        told_from=due_at,
    )

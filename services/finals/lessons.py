"""The lessons of a subject between two days, by the timetable with its changes."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.timetable.changes import resolve_changed_day
from services.timetable.changes_repository import load_changes
from services.timetable.planner import seen_by_groups
from services.timetable.repository import base_lessons_of_groups, load_calendar
from services.timetable.rules import PlannedLesson
from services.vocabulary import DayKind

__all__ = ["is_taught", "lessons_between"]


async def lessons_between(
    session: AsyncSession,
    group_ids: Collection[int],
    *,
    class_id: int | None,
    first: date,
    last: date,
    as_of: datetime | None = None,
) -> list[PlannedLesson]:
    """Return the lessons of whoever is in these groups, in order of time.

    Timetable, calendar and changes are read once, whatever the number of days. *as_of*: as
    families see it then.
    """
    calendar = await load_calendar(session, on=first)
    lessons = await base_lessons_of_groups(session, group_ids, on=first)
    changes = seen_by_groups(
        await load_changes(session, first=first, last=last, as_of=as_of, group_ids=group_ids),
        group_ids,
    )
    found: list[PlannedLesson] = []
    for days in range((last - first).days + 1):
        plan = resolve_changed_day(
            lessons, calendar, on=first + timedelta(days=days), changes=changes, class_id=class_id
        )
        found.extend(plan.lessons)
    return found


def is_taught(lesson: PlannedLesson) -> bool:
    """Whether a lesson really takes place, be it from home."""
    return lesson.day_kind in {None, DayKind.REMOTE}

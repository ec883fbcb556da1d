"""The lesson that homework is due at: the next one of group and subject, or the one of a day."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.models import TimetableEntry
from services.timetable.changes import resolve_changed_day
from services.timetable.changes_repository import load_changes
from services.timetable.planner import lessons_of_group, seen_by_groups
from services.timetable.repository import base_lessons, load_calendar, taught_groups
from services.timetable.rules import PlannedLesson

__all__ = ["lesson_on_day", "next_lesson"]

_LOOK_AHEAD_DAYS = 40  # a lesson once a fortnight, with holidays between


async def next_lesson(
    session: AsyncSession, study_group_id: int, subject_id: int, *, after: date
) -> PlannedLesson | None:
    """Return the first lesson of group and subject on a later day; None when none is planned.

    The second half of a double lesson is no next lesson: homework is for another day.
    """
    groups = {study_group_id}
    calendar = await load_calendar(session, on=after)
    taught = await taught_groups(session, [study_group_id], on=after)
    lessons = await base_lessons(
        session, TimetableEntry.study_group_id == study_group_id, on=after
    )
    first, last = after + timedelta(days=1), after + timedelta(days=_LOOK_AHEAD_DAYS)
    changes = seen_by_groups(await load_changes(session, first=first, last=last), groups)
    for days in range(_LOOK_AHEAD_DAYS):
        plan = resolve_changed_day(
            lessons,
            calendar,
            on=first + timedelta(days=days),
            changes=changes,
            class_id=taught[study_group_id].class_id,
        )
        found = next((one for one in plan.lessons if one.subject.subject_id == subject_id), None)
        if found is not None:
            return found
    return None


async def lesson_on_day(
    session: AsyncSession, study_group_id: int, subject_id: int, *, on: date
) -> PlannedLesson | None:
    """Return the first lesson of group and subject on a day; None when there is none."""
    planned = await lessons_of_group(session, study_group_id, on=on)
    return next((one for one in planned if one.subject.subject_id == subject_id), None)

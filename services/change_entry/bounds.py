"""When a day of some classes would begin and end, were a draft of it saved."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.timetable.change_drafts import DayDraft, draft_day_rules, overlaid
from services.timetable.changes import Changes, resolve_changed_day
from services.timetable.changes_repository import load_changes
from services.timetable.repository import base_lessons, load_calendar

__all__ = ["day_bounds"]


async def day_bounds(session: AsyncSession, day: DayDraft) -> tuple[datetime, datetime] | None:
    """Return begin of the first and end of the last lesson of the first day; None without one."""
    on, class_ids = day.starts_on, frozenset(day.class_ids)
    plan = resolve_changed_day(
        await base_lessons(session, on=on),
        await load_calendar(session, on=on),
        on=on,
        changes=overlaid(
            await load_changes(session, first=on, last=on),
            added=Changes(days=draft_day_rules([day])),
        ),
    )
    lessons = [one for one in plan.lessons if one.group.class_ids & class_ids]
    if not lessons:
        return None
    return min(one.starts_at for one in lessons), max(one.ends_at for one in lessons)

"""What a shortened day of some classes would be, were a draft of it saved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.timetable.change_drafts import DayDraft, draft_day_rules, overlaid
from services.timetable.changes import Changes, resolve_changed_day, waiting_for_others
from services.timetable.changes_repository import load_changes
from services.timetable.repository import base_lessons, load_calendar
from services.timetable.rules import PlannedLesson

__all__ = ["ShortDay", "short_day"]


@dataclass(frozen=True, slots=True)
class ShortDay:
    """When it begins and ends; *waiting*: shared lessons that keep their usual times."""

    first_at: datetime
    last_at: datetime
    waiting: tuple[PlannedLesson, ...] = ()


async def short_day(session: AsyncSession, day: DayDraft) -> ShortDay | None:
    """Return the first of the draft's days; None without a lesson."""
    on, class_ids = day.starts_on, frozenset(day.class_ids)
    changes = overlaid(
        await load_changes(session, first=on, last=on),
        added=Changes(days=draft_day_rules([day])),
    )
    plan = resolve_changed_day(
        await base_lessons(session, on=on),
        await load_calendar(session, on=on),
        on=on,
        changes=changes,
    )
    lessons = [one for one in plan.lessons if one.group.class_ids & class_ids]
    if not lessons:
        return None
    return ShortDay(
        first_at=min(one.starts_at for one in lessons),
        last_at=max(one.ends_at for one in lessons),
        waiting=tuple(waiting_for_others(lessons, changes, on=on)),
    )

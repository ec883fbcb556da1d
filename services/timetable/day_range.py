"""The lessons of the whole school over several days, read once and resolved in memory."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.timetable.changes import DayPlan, resolve_changed_day
from services.timetable.changes_repository import load_changes
from services.timetable.repository import base_lessons, load_calendar
from services.timetable.rules import BaseLesson

__all__ = ["days_between", "plans_between"]


def days_between(first: date, last: date) -> list[date]:
    """Return every day from *first* to *last*, both included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


async def plans_between(session: AsyncSession, *, first: date, last: date) -> dict[date, DayPlan]:
    """Return what each day really is, changes laid over it, in a handful of statements."""
    calendar = await load_calendar(session, on=last)
    changes = await load_changes(session, first=first, last=last)
    of_weekday: defaultdict[int, list[BaseLesson]] = defaultdict(list)
    for lesson in await base_lessons(session, on=last):
        of_weekday[lesson.weekday].append(lesson)
    return {
        on: resolve_changed_day(of_weekday[on.isoweekday()], calendar, on=on, changes=changes)
        for on in days_between(first, last)
    }

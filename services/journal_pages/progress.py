"""How far a group is in a subject: lessons due by the timetable, given, and of the plan.

Source: S0 7.3 (programme fulfilled), for the teacher herself before anybody asks.
"""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.finals import repository as finals
from services.journal.thematic_plans import next_in_plan, plans_of, taught_topics
from services.journal_pages import repository
from services.journal_pages.facts import JournalProgress
from services.journal_pages.places import Place
from services.timetable.hours import planned_lessons
from services.timetable.repository import load_calendar

__all__ = ["progress_of"]

_DAY = timedelta(days=1)
_NO_NUMBER = 99  # behind every lesson of a day


async def progress_of(
    session: AsyncSession, place: Place, *, today: date
) -> JournalProgress | None:
    """Return how far the school year is in a group's subject; None where nothing says so."""
    year = await finals.year_of(session, on=today)
    if year is None:
        return None
    group, subject_id = place.group, place.journal.subject_id
    entries = await repository.timetable_of(
        session, group_id=group.group_id, subject_id=subject_id
    )
    plans = await plans_of(session, group.class_ids)
    plan = next(
        (plans[one, subject_id] for one in sorted(group.class_ids) if (one, subject_id) in plans),
        (),
    )
    if not entries and not plan:
        return None
    taught = await taught_topics(
        session,
        group.group_id,
        subject_id,
        since=year.starts_on,
        before=(today, _NO_NUMBER),
    )
    planned = next_in_plan(plan, taught) if plan else None
    return JournalProgress(
        due=planned_lessons(
            entries,
            await load_calendar(session, on=today),
            grade=group.grade,
            first=year.starts_on,
            last=min(today - _DAY, year.ends_on),
        ),
        given=len(taught),
        plan_hours=planned.hours if planned else 0,
        plan_given=planned.hours_before if planned else 0,
    )

"""Owing teachers the cards of lessons that have begun; may run any number of times a minute."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import staff_recipients
from services.clock import Clock
from services.database import Database, bind_school
from services.lesson_cards.repository import claim_card, school_ids
from services.outbox.enqueue import StaffNews, tell_staff
from services.outbox.keys import lesson_card_key
from services.regulation.repository import load_profile
from services.timetable.changes_repository import has_short_bells
from services.timetable.planner import plan_of_school
from services.timetable.repository import load_calendar
from services.timetable.rules import Calendar, PlannedLesson
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["LessonCards", "is_worth_looking"]

_FRESH_MINUTES = 2
_LATER_EVERY = 5  # minutes: lessons added or taken over in their middle, and restarts


class LessonCards:
    """Owes the cards of all schools."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prepare(self) -> int:
        """Owe the cards of lessons going on and return how many are new."""
        now, added = self._clock.now(), 0
        async with self._database.reading() as session:
            schools = await school_ids(session)
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    added += await _prepare(session, now=now)
        return added


def is_worth_looking(calendar: Calendar, now: datetime) -> bool:
    """Whether some lesson of the bells has just begun, or has gone on for whole five minutes.

    The whole timetable is read for it, so it is not asked for every minute of every lesson.
    """
    local = now.astimezone(calendar.timezone)
    minute = local.hour * 60 + local.minute
    for bell in calendar.bells:
        if bell.weekdays and local.isoweekday() not in bell.weekdays:
            continue
        since = minute - (bell.starts_at.hour * 60 + bell.starts_at.minute)
        until = bell.ends_at.hour * 60 + bell.ends_at.minute - minute
        if since >= 0 and until > 0 and (since <= _FRESH_MINUTES or since % _LATER_EVERY == 0):
            return True
    return False


async def _prepare(session: AsyncSession, *, now: datetime) -> int:
    profile = await load_profile(session)
    today = now.astimezone(profile.timezone).date()
    is_worth = is_worth_looking(await load_calendar(session, on=today), now)
    # Of a shortened day the bells say nothing: it is looked at every minute.
    if not is_worth and not await has_short_bells(session, on=today):
        return 0
    plan = await plan_of_school(session, on=today)
    going_on = [one for one in plan.lessons if one.is_going_on(now) and one.counts_absences]
    recipients = await staff_recipients(session, {one.teacher_id for one in going_on})
    news = []
    for lesson in going_on:
        if recipients[lesson.teacher_id].account_id is None:
            continue  # who has no chat yet finds the lesson in /today
        card_id = await claim_card(session, lesson)
        if card_id is not None:
            news.append(_news(lesson, card_id, now=now))
    return await tell_staff(session, news, profile=profile, now=now)


def _news(lesson: PlannedLesson, card_id: int, *, now: datetime) -> StaffNews:
    return StaffNews(
        person_id=lesson.teacher_id,
        fact=FactRef(FactKind.LESSON_CARD, card_id),
        revision=1,
        kind=NoticeKind.LESSON_CARD,
        merge_key=lesson_card_key(card_id),
        result_at=lesson.starts_at,
        due_at=now,
        expires_at=lesson.ends_at,
    )

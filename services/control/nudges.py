"""Preparing nudges: looked at every few minutes, each written once, told when it is due."""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.control import repository
from services.control.nudge_facts import self_check_of
from services.control.nudge_rules import (
    DAILY_AT,
    WantedNudge,
    away_on,
    is_working_time,
    nudges_of_day,
    nudges_of_works,
    works_until,
)
from services.control.reading import (
    duties_between,
    duties_of_plans,
    late_periods,
    thin_marks,
)
from services.database import Database, bind_school
from services.homeroom.class_lists import lists_due_on, unchecked_classes
from services.models import Nudge
from services.outbox.enqueue import StaffNews, tell_staff
from services.outbox.keys import nudge_key
from services.regulation.deadlines import SELF_CHECK_DAY, DutySort
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile, load_work_days
from services.timetable.day_range import plans_between
from services.vocabulary import FactKind, FactRef, NoticeKind, NudgeSort

__all__ = ["NudgeService"]

_EVERY_MINUTES = 5
_LONGEST_WORK = timedelta(days=8)
_LAST_DAYS = timedelta(days=2)  # before lists are late, a weekend left out
_FEW_MARKS_WEEKDAY = 4  # Thursday: a lesson of the week is left to give marks in
_SELF_CHECK_FROM = SELF_CHECK_DAY - 3


class NudgeService:
    """Owes teachers the reminders that are due now."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prepare(self) -> int:
        """Write what is due and not written yet; return how many. Twice is harmless.

        Schools are looked at every five minutes, in their own working hours.
        """
        now, made = self._clock.now(), 0
        if now.minute % _EVERY_MINUTES:
            return 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    made += await _of_school(session, now=now)
        return made


async def _of_school(session: AsyncSession, *, now: datetime) -> int:
    profile = await load_profile(session)
    today = now.astimezone(profile.timezone).date()
    if not is_working_time(now, profile.timezone):
        return 0
    plans = await plans_between(session, first=today, last=today)
    is_worked = (await load_work_days(session, profile)).is_worked(today)
    if not plans[today].lessons and not is_worked:
        return 0
    duties = await duties_of_plans(session, profile, plans)
    grace = timedelta(minutes=profile.homework_minutes)
    wanted = nudges_of_day(duties, now=now, grace=grace)
    if is_worked and _is_daily_time(now, profile.timezone):
        wanted |= await _daily(session, profile, today=today, now=now)
    away = away_on(plans[today])
    return await _write(
        session, [one for one in wanted if one.person_id not in away], profile=profile, now=now
    )


def _is_daily_time(now: datetime, zone: ZoneInfo) -> bool:
    local = now.astimezone(zone)
    return local.hour == DAILY_AT.hour


async def _daily(
    session: AsyncSession, profile: SchoolProfile, *, today: date, now: datetime
) -> set[WantedNudge]:
    works = await duties_between(session, profile, first=today - _LONGEST_WORK, last=today)
    work_days = await load_work_days(session, profile)
    until = works_until(now, next_worked_on=work_days.after(today, 1), zone=profile.timezone)
    found = nudges_of_works(works, now=now, today=today, until=until)
    for late in await late_periods(
        session, profile, today=today + timedelta(days=1), days=profile.final_days
    ):
        # Once for each period: its own last day names the reminder.
        found.add(WantedNudge(late.teacher_id, NudgeSort.PERIOD_MARKS, late.deadline_on))
    if today.isoweekday() == _FEW_MARKS_WEEKDAY:
        found |= {
            WantedNudge(one.teacher_id, NudgeSort.FEW_MARKS, today)
            for one in await thin_marks(session, profile, today=today)
        }
    found |= await _class_lists(session, today=today)
    if _SELF_CHECK_FROM <= today.day <= SELF_CHECK_DAY:
        first, last = self_check_of(today)
        found |= {
            WantedNudge(one.lesson.teacher_id, NudgeSort.SELF_CHECK, today.replace(day=1))
            for one in await duties_between(session, profile, first=first, last=last)
            if one.sort in {DutySort.TOPIC, DutySort.HOMEWORK} and one.done_at is None
        }
    return found


async def _class_lists(session: AsyncSession, *, today: date) -> set[WantedNudge]:
    """Remind of lists nobody has looked at: when the year begins, and before they are late."""
    found = await unchecked_classes(session, today=today)
    if found is None:
        return set()
    year_on, classes = found
    due_on = lists_due_on(year_on)
    if not year_on <= today <= due_on:
        return set()
    # The day a reminder is about names it: once for the first, once for the last.
    about = due_on if today > due_on - _LAST_DAYS else year_on
    return {
        WantedNudge(one.teacher_id, NudgeSort.CLASS_LIST, about)
        for one in classes
        if one.teacher_id is not None
    }


async def _write(
    session: AsyncSession, wanted: Iterable[WantedNudge], *, profile: SchoolProfile, now: datetime
) -> int:
    known = await repository.nudges_known(session, wanted)
    rows = [
        Nudge(
            person_id=one.person_id,
            sort=one.sort,
            day_on=one.day_on,
            number=one.number,
            study_group_id=one.study_group_id,
            made_at=now,
        )
        for one in sorted(wanted, key=astuple)
        if one not in known
    ]
    session.add_all(rows)
    await session.flush()
    news = [
        StaffNews(
            person_id=row.person_id,
            fact=FactRef(FactKind.NUDGE, row.id),
            revision=1,
            kind=NoticeKind.NUDGE,
            merge_key=nudge_key(row.person_id),
            result_at=now,
            due_at=now,
        )
        for row in rows
    ]
    await tell_staff(session, news, profile=profile, now=now)
    return len(rows)

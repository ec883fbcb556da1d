"""Making the packs when they are due, a slice at a time: each once, caught up after a halt."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.acting import acting
from services.clock import Clock
from services.control.due_spans import entries_of
from services.database import Database, bind_school, bound_school_id
from services.due.repository import claim, taken_slots
from services.models import Person, RoleAssignment, School, SchoolClass
from services.news.pack_figures import count_class_week, count_school_week
from services.office_packs.calendar import PackSpan, month_due, week_due
from services.outbox.enqueue import StaffNews, tell_staff
from services.outbox.keys import office_pack_key
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile, load_work_days
from services.reports.paper.service import make_sheets
from services.timetable.repository import load_calendar
from services.timetable.rules import is_school_day
from services.vocabulary import FactKind, FactRef, NoticeKind, Role

__all__ = ["OfficePacks"]

_CLASS, _WEEK, _MONTH = "class_week", "school_week", "school_month"
_HEADS = (Role.DEPUTY_HEAD, Role.DIRECTOR)


class OfficePacks:
    """Owes class teachers their week, and the heads their week and month."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def work(self) -> bool:
        """Do the next slice of what is due; whether anything was done, so that more may wait."""
        async with self._database.reading() as session:
            schools = list(await session.scalars(select(School.id).order_by(School.id)))
        for school_id in schools:
            with bind_school(school_id):
                if await self._slice():
                    return True
        return False

    async def _slice(self) -> bool:
        now = self._clock.now()
        async with self._database.reading() as session:
            profile = await load_profile(session)
            work_days = await load_work_days(session, profile)
        week = week_due(profile, now=now)
        if week is not None:
            waiting = await self._next_class(week)
            if waiting is not None:
                await self._tell_class(waiting, week, profile, now=now)
                return True
            if await self._tell_heads(FactKind.SCHOOL_WEEK, _WEEK, week, profile, now=now):
                return True
        month = month_due(profile, work_days, now=now)
        return month is not None and await self._tell_heads(
            FactKind.SCHOOL_MONTH, _MONTH, month, profile, now=now
        )

    async def _next_class(self, week: PackSpan) -> int | None:
        async with self._database.reading() as session:
            done = await taken_slots(
                session, job=_CLASS, school_id=bound_school_id(), prefix=_slot(week.last)
            )
            for one in await session.scalars(select(SchoolClass.id).order_by(SchoolClass.id)):
                if _slot(week.last, one) not in done:
                    return one
        return None

    async def _tell_class(
        self, class_id: int, week: PackSpan, profile: SchoolProfile, *, now: datetime
    ) -> None:
        """Put the week's sheets on the list, and tell the class teacher."""
        with acting(None, why="weekly sheets"):
            async with self._database.transaction() as session:
                if not await _claimed(session, _CLASS, _slot(week.last, class_id), now=now):
                    return
                row = await session.get(SchoolClass, class_id)
                if row is None or not await _has_school_days(session, week, row.grade_level):
                    return
                await make_sheets(session, row, week.first, now=now)
                if row.homeroom_teacher_id is None:
                    return
                await session.flush()
                await count_class_week(
                    session, row, profile, first=week.first, last=week.last, now=now
                )
                news = _news(
                    row.homeroom_teacher_id, FactRef(FactKind.CLASS_WEEK, class_id), week, now=now
                )
                await tell_staff(session, [news], profile=profile, now=now)

    async def _tell_heads(
        self, kind: FactKind, job: str, span: PackSpan, profile: SchoolProfile, *, now: datetime
    ) -> bool:
        async with self._database.reading() as session:
            done = await taken_slots(
                session, job=job, school_id=bound_school_id(), prefix=_slot(span.last)
            )
        if done:
            return False
        async with self._database.transaction() as session:
            if not await _claimed(session, job, _slot(span.last), now=now):
                return False
            fact = FactRef(kind, bound_school_id())
            is_told = await _has_school_days(session, span, None)
            if kind is FactKind.SCHOOL_WEEK:
                is_told = await count_school_week(
                    session,
                    profile,
                    fact.id,
                    first=span.first,
                    last=span.last,
                    now=now,
                    fell_due=entries_of(profile, first=span.first, last=span.last),
                    had_lessons=is_told,
                )
            if is_told:
                heads = await _heads(session)
                news = [_news(one, fact, span, now=now) for one in heads]
                await tell_staff(session, news, profile=profile, now=now)
        return True


def _news(person_id: int, fact: FactRef, span: PackSpan, *, now: datetime) -> StaffNews:
    return StaffNews(
        person_id=person_id,
        fact=fact,
        revision=span.last.toordinal(),
        kind=NoticeKind.OFFICE_PACK,
        merge_key=office_pack_key(person_id=person_id, on=span.last),
        result_at=span.due_at,
        due_at=max(span.due_at, now),
    )


async def _heads(session: AsyncSession) -> list[int]:
    rows = await session.scalars(
        select(RoleAssignment.person_id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role.in_(_HEADS), Person.left_on.is_(None))
    )
    return sorted(set(rows))


async def _has_school_days(session: AsyncSession, span: PackSpan, grade: int | None) -> bool:
    """Whether a grade (None: any of the school) had lessons: of holidays there is no pack."""
    grades = (
        [grade]
        if grade is not None
        else list(await session.scalars(select(SchoolClass.grade_level).distinct()))
    )
    calendar = await load_calendar(session, on=span.last)
    days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    return any(is_school_day(calendar, on=day, grade=one) for one in grades for day in days)


def _slot(last: date, class_id: int | None = None) -> str:
    return f"{last:%Y-%m-%d}" if class_id is None else f"{last:%Y-%m-%d}:{class_id}"


async def _claimed(session: AsyncSession, job: str, slot: str, *, now: datetime) -> bool:
    return await claim(session, job=job, school_id=bound_school_id(), slot=slot, now=now)

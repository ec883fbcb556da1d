"""The timetable of a child or of a teacher, with its changes beside what they change."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.database import Database, bind_school
from services.diary import repository
from services.diary.facts import ChildFacts
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.diary.timetable_facts import TimetableDay, TimetablePage
from services.diary.timetable_lines import lines_of_plan
from services.regulation.repository import load_profile
from services.timetable.changes import DayPlan
from services.timetable.planner import plan_of_student, plan_of_teacher
from services.vocabulary import DayKind

__all__ = ["TimetableService"]

_WEEK = timedelta(days=7)


class TimetableService:
    """Reads the timetable for families and for those who teach."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        family: Sequence[Identity],
        staff: Identity | None,
        *,
        now: datetime,
        student_id: int | None = None,
        on: date | None = None,
        is_week: bool = False,
    ) -> TimetablePage:
        """Return a day or the week around it; of a child, or (0, or nobody's) the teacher's own.

        Raises:
            NotAllowed: nobody here may see that child, and there are no own lessons.
            NoChildOpen: a family that may see no child now.
            DetailsAtSchool: the school's messages name nobody.
        """
        children = await children_of(self._database, family, now=now)
        has_own = staff is not None and is_allowed(
            staff, Action.RECORD_ENTRY, teacher_ids=(staff.person_id,)
        )
        is_own = student_id == 0 or (student_id is None and has_own)
        if staff is not None and is_own:
            require(staff, Action.RECORD_ENTRY, teacher_ids=(staff.person_id,))
            return await self._own(staff, children, now=now, on=on, is_week=is_week)
        who, child_id = reader_of(family, student_id or None)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=on or today)
                days = _days(on or today, is_week=is_week, per_week=profile.days_per_week)
                return TimetablePage(
                    child=child_facts(row, profile),
                    children=children,
                    has_own=has_own,
                    on=on or today,
                    today=today,
                    zone=profile.timezone,
                    days=tuple(
                        [
                            await _student_day(session, child_id, row.grade, on=day, now=now)
                            for day in days
                        ]
                    ),
                    is_week=is_week,
                )

    async def _own(
        self,
        staff: Identity,
        children: tuple[ChildFacts, ...],
        *,
        now: datetime,
        on: date | None,
        is_week: bool,
    ) -> TimetablePage:
        with bind_school(staff.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                days = _days(on or today, is_week=is_week, per_week=profile.days_per_week)
                return TimetablePage(
                    child=None,
                    children=children,
                    has_own=True,
                    on=on or today,
                    today=today,
                    zone=profile.timezone,
                    days=tuple(
                        [await _teacher_day(session, staff.person_id, on=day) for day in days]
                    ),
                    is_week=is_week,
                    may_take_over=is_allowed(staff, Action.TAKE_OVER_LESSON),
                )


def _days(on: date, *, is_week: bool, per_week: int) -> list[date]:
    if not is_week:
        return [on]
    monday = on - timedelta(days=on.weekday())
    return [monday + timedelta(days=count) for count in range(per_week)]


async def _student_day(
    session: AsyncSession, student_id: int, grade: int, *, on: date, now: datetime
) -> TimetableDay:
    plan = await plan_of_student(session, student_id, on=on, as_of=now)
    return TimetableDay(
        on=on,
        lines=tuple(one.line for one in await lines_of_plan(session, plan)),
        holiday=await repository.holiday_name(session, on=on, grade=grade),
        kind=_kind(plan),
    )


async def _teacher_day(session: AsyncSession, teacher_id: int, *, on: date) -> TimetableDay:
    plan = await plan_of_teacher(session, teacher_id, on=on)
    lined = await lines_of_plan(session, plan, teacher_id=teacher_id)
    return TimetableDay(on=on, lines=tuple(one.line for one in lined))


def _kind(plan: DayPlan) -> DayKind | None:
    return plan.day_rule.kind if plan.day_rule is not None else None

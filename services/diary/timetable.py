"""The timetable of a child, a class or a teacher, with its changes beside what they change."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
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
from services.diary.timetable_facts import NoLessonsBetween, TimetableDay, TimetablePage
from services.diary.timetable_lines import lines_of_plans
from services.errors import NotFound
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.classes import ListedClass, classes_in_order
from services.timetable.changes import DayPlan
from services.timetable.planner import days_of_student, plan_of_class, plan_of_teacher
from services.timetable.repository import load_calendar
from services.timetable.rules import Calendar, is_school_day
from services.timetable.school_days import EVERY_GRADE, SchoolDaysAround, days_around

__all__ = ["TimetableService"]

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class TimetableService:
    """Reads the timetable for families, for those who teach and for those who change it."""

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

        Without a day it is today, or the next school day where today is none.

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

                async def plans(days: Sequence[date]) -> Sequence[DayPlan]:
                    return await days_of_student(
                        session, child_id, first=days[0], last=days[-1], as_of=now
                    )

                page = await _page(
                    session, profile, (row.grade,), plans, now=now, on=on, is_week=is_week
                )
                return replace(
                    page,
                    child=child_facts(row, profile),
                    children=children,
                    has_own=has_own,
                    sees_classes=_sees_classes(staff),
                )

    async def classes(self, staff: Identity) -> tuple[ListedClass, ...]:
        """Return the classes whose timetable may be looked at.

        Raises:
            NotAllowed: it is not theirs to change.
        """
        require(staff, Action.CHANGE_TIMETABLE)
        with bind_school(staff.school_id):
            async with self._database.reading() as session:
                return await classes_in_order(session)

    async def of_class(
        self,
        staff: Identity,
        class_id: int,
        *,
        now: datetime,
        on: date | None = None,
        is_week: bool = False,
    ) -> TimetablePage:
        """Return a day or a week of a class and its groups, changes on their way included.

        Raises:
            NotAllowed: it is not theirs to change.
            NotFound: there is no such class.
        """
        require(staff, Action.CHANGE_TIMETABLE)
        with bind_school(staff.school_id):
            async with self._database.reading() as session:
                listed = {one.class_id: one for one in await classes_in_order(session)}
                if class_id not in listed:
                    raise NotFound
                found = listed[class_id]
                profile = await load_profile(session)

                async def plans(days: Sequence[date]) -> Sequence[DayPlan]:
                    return [await plan_of_class(session, class_id, on=day) for day in days]

                page = await _page(
                    session, profile, (found.grade,), plans, now=now, on=on, is_week=is_week
                )
                return replace(page, of_class=found, sees_classes=True)

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

                async def plans(days: Sequence[date]) -> Sequence[DayPlan]:
                    who = staff.person_id
                    return [await plan_of_teacher(session, who, on=day) for day in days]

                page = await _page(
                    session,
                    profile,
                    EVERY_GRADE,
                    plans,
                    now=now,
                    on=on,
                    is_week=is_week,
                    teacher_id=staff.person_id,
                )
                return replace(
                    page,
                    children=children,
                    has_own=True,
                    sees_classes=_sees_classes(staff),
                    may_take_over=is_allowed(staff, Action.TAKE_OVER_LESSON),
                )


def _sees_classes(staff: Identity | None) -> bool:
    return staff is not None and is_allowed(staff, Action.CHANGE_TIMETABLE)


async def _page(
    session: AsyncSession,
    profile: SchoolProfile,
    grades: Sequence[int],
    read_plans: Callable[[Sequence[date]], Awaitable[Sequence[DayPlan]]],
    *,
    now: datetime,
    on: date | None,
    is_week: bool,
    teacher_id: int | None = None,
) -> TimetablePage:
    """Return the days of a page and its turns; whose page it is, the caller adds."""
    today = now.astimezone(profile.timezone).date()
    calendar = await load_calendar(session, on=on or today)
    day = on or _nearest_day(calendar, today, grades)
    monday = day - timedelta(days=day.weekday())
    shown = [monday + _DAY * count for count in range(profile.days_per_week)] if is_week else [day]
    last = monday + _WEEK - _DAY if is_week else day
    around = days_around(calendar, first=shown[0], last=last, grades=grades)
    # Holidays of some grades are no news to somebody who teaches others.
    grade = grades[0] if len(grades) == 1 else None
    plans = await read_plans(shown)
    lined = await lines_of_plans(session, plans, teacher_id=teacher_id)
    holidays = await repository.holiday_names(session, shown, grade=grade)
    days = [
        TimetableDay(
            on=plan.on,
            lines=tuple(one.line for one in lines),
            holiday=holidays[plan.on],
            is_weekend=plan.on.isoweekday() > profile.days_per_week,
            kind=plan.day_rule.kind if plan.day_rule is not None else None,
        )
        for plan, lines in zip(plans, lined, strict=True)
    ]
    return TimetablePage(
        child=None,
        children=(),
        has_own=False,
        on=day,
        today=today,
        zone=profile.timezone,
        days=tuple(days),
        is_week=is_week,
        previous_on=around.previous_on,
        next_on=around.next_on,
        free=await _free(session, around, grade),
    )


def _nearest_day(calendar: Calendar, today: date, grades: Sequence[int]) -> date:
    if any(is_school_day(calendar, on=today, grade=one) for one in grades):
        return today
    return days_around(calendar, first=today, last=today, grades=grades).next_on or today


async def _free(
    session: AsyncSession, around: SchoolDaysAround, grade: int | None
) -> NoLessonsBetween | None:
    if around.free is None:
        return None
    first, last = around.free.first, around.free.last
    holiday = await repository.holiday_name(session, on=first, until=last, grade=grade)
    return NoLessonsBetween(around.free, holiday)

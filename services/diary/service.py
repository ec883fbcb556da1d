"""Pages of the diary for families: asked again each time, for children they may see now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school
from services.diary import repository
from services.diary.facts import DatedMarksPage, DayPage, MarksPage, WeekDay, WeekPage
from services.diary.homework import day_homework, homework_due
from services.diary.pages import (
    dated_marks,
    day_lessons,
    lessons_of_days,
    periods_of,
    subject_marks,
)
from services.diary.periods import period_to_show
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.journal.attendance_rules import is_absence
from services.journal.visible import visible_attendance
from services.regulation.profile import SchoolProfile
from services.timetable.changes import DayPlan
from services.timetable.planner import days_of_student, plan_of_student
from services.timetable.repository import load_calendar
from services.timetable.rules import is_school_day, next_school_day, previous_school_day
from services.vocabulary import AttendanceCode

__all__ = ["DiaryService"]


class DiaryService:
    """Reads the diary of the children a family may see.

    *family* is everybody behind one account who may see children: a guardian of two schools and a
    grown student may be one human.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def day(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        on: date | None = None,
    ) -> DayPage:
        """Return a day of a child; without a child the first one, without a day the nearest.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=on or today)
                calendar = await load_calendar(session, on=on or today)
                day = on or today
                if on is None and not is_school_day(calendar, on=today, grade=row.grade):
                    day = next_school_day(calendar, after=today, grade=row.grade) or today
                plan = await plan_of_student(session, child_id, on=day, as_of=now)
                return DayPage(
                    child=child_facts(row, profile),
                    children=children,
                    on=day,
                    today=today,
                    zone=profile.timezone,
                    lessons=await day_lessons(session, child_id, plan, profile=profile, now=now),
                    homework=await day_homework(
                        session, child_id, on=day, profile=profile, now=now
                    ),
                    kind=plan.day_rule.kind if plan.day_rule else None,
                    holiday=(await repository.holiday_names(session, [day], grade=row.grade))[day],
                    previous_on=previous_school_day(calendar, before=day, grade=row.grade),
                    next_on=next_school_day(calendar, after=day, grade=row.grade),
                )

    async def week(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        on: date | None = None,
    ) -> WeekPage:
        """Return the week of a day of a child, by default today's; errors as in ``day``."""
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                day = on or today
                row = await student_on(session, child_id, on=day)
                monday = day - timedelta(days=day.weekday())
                plans = await days_of_student(
                    session,
                    child_id,
                    first=monday,
                    last=monday + timedelta(days=profile.days_per_week - 1),
                    on=day,
                    as_of=now,
                )
                return WeekPage(
                    child=child_facts(row, profile),
                    children=children,
                    today=today,
                    zone=profile.timezone,
                    days=await _week_days(session, child_id, row.grade, plans, profile, now=now),
                )

    async def dated_marks(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        period_id: int | None = None,
    ) -> DatedMarksPage:
        """Return a child's marks of a period by date, the newest first; errors as in ``day``."""
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=today)
                rows = await repository.grading_periods(session, grade=row.grade, on=today)
                periods = periods_of(rows, subject_id=None)
                period = period_to_show(periods, wanted_id=period_id, today=today)
                child = child_facts(row, profile)
                if period is None:
                    return DatedMarksPage(child, children, None, periods)
                return DatedMarksPage(
                    child=child,
                    children=children,
                    period=period,
                    periods=periods,
                    marks=await dated_marks(session, child_id, period, now=now),
                )

    async def marks(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        period_id: int | None = None,
    ) -> MarksPage:
        """Return a child's marks in a period, by default today's; errors as in ``day``."""
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=today)
                rows = await repository.grading_periods(session, grade=row.grade, on=today)
                periods = periods_of(rows, subject_id=None)
                period = period_to_show(periods, wanted_id=period_id, today=today)
                child = child_facts(row, profile)
                if period is None:
                    return MarksPage(child, children, None, periods, ())
                seen = await visible_attendance(
                    session,
                    child_id,
                    starts_on=period.starts_on,
                    ends_on=period.ends_on,
                    profile=profile,
                    now=now,
                )
                missed = [one for one in seen if not one.is_club]
                return MarksPage(
                    child=child,
                    children=children,
                    period=period,
                    periods=periods,
                    subjects=await subject_marks(
                        session,
                        child_id,
                        period,
                        rows,
                        threshold=profile.mark_threshold,
                        today=today,
                        now=now,
                    ),
                    missed=sum(is_absence(one.code) for one in missed),
                    missed_unexcused=sum(
                        one.code is AttendanceCode.ABSENT_UNEXCUSED for one in missed
                    ),
                    tardy=sum(one.code is AttendanceCode.TARDY for one in missed),
                )


async def _week_days(
    session: AsyncSession,
    student_id: int,
    grade: int,
    plans: Sequence[DayPlan],
    profile: SchoolProfile,
    *,
    now: datetime,
) -> tuple[WeekDay, ...]:
    days = [plan.on for plan in plans]
    homework = await homework_due(session, student_id, days, profile=profile, now=now)
    lessons = await lessons_of_days(session, student_id, plans, profile=profile, now=now)
    holidays = await repository.holiday_names(session, days, grade=grade)
    return tuple(
        WeekDay(
            on=plan.on,
            lessons=of_day,
            homework=homework[plan.on],
            kind=plan.day_rule.kind if plan.day_rule else None,
            holiday=holidays[plan.on],
        )
        for plan, of_day in zip(plans, lessons, strict=True)
    )

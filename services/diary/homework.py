"""Homework for families: what is due from a day on, its files, and the student's own ticks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.database import Database, bind_school
from services.diary.homework_facts import HomeworkDay, HomeworkFiles, HomeworkPage
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.homework import repository
from services.homework.errors import NoHomeworkHere
from services.homework.visible import VisibleHomework, visible_homework
from services.regulation.profile import SchoolProfile
from services.roster.membership import group_ids_of, places_by_day
from services.timetable.planner import lessons_of_student
from services.timetable.repository import load_calendar
from services.timetable.rules import (
    Calendar,
    is_school_day,
    next_school_day,
    previous_school_day,
)

__all__ = ["HomeworkDiaryService", "day_homework", "homework_due"]

_SHOWN = timedelta(days=7)
_LOOK_BACK = timedelta(days=14)  # for what waits for a lesson nobody has planned yet


class HomeworkDiaryService:
    """Reads homework for those who may see the child's diary."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        on: date | None = None,
    ) -> HomeworkPage:
        """Return what is due from a day on; without a day from the one to prepare for now.

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
                first = on or await _first_day(
                    session, child_id, calendar, grade=row.grade, today=today, now=now
                )
                seen = await _homework(
                    session,
                    child_id,
                    starts_on=first - _LOOK_BACK,
                    ends_on=first + _SHOWN,
                    profile=profile,
                    now=now,
                )
                return HomeworkPage(
                    child=child_facts(row, profile),
                    children=children,
                    on=first,
                    today=today,
                    days=_days(seen, first),
                    done=await repository.done_ids(
                        session, child_id, [one.homework_id for one in seen]
                    ),
                    may_tick=is_allowed(who, Action.TICK_HOMEWORK, student_id=child_id),
                    nothing_set=tuple(
                        dict.fromkeys(
                            one.subject for one in seen if one.is_none and one.given_on == today
                        )
                    ),
                    previous_on=previous_school_day(calendar, before=first, grade=row.grade),
                    next_on=next_school_day(calendar, after=first, grade=row.grade),
                )

    async def tick(
        self,
        family: Sequence[Identity],
        *,
        student_id: int,
        homework_id: int,
        is_done: bool,
        now: datetime,
    ) -> None:
        """Tick homework off, or take the tick away; a second press changes nothing.

        Raises:
            NotAllowed: only the student does that; errors of ``page`` too.
            NoHomeworkHere: it was taken back, or is somebody else's.
        """
        who, child_id = reader_of(family, student_id)
        require(who, Action.TICK_HOMEWORK, student_id=child_id)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await profile_for_reading(session, who, child_id)
                await _one(session, child_id, homework_id, profile=profile, now=now)
                await repository.set_done(session, child_id, homework_id, is_done=is_done, now=now)

    async def files(
        self, family: Sequence[Identity], *, student_id: int, homework_id: int, now: datetime
    ) -> HomeworkFiles:
        """Return the files of a child's homework; errors as in ``page``.

        Raises:
            NoHomeworkHere: it was taken back, is somebody else's, or has no files any more.
        """
        who, child_id = reader_of(family, student_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                found = await _one(session, child_id, homework_id, profile=profile, now=now)
        if not found.files:
            raise NoHomeworkHere
        return HomeworkFiles(found.subject, found.due_on, found.files)


async def _first_day(
    session: AsyncSession,
    student_id: int,
    calendar: Calendar,
    *,
    grade: int,
    today: date,
    now: datetime,
) -> date:
    """Today while lessons go on, then the next school day."""
    if is_school_day(calendar, on=today, grade=grade):
        lessons = await lessons_of_student(session, student_id, on=today, as_of=now)
        if any(lesson.ends_at > now for lesson in lessons):
            return today
    return next_school_day(calendar, after=today, grade=grade) or today


async def _homework(
    session: AsyncSession,
    student_id: int,
    *,
    starts_on: date,
    ends_on: date,
    profile: SchoolProfile,
    now: datetime,
) -> list[VisibleHomework]:
    today = now.astimezone(profile.timezone).date()
    groups = await group_ids_of(session, student_id, on=min(max(today, starts_on), ends_on))
    found = await visible_homework(
        session,
        {student_id: groups},
        starts_on=starts_on,
        ends_on=ends_on,
        profile=profile,
        now=now,
    )
    return found[student_id]


def _days(seen: Sequence[VisibleHomework], first: date) -> tuple[HomeworkDay, ...]:
    """Group by due day; the first day is there even if nothing is due on it."""
    by_day: dict[date, list[VisibleHomework]] = {first: []}
    open_ended: list[VisibleHomework] = []
    for one in seen:
        if one.is_none:
            continue
        if one.due_on is None:
            open_ended.append(one)
        elif first <= one.due_on <= first + _SHOWN:
            by_day.setdefault(one.due_on, []).append(one)
    days = [HomeworkDay(on, tuple(by_day[on])) for on in sorted(by_day)]
    if open_ended:
        days.append(HomeworkDay(None, tuple(open_ended)))
    return tuple(days)


async def _one(
    session: AsyncSession,
    student_id: int,
    homework_id: int,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> VisibleHomework:
    found = await repository.homework_about(session, homework_id)
    if found is not None:
        on = found.row.lesson_on
        groups = await group_ids_of(session, student_id, on=on)
        today = now.astimezone(profile.timezone).date()
        groups |= await group_ids_of(session, student_id, on=today)
        seen = await visible_homework(
            session,
            {student_id: groups},
            starts_on=on,
            ends_on=on,
            profile=profile,
            now=now,
        )
        for one in seen[student_id]:
            if one.homework_id == homework_id and not one.is_none:
                return one
    raise NoHomeworkHere


async def day_homework(
    session: AsyncSession,
    student_id: int,
    *,
    on: date,
    profile: SchoolProfile,
    now: datetime,
) -> tuple[VisibleHomework, ...]:
    """Return a student's homework given or due on one day, for the page of that day."""
    found = await visible_homework(
        session,
        {student_id: await group_ids_of(session, student_id, on=on)},
        starts_on=on,
        ends_on=on,
        profile=profile,
        now=now,
    )
    return tuple(found[student_id])


async def homework_due(
    session: AsyncSession,
    student_id: int,
    days: Sequence[date],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> dict[date, tuple[VisibleHomework, ...]]:
    """Return a student's homework due on each of some days, read once for all of them."""
    places = await places_by_day(session, student_id, days)
    found = await visible_homework(
        session,
        {student_id: {one for place in places.values() for one in place.group_ids}},
        starts_on=min(days),
        ends_on=max(days),
        profile=profile,
        now=now,
    )
    return {
        on: tuple(
            one
            for one in found[student_id]
            if one.due_on == on
            and (one.is_individual or one.study_group_id in places[on].group_ids)
        )
        for on in days
    }

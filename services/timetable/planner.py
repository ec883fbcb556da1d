"""The lessons of a teacher, a student or a class on a day, and the lesson a moment belongs to.

Changes are in everything returned here. Every function reads through the caller's session, so that
a use case stays one transaction. *as_of*: as families may see it then, held changes left out.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import TimetableEntry
from services.roster.individual_plans import individual_plans
from services.roster.membership import (
    class_ids_of,
    group_ids_of_students,
    places_by_day,
)
from services.timetable.changes import (
    ChangedLesson,
    Changes,
    DayPlan,
    DroppedLesson,
    concerns,
    resolve_changed_day,
)
from services.timetable.changes_repository import load_changes
from services.timetable.repository import (
    base_lessons,
    base_lessons_of_groups,
    group_ids_touching_class,
    load_calendar,
    taught_groups,
)
from services.timetable.rules import Calendar, PlannedLesson, current_or_last, placed

__all__ = [
    "days_of_student",
    "lessons_of_class",
    "lessons_of_group",
    "lessons_of_student",
    "lessons_of_teacher",
    "plan_of_class",
    "plan_of_school",
    "plan_of_student",
    "plan_of_teacher",
    "plans_of_students",
    "recent_lesson",
    "school_day_end",
    "seen_by_groups",
]

_LOOK_BACK_DAYS = 40  # a lesson once a fortnight, with holidays between


async def lessons_of_teacher(
    session: AsyncSession, teacher_id: int, *, on: date
) -> tuple[PlannedLesson, ...]:
    """The lessons a teacher gives on a day."""
    return (await plan_of_teacher(session, teacher_id, on=on)).lessons


async def lessons_of_student(
    session: AsyncSession, student_id: int, *, on: date, as_of: datetime | None = None
) -> tuple[PlannedLesson, ...]:
    """The lessons a student has on a day, by class and groups of that day."""
    return (await plan_of_student(session, student_id, on=on, as_of=as_of)).lessons


async def lessons_of_class(
    session: AsyncSession, class_id: int, *, on: date, subject_ids: Collection[int] = ()
) -> tuple[PlannedLesson, ...]:
    """The lessons of a class and its groups on a day, of some subjects or (none named) of all."""
    plan = await plan_of_class(session, class_id, on=on)
    return tuple(
        one for one in plan.lessons if not subject_ids or one.subject.subject_id in subject_ids
    )


async def plan_of_teacher(session: AsyncSession, teacher_id: int, *, on: date) -> DayPlan:
    """A teacher's day: lessons to give, and own ones that are cancelled, moved or given away."""
    calendar = await load_calendar(session, on=on)
    changes = await load_changes(session, first=on, last=on)
    # What a substitute gives stands in the timetable under somebody else's name.
    touched = {
        change.old.group.group_id
        for change in changes.lessons
        if change.old is not None
        and change.new is not None
        and change.new.teacher_id == teacher_id
    }
    mine = TimetableEntry.teacher_id == teacher_id
    where = or_(mine, TimetableEntry.study_group_id.in_(touched)) if touched else mine
    plan = resolve_changed_day(
        await base_lessons(session, where, on=on), calendar, on=on, changes=changes
    )
    return replace(
        plan,
        lessons=tuple(one for one in plan.lessons if one.teacher_id == teacher_id),
        dropped=(
            *(one for one in plan.dropped if one.lesson.teacher_id == teacher_id),
            *_given_away(plan, teacher_id, calendar),
        ),
    )


def _given_away(plan: DayPlan, teacher_id: int, calendar: Calendar) -> Iterable[DroppedLesson]:
    for lesson in plan.lessons:
        was = lesson.change.was if lesson.change else None
        if was is None or was.on != plan.on or was.number != lesson.number:
            continue
        if was.teacher_id == teacher_id != lesson.teacher_id:
            own = placed(was, calendar)
            if own is not None and lesson.change is not None:
                own = replace(own, starts_at=lesson.starts_at, ends_at=lesson.ends_at)
                yield DroppedLesson(own, change_id=lesson.change.change_id, replaced_by=lesson)


async def plan_of_class(session: AsyncSession, class_id: int, *, on: date) -> DayPlan:
    """The day of a class and of its groups."""
    groups = await group_ids_touching_class(session, class_id, on=on)
    calendar = await load_calendar(session, on=on)
    changes = await load_changes(session, first=on, last=on, group_ids=groups)
    changes = seen_by_groups(changes, groups)
    lessons = await base_lessons_of_groups(session, groups, on=on)
    return resolve_changed_day(lessons, calendar, on=on, changes=changes, class_id=class_id)


async def plan_of_school(session: AsyncSession, *, on: date) -> DayPlan:
    """Every lesson of the school on a day: who and what is busy when."""
    return resolve_changed_day(
        await base_lessons(session, on=on),
        await load_calendar(session, on=on),
        on=on,
        changes=await load_changes(session, first=on, last=on),
    )


async def plan_of_student(
    session: AsyncSession, student_id: int, *, on: date, as_of: datetime | None = None
) -> DayPlan:
    """A student's day, by class and groups of that day."""
    return (await days_of_student(session, student_id, first=on, last=on, as_of=as_of))[0]


async def days_of_student(
    session: AsyncSession,
    student_id: int,
    *,
    first: date,
    last: date,
    on: date | None = None,
    as_of: datetime | None = None,
) -> list[DayPlan]:
    """A student's days from one to another, each by class and groups of that day; read once.

    They are of the school year of *on*, by default that of the first day.
    """
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    places = await places_by_day(session, student_id, days)
    groups = {one for place in places.values() for one in place.group_ids}
    own = await individual_plans(session, [student_id])
    calendar = await load_calendar(session, on=on or first)
    changes = await load_changes(session, first=first, last=last, as_of=as_of, group_ids=groups)
    lessons = await base_lessons_of_groups(session, groups, on=on or first)
    plans = []
    for day in days:
        left_out, place = own.left_out(student_id, on=day), places[day]
        plans.append(
            resolve_changed_day(
                [
                    one
                    for one in lessons
                    if one.group.group_id in place.group_ids
                    and one.subject.subject_id not in left_out
                ],
                calendar,
                on=day,
                changes=seen_by_groups(changes, place.group_ids, left_out=left_out),
                class_id=place.class_id,
            )
        )
    return plans


async def plans_of_students(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    on: date,
    as_of: datetime | None = None,
    changes: Changes | None = None,
) -> dict[int, DayPlan]:
    """The days of many students in a handful of statements; *changes*: as if these held."""
    groups_of = await group_ids_of_students(session, student_ids, on=on)
    class_of = await class_ids_of(session, student_ids, on=on)
    own = await individual_plans(session, student_ids)
    groups = {one for of_student in groups_of.values() for one in of_student}
    calendar = await load_calendar(session, on=on)
    if changes is None:
        changes = await load_changes(session, first=on, last=on, as_of=as_of, group_ids=groups)
    lessons = await base_lessons_of_groups(session, groups, on=on)
    # Classmates of the same groups and subjects have the same day.
    days: dict[tuple[int | None, frozenset[int], frozenset[int]], DayPlan] = {}
    plans: dict[int, DayPlan] = {}
    for student_id in student_ids:
        left_out = own.left_out(student_id, on=on)
        key = class_of.get(student_id), groups_of.get(student_id, frozenset()), left_out
        if key not in days:
            days[key] = resolve_changed_day(
                [
                    one
                    for one in lessons
                    if one.group.group_id in key[1] and one.subject.subject_id not in left_out
                ],
                calendar,
                on=on,
                changes=seen_by_groups(changes, key[1], left_out=left_out),
                class_id=key[0],
            )
        plans[student_id] = days[key]
    return plans


def seen_by_groups(
    changes: Changes, group_ids: Collection[int], *, left_out: Collection[int] = ()
) -> Changes:
    """The changes that concern who is in these groups, as they concern them.

    Where half a class joins the other half, its own change comes first; where somebody else takes
    the place of one's lesson, the lesson is simply gone. *left_out*: subjects they do not study.
    """
    own: list[ChangedLesson] = []
    others: list[ChangedLesson] = []
    for change in changes.lessons:
        is_new_mine = concerns(change.new, group_ids, left_out=left_out)
        if concerns(change.old, group_ids, left_out=left_out):
            own.append(change if is_new_mine else replace(change, new=None))
        elif is_new_mine:
            others.append(change)
    return Changes((*own, *others), changes.days)


async def lessons_of_group(
    session: AsyncSession, study_group_id: int, *, on: date
) -> tuple[PlannedLesson, ...]:
    """The lessons of one study group on a day."""
    changes = seen_by_groups(
        await load_changes(session, first=on, last=on, group_ids={study_group_id}),
        {study_group_id},
    )
    groups = await taught_groups(session, [study_group_id], on=on)
    plan = resolve_changed_day(
        await base_lessons_of_groups(session, [study_group_id], on=on),
        await load_calendar(session, on=on),
        on=on,
        changes=changes,
        class_id=groups[study_group_id].class_id,
    )
    return plan.lessons


async def recent_lesson(
    session: AsyncSession,
    class_id: int,
    *,
    subject_ids: Collection[int],
    now: datetime,
    is_wanted: Callable[[PlannedLesson], bool],
) -> PlannedLesson | None:
    """The lesson of class and subject going on at a moment, else the last one that has begun."""
    calendar = await load_calendar(session, on=now.date())
    today = now.astimezone(calendar.timezone).date()
    groups = await group_ids_touching_class(session, class_id, on=today)
    where: list[ColumnElement[bool]] = [TimetableEntry.study_group_id.in_(groups)]
    if subject_ids:
        where.append(TimetableEntry.subject_id.in_(subject_ids))
    lessons = await base_lessons(session, *where, on=today)
    first = today - timedelta(days=_LOOK_BACK_DAYS)
    changes = seen_by_groups(
        await load_changes(session, first=first, last=today, group_ids=groups), groups
    )
    for days in range(_LOOK_BACK_DAYS):
        plan = resolve_changed_day(
            lessons,
            calendar,
            on=today - timedelta(days=days),
            changes=changes,
            class_id=class_id,
        )
        wanted = [
            one
            for one in plan.lessons
            if (not subject_ids or one.subject.subject_id in subject_ids) and is_wanted(one)
        ]
        found = current_or_last(wanted, now=now)
        if found is not None:
            return found
    return None


async def school_day_end(session: AsyncSession, class_id: int, *, on: date) -> datetime | None:
    """When the last lesson of a class and its groups ends on a day; None without lessons."""
    lessons = await lessons_of_class(session, class_id, on=on)
    return max((lesson.ends_at for lesson in lessons), default=None)

"""Whose day a change alters: computed per study group, by comparing the day before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.roster.membership import student_ids_of_classes, student_ids_of_group
from services.timetable.change_drafts import (
    ChangeDrafts,
    LessonDraft,
    PlaceIds,
    overlaid,
    place_ids,
)
from services.timetable.changes import Changes, DayPlan, DroppedLesson
from services.timetable.changes_repository import load_changes
from services.timetable.planner import plans_of_students
from services.timetable.rules import PlannedLesson

__all__ = [
    "AffectedDay",
    "Switch",
    "affected_days",
    "concerned_students",
    "is_first_touched",
    "latest_difference",
]

_Key = tuple[object, ...]
_Students = defaultdict[date, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Switch:
    """What is about to hold, and what of the present ends by it."""

    added: Changes
    removed_lessons: frozenset[int] = frozenset()
    removed_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AffectedDay:
    """A student's day before and after. *is_day_rule*: whether they come to school at all."""

    student_id: int
    on: date
    before: DayPlan
    after: DayPlan
    is_day_rule: bool = False


async def concerned_students(
    session: AsyncSession, lessons: Iterable[LessonDraft]
) -> dict[date, frozenset[int]]:
    """Return who is taught in the groups of changed lessons, by the day they would be told of."""
    found: dict[date, frozenset[int]] = defaultdict(frozenset)
    known: dict[tuple[int, date], frozenset[int]] = {}

    async def taught_in(place: PlaceIds) -> frozenset[int]:
        key = place.group_id, place.on
        if key not in known:
            known[key] = await student_ids_of_group(session, place.group_id, on=place.on)
        return known[key]

    for lesson in lessons:
        for place in (lesson.old, lesson.new):
            if place is not None:
                found[lesson.on] |= await taught_in(place)
    return dict(found)


async def affected_days(
    session: AsyncSession,
    switch: Switch,
    concerned: ChangeDrafts,
) -> list[AffectedDay]:
    """Return the student days that *switch* alters, among those that *concerned* speaks of.

    Who has the same lessons before and after is not affected, whatever class they are in.
    """
    by_lesson = await concerned_students(session, concerned.lessons)
    named, at_home, always = _Students(frozenset), _Students(frozenset), _Students(frozenset)
    for day in concerned.days:
        on = day.starts_on
        students = await student_ids_of_classes(session, day.class_ids, on=on)
        named[on] |= students
        if day.bells is None:
            at_home[on] |= students
        if day.bells is None or day.ends_on > on:  # of several days the first speaks for all
            always[on] |= students
    affected: list[AffectedDay] = []
    for on in sorted({*by_lesson, *named}):
        student_ids = by_lesson.get(on, frozenset()) | named[on]
        holding = await load_changes(session, first=on, last=on)
        before = await plans_of_students(session, student_ids, on=on, changes=holding)
        after = await plans_of_students(
            session,
            student_ids,
            on=on,
            changes=overlaid(
                holding,
                added=switch.added,
                removed_lessons=switch.removed_lessons,
                removed_days=switch.removed_days,
            ),
        )
        affected.extend(
            AffectedDay(one, on, before[one], after[one], is_day_rule=one in at_home[on])
            for one in sorted(student_ids)
            if one in always[on] or _keys(before[one]) != _keys(after[one])
        )
    return affected


def is_first_touched(day: AffectedDay, *, today: date) -> bool:
    """Whether the family must act: the first lesson of today or tomorrow is not what it was.

    Another teacher of the same lesson is nothing to act upon.
    """
    if not today <= day.on <= today + timedelta(days=1):
        return False
    first = [next(iter(plan.lessons), None) for plan in (day.before, day.after)]
    return _without_teacher(first[0]) != _without_teacher(first[1])


def latest_difference(day: AffectedDay) -> datetime | None:
    """Return the end of the last lesson that differs; None where only the kind of day does."""
    lessons = {_key(one): one.ends_at for one in (*day.before.lessons, *day.after.lessons)}
    differing = _keys(day.before) ^ _keys(day.after)
    return max((lessons[key] for key in differing if key in lessons), default=None)


def _keys(plan: DayPlan) -> frozenset[_Key]:
    return frozenset([*map(_key, plan.lessons), *map(_dropped_key, plan.dropped)])


def _dropped_key(dropped: DroppedLesson) -> _Key:
    """A lesson moved to another day than before is told of on the day it is missing from."""
    there = place_ids(dropped.moved_to) if dropped.moved_to else None
    return dropped.lesson.group.group_id, dropped.lesson.number, there


def _key(lesson: PlannedLesson) -> _Key:
    return (
        lesson.group.group_id,
        lesson.number,
        lesson.subject.subject_id,
        lesson.teacher_id,
        lesson.room,
        lesson.starts_at,
        lesson.ends_at,
        lesson.day_kind,
    )


def _without_teacher(lesson: PlannedLesson | None) -> tuple[object, ...] | None:
    if lesson is None:
        return None
    return lesson.number, lesson.subject.subject_id, lesson.room, lesson.starts_at, lesson.day_kind

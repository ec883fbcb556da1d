"""Whose work a changed day alters: who teaches its classes on it, and their class teachers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import SchoolClass
from services.timetable.changes import DayPlan
from services.timetable.day_range import plans_between

__all__ = ["ClassDays", "TeachersOfDays", "teachers_of_days"]

# Weeks of two kinds alternate; whoever teaches a class does so within two of them.
_LONGEST = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class ClassDays:
    """Some classes on the days between two dates, both included."""

    class_ids: frozenset[int]
    starts_on: date
    ends_on: date


TeachersOfDays = Mapping[ClassDays, Mapping[int, frozenset[int]]]  # teacher → their classes of it


async def teachers_of_days(session: AsyncSession, days: Collection[ClassDays]) -> TeachersOfDays:
    """Return who has to know of some days, and of which of the classes.

    Lessons that a day itself has dropped count as well: who would have given them stays away.
    """
    if not days:
        return {}
    plans = await plans_between(
        session,
        first=min(one.starts_on for one in days),
        last=max(min(one.ends_on, one.starts_on + _LONGEST) for one in days),
    )
    homerooms = (
        await session.execute(
            select(SchoolClass.id, SchoolClass.homeroom_teacher_id).where(
                SchoolClass.id.in_({key for one in days for key in one.class_ids}),
                SchoolClass.homeroom_teacher_id.is_not(None),
            )
        )
    ).all()
    found: dict[ClassDays, Mapping[int, frozenset[int]]] = {}
    for one in days:
        of_day: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
        for class_id, teacher_id in homerooms:
            if teacher_id is not None and class_id in one.class_ids:
                of_day[teacher_id] |= {class_id}
        for teacher_id, class_ids in _taught(one, plans):
            of_day[teacher_id] |= class_ids
        found[one] = dict(of_day)
    return found


def _taught(one: ClassDays, plans: Mapping[date, DayPlan]) -> Iterable[tuple[int, frozenset[int]]]:
    for on, plan in plans.items():
        if not one.starts_on <= on <= one.ends_on:
            continue
        for lesson in (*plan.lessons, *(gone.lesson for gone in plan.dropped)):
            if lesson.group.class_ids & one.class_ids:
                yield lesson.teacher_id, lesson.group.class_ids & one.class_ids

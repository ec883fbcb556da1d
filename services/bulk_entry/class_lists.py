"""Who is taught at a lesson, and who else is in the class, to tell them from strangers."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.names import RosterName
from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.roster.individual_plans import individual_plans
from services.timetable.rules import PlannedLesson

__all__ = ["ClassLists", "class_lists", "roster_of"]


@dataclass(frozen=True, slots=True)
class ClassLists:
    """The students of a lesson, and (where it is not the whole class) all of their class.

    *excused*: who is of the group, but does not study its subject by an individual plan.
    """

    here: tuple[ListedStudent, ...]
    elsewhere: tuple[ListedStudent, ...]
    excused: tuple[ListedStudent, ...] = ()


async def class_lists(session: AsyncSession, lesson: PlannedLesson) -> ClassLists:
    """Return the lists of the lesson's day; a part of a class keeps the numbers of the class."""
    group = lesson.group
    whole_id = await whole_class_group_id(session, group.class_id) if group.class_id else None
    listed = await class_list(session, group.group_id, on=lesson.on, numbered_by=whole_id)
    ids = {one.student_id for one in listed}
    plans = await individual_plans(session, ids)
    studying = plans.studying(ids, lesson.subject.subject_id, on=lesson.on)
    is_part = whole_id is not None and whole_id != group.group_id
    elsewhere = await class_list(session, whole_id, on=lesson.on) if is_part and whole_id else ()
    return ClassLists(
        tuple(one for one in listed if one.student_id in studying),
        elsewhere,
        tuple(one for one in listed if one.student_id not in studying),
    )


def roster_of(listed: tuple[ListedStudent, ...]) -> tuple[RosterName, ...]:
    """Return a list as names are looked up in it."""
    return tuple(
        RosterName(
            one.student_id, one.family_name, one.given_name, one.patronymic, number=one.number
        )
        for one in listed
    )

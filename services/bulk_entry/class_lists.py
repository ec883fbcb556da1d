"""Who is taught at a lesson, and who else is in the class, to tell them from strangers."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.names import RosterName
from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.timetable.rules import PlannedLesson

__all__ = ["ClassLists", "class_lists", "roster_of"]


@dataclass(frozen=True, slots=True)
class ClassLists:
    """The students of a lesson, and (where it is not the whole class) all of their class."""

    here: tuple[ListedStudent, ...]
    elsewhere: tuple[ListedStudent, ...]


async def class_lists(session: AsyncSession, lesson: PlannedLesson) -> ClassLists:
    """Return the lists of the lesson's day; a part of a class keeps the numbers of the class."""
    group = lesson.group
    whole_id = await whole_class_group_id(session, group.class_id) if group.class_id else None
    here = await class_list(session, group.group_id, on=lesson.on, numbered_by=whole_id)
    is_part = whole_id is not None and whole_id != group.group_id
    elsewhere = await class_list(session, whole_id, on=lesson.on) if is_part and whole_id else ()
    return ClassLists(here, elsewhere)


def roster_of(listed: tuple[ListedStudent, ...]) -> tuple[RosterName, ...]:
    """Return a list as names are looked up in it."""
    return tuple(
        RosterName(
            one.student_id, one.family_name, one.given_name, one.patronymic, number=one.number
        )
        for one in listed
    )

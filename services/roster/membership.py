"""Who belongs to which class and study group on a day. A whole class follows from enrolment, a
part of one from its dated membership; both ends of a membership are included.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, read_once
from services.models import Enrollment, GroupMembership, SchoolClass, StudyGroup
from services.vocabulary import GroupKind

__all__ = [
    "CLASS_OF_STUDENT",
    "StudentPlace",
    "class_id_of",
    "class_ids_of",
    "classes_of_group",
    "grades_of_classes",
    "group_ids_of",
    "group_ids_of_students",
    "places_by_day",
    "student_ids_of_classes",
    "student_ids_of_group",
]


@dataclass(frozen=True, slots=True)
class StudentPlace:
    """Where a student belongs on a day: nowhere before enrolment and after leaving."""

    class_id: int | None = None
    group_ids: frozenset[int] = frozenset()  # every study group, the whole class among them


def _enrolled(on: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        Enrollment.starts_on <= on, or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on)
    )


def _member(on: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        or_(GroupMembership.starts_on.is_(None), GroupMembership.starts_on <= on),
        or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on >= on),
    )


_ON = bindparam("on", type_=Date())
_STUDENT_IDS: BindParameter[int] = bindparam("student_ids", expanding=True)
_CLASS_IDS: BindParameter[int] = bindparam("class_ids", expanding=True)
_GROUP_IDS: BindParameter[int] = bindparam("group_ids", expanding=True)
_LATEST_CLASS = (
    select(Enrollment.school_class_id)
    .where(Enrollment.student_id == bindparam("student_id"), _enrolled(_ON))
    .order_by(Enrollment.starts_on.desc(), Enrollment.id.desc())
    .limit(1)
)
_CLASS_ID = prepared(_LATEST_CLASS)
# The same as a part of other statements, whose values "student_id" and "on" it shares.
CLASS_OF_STUDENT = _LATEST_CLASS.scalar_subquery()
_WHOLE_GROUPS = prepared(
    select(StudyGroup.school_class_id, StudyGroup.id).where(
        StudyGroup.school_class_id.in_(_CLASS_IDS), StudyGroup.kind == GroupKind.WHOLE_CLASS
    )
)
_STINTS = prepared(
    select(Enrollment.school_class_id, Enrollment.starts_on, Enrollment.ends_on)
    .where(Enrollment.student_id == bindparam("student_id"))
    .order_by(Enrollment.starts_on.desc(), Enrollment.id.desc())
)
_PARTS = prepared(
    select(
        GroupMembership.study_group_id, GroupMembership.starts_on, GroupMembership.ends_on
    ).where(GroupMembership.student_id == bindparam("student_id"))
)
_CLASSES_OF_GROUPS = prepared(
    select(StudyGroup.id, SchoolClass)
    .join(SchoolClass, SchoolClass.id == StudyGroup.school_class_id)
    .where(StudyGroup.id.in_(_GROUP_IDS))
)
_CLASSES_ON = prepared(
    select(Enrollment.student_id, Enrollment.school_class_id)
    .where(Enrollment.student_id.in_(_STUDENT_IDS), _enrolled(_ON))
    .order_by(Enrollment.starts_on, Enrollment.id)
)
_MEMBERS_ON = prepared(
    select(GroupMembership.student_id, GroupMembership.study_group_id).where(
        GroupMembership.student_id.in_(_STUDENT_IDS), _member(_ON)
    )
)
_GRADES = prepared(
    select(SchoolClass.id, SchoolClass.grade_level).where(SchoolClass.id.in_(_CLASS_IDS))
)


async def class_id_of(session: AsyncSession, student_id: int, *, on: date) -> int | None:
    """Return the class a student is enrolled in on a day; the latest enrolment counts."""
    found: int | None = await session.scalar(_CLASS_ID, {"student_id": student_id, "on": on})
    return found


async def group_ids_of(session: AsyncSession, student_id: int, *, on: date) -> frozenset[int]:
    """Return every study group of a student on a day, the whole class among them."""
    return (await places_by_day(session, student_id, [on]))[on].group_ids


async def places_by_day(
    session: AsyncSession, student_id: int, days: Collection[date]
) -> dict[date, StudentPlace]:
    """Return where a student belongs on each of some days, read once for all of them."""
    wanted = tuple(days)
    read = partial(_places, session, student_id, wanted)
    return dict(await read_once(session, ("places", student_id, wanted), read))


async def _places(
    session: AsyncSession, student_id: int, days: Sequence[date]
) -> dict[date, StudentPlace]:
    enrolled = (await session.execute(_STINTS, {"student_id": student_id})).all()
    # The latest enrolment counts; who left has no groups, whatever the lists of groups say.
    class_of = {
        on: next(
            (row.school_class_id for row in enrolled if _holds(row.starts_on, row.ends_on, on)),
            None,
        )
        for on in days
    }
    class_ids = {one for one in class_of.values() if one is not None}
    if not class_ids:
        return {on: StudentPlace() for on in days}
    whole = await session.execute(_WHOLE_GROUPS, {"class_ids": list(class_ids)})
    groups_of_class: dict[int | None, set[int]] = {}
    for row in whole:
        groups_of_class.setdefault(row.school_class_id, set()).add(row.id)
    parts = (await session.execute(_PARTS, {"student_id": student_id})).all()
    return {
        on: StudentPlace(
            class_id,
            frozenset(groups_of_class.get(class_id, ()))
            | {row.study_group_id for row in parts if _holds(row.starts_on, row.ends_on, on)},
        )
        if class_id is not None
        else StudentPlace()
        for on, class_id in class_of.items()
    }


def _holds(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)


async def student_ids_of_group(
    session: AsyncSession, study_group_id: int, *, on: date
) -> frozenset[int]:
    """Return who is taught in a group on a day; who left the school is not among them."""
    group = await session.get(StudyGroup, study_group_id)
    if group is None:
        return frozenset()
    enrolled = select(Enrollment.student_id).where(_enrolled(on))
    if group.kind is GroupKind.WHOLE_CLASS:
        return frozenset(
            await session.scalars(
                enrolled.where(Enrollment.school_class_id == group.school_class_id)
            )
        )
    members = select(GroupMembership.student_id).where(
        GroupMembership.study_group_id == study_group_id,
        _member(on),
        GroupMembership.student_id.in_(enrolled),
    )
    return frozenset(await session.scalars(members))


async def student_ids_of_classes(
    session: AsyncSession, class_ids: Collection[int], *, on: date
) -> frozenset[int]:
    """Return who is enrolled in some classes on a day."""
    return frozenset(
        await session.scalars(
            select(Enrollment.student_id).where(
                Enrollment.school_class_id.in_(class_ids), _enrolled(on)
            )
        )
    )


async def classes_of_group(
    session: AsyncSession, group_ids: Collection[int], *, on: date
) -> dict[int, list[SchoolClass]]:
    """Return the classes each group's students come from, the lowest grade first.

    A group of one class answers with it; one of several classes is asked of its members.
    """
    found: dict[int, list[SchoolClass]] = {}
    own = await session.execute(_CLASSES_OF_GROUPS, {"group_ids": list(group_ids)})
    for group_id, school_class in own:
        found[group_id] = [school_class]
    mixed = [group_id for group_id in group_ids if group_id not in found]
    if mixed:
        rows = await session.execute(
            select(GroupMembership.study_group_id, SchoolClass)
            .join(Enrollment, Enrollment.student_id == GroupMembership.student_id)
            .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
            .where(GroupMembership.study_group_id.in_(mixed), _member(on), _enrolled(on))
            .distinct()
            .order_by(SchoolClass.grade_level, SchoolClass.name)
        )
        for group_id, school_class in rows:
            found.setdefault(group_id, []).append(school_class)
    return found


async def class_ids_of(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, int]:
    """Return the class of each of some students on a day; who is in none is left out."""
    wanted = frozenset(student_ids)

    async def read() -> dict[int, int]:
        rows = await session.execute(_CLASSES_ON, {"student_ids": list(wanted), "on": on})
        return {row.student_id: row.school_class_id for row in rows}

    return dict(await read_once(session, ("classes", wanted, on), read))


async def group_ids_of_students(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, frozenset[int]]:
    """Return the study groups of each of some students on a day; who left has none."""
    wanted = frozenset(student_ids)
    read = partial(_groups_of, session, wanted, on)
    return dict(await read_once(session, ("groups", wanted, on), read))


async def _groups_of(
    session: AsyncSession, student_ids: frozenset[int], on: date
) -> dict[int, frozenset[int]]:
    class_of = await class_ids_of(session, student_ids, on=on)
    whole = await session.execute(_WHOLE_GROUPS, {"class_ids": list(set(class_of.values()))})
    groups_of_class: dict[int, set[int]] = {}
    for row in whole:
        groups_of_class.setdefault(row.school_class_id, set()).add(row.id)
    found = {one: set(groups_of_class.get(class_id, ())) for one, class_id in class_of.items()}
    parts = await session.execute(_MEMBERS_ON, {"student_ids": list(class_of), "on": on})
    for row in parts:
        found[row.student_id].add(row.study_group_id)
    return {student_id: frozenset(groups) for student_id, groups in found.items()}


async def grades_of_classes(session: AsyncSession, class_ids: Collection[int]) -> dict[int, int]:
    """Return the grade levels of some classes."""
    wanted = frozenset(class_ids)

    async def read() -> dict[int, int]:
        rows = await session.execute(_GRADES, {"class_ids": list(wanted)})
        return {row.id: row.grade_level for row in rows}

    return dict(await read_once(session, ("grades", wanted), read))

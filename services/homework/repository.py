"""Rows of homework; a session with the school bound comes in, nothing is committed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, and_, bindparam, delete, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, insert_or_ignore, prepared
from services.homework.class_day import Given
from services.models import Homework, HomeworkDone, HomeworkFile, Lesson, Subject, Told
from services.vocabulary import FactKind

__all__ = [
    "HomeworkRow",
    "done_ids",
    "files_of",
    "find_homework",
    "given_on",
    "homework_about",
    "homework_by_id",
    "homework_for",
    "homework_ids_on",
    "set_done",
    "subjects_with_homework",
    "told_ids",
    "with_lesson",
]


@dataclass(frozen=True, slots=True)
class HomeworkRow:
    """Homework with the name of its subject."""

    row: Homework
    subject: str


_HOMEWORK_IDS: BindParameter[int] = bindparam("homework_ids", expanding=True)
_FILES = prepared(
    select(HomeworkFile)
    .where(HomeworkFile.homework_id.in_(_HOMEWORK_IDS))
    .order_by(HomeworkFile.id)
)
_DONE = prepared(
    select(HomeworkDone.homework_id).where(
        HomeworkDone.student_id == bindparam("student_id"),
        HomeworkDone.homework_id.in_(_HOMEWORK_IDS),
    )
)
_TO_EVERYBODY = and_(
    Homework.study_group_id.in_(bindparam("group_ids", expanding=True)),
    Homework.addressee_id.is_(None),
)
_TO_SOME = Homework.addressee_id.in_(bindparam("student_ids", expanding=True))
_IS_DUE = Homework.due_on.between(bindparam("starts_on"), bindparam("ends_on"))
_IS_GIVEN = Homework.lesson_on.between(bindparam("starts_on"), bindparam("ends_on"))
# One range of an index each: for one statement with OR SQLite reads all homework of the school
# (9 ms of 90,000 rows, 0.2 ms so).
_HOMEWORK = prepared(
    select(Homework, Subject.name)
    .join(Subject, Subject.id == Homework.subject_id)
    .where(
        Homework.id.in_(
            union(
                select(Homework.id).where(_TO_EVERYBODY, _IS_DUE),
                select(Homework.id).where(_TO_EVERYBODY, _IS_GIVEN),
                select(Homework.id).where(_TO_SOME, or_(_IS_DUE, _IS_GIVEN)),
            )
        )
    )
    .order_by(Homework.due_on, Homework.due_number, Subject.name, Homework.id)
)


async def find_homework(
    session: AsyncSession, lesson_id: int, *, addressee_id: int | None
) -> Homework | None:
    """Return what was given at a lesson to all (None) or to one student, withdrawn or not."""
    return await session.scalar(
        select(Homework).where(
            Homework.lesson_id == lesson_id,
            Homework.addressee_id.is_(None)
            if addressee_id is None
            else Homework.addressee_id == addressee_id,
        )
    )


async def with_lesson(session: AsyncSession, homework_id: int) -> tuple[Homework, Lesson]:
    """Return homework with its lesson, kept from other entries."""
    row = (
        await session.scalars(select(Homework).where(Homework.id == homework_id).with_for_update())
    ).one()
    return row, await session.get_one(Lesson, row.lesson_id)


async def files_of(
    session: AsyncSession, homework_ids: Collection[int]
) -> dict[int, list[HomeworkFile]]:
    """Return the files of homework, withdrawn ones too, in the order they came."""
    found: dict[int, list[HomeworkFile]] = defaultdict(list)
    if not homework_ids:
        return found
    rows = await session.scalars(_FILES, {"homework_ids": list(homework_ids)})
    for row in rows:
        found[row.homework_id].append(row)
    return found


async def subjects_with_homework(session: AsyncSession) -> frozenset[int]:
    """Return the subjects that have homework."""
    return frozenset(
        await session.scalars(select(Subject.id).where(Subject.has_homework.is_(True)))
    )


async def given_on(
    session: AsyncSession, group_ids: Collection[int], *, on: date
) -> frozenset[Given]:
    """Return for which groups and subjects something, or «не задано», was said to everybody."""
    rows = await session.execute(
        select(Homework.study_group_id, Homework.subject_id).where(
            Homework.study_group_id.in_(group_ids),
            Homework.lesson_on == on,
            Homework.addressee_id.is_(None),
            Homework.is_withdrawn.is_(False),
        )
    )
    return frozenset((row.study_group_id, row.subject_id) for row in rows)


async def homework_ids_on(
    session: AsyncSession, group_ids: Collection[int], *, on: date
) -> list[int]:
    """Return everything that was given to some groups on a day, withdrawn or not."""
    rows = await session.scalars(
        select(Homework.id).where(Homework.study_group_id.in_(group_ids), Homework.lesson_on == on)
    )
    return list(rows)


async def homework_for(
    session: AsyncSession,
    student_ids: Collection[int],
    group_ids: Collection[int],
    *,
    starts_on: date,
    ends_on: date,
) -> list[HomeworkRow]:
    """Return what was given or is due between two days, withdrawn too: to everybody of some
    groups, and to some students alone.
    """
    values = {
        "student_ids": list(student_ids),
        "group_ids": list(group_ids),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    rows = await session.execute(_HOMEWORK, values)
    return [HomeworkRow(homework, subject) for homework, subject in rows]


async def homework_by_id(
    session: AsyncSession, homework_ids: Collection[int]
) -> dict[int, HomeworkRow]:
    """Return homework by id."""
    rows = await session.execute(
        select(Homework, Subject.name)
        .join(Subject, Subject.id == Homework.subject_id)
        .where(Homework.id.in_(homework_ids))
    )
    return {row.Homework.id: HomeworkRow(row.Homework, row.name) for row in rows}


async def homework_about(session: AsyncSession, homework_id: int) -> HomeworkRow | None:
    """Return one homework with the name of its subject."""
    return (await homework_by_id(session, [homework_id])).get(homework_id)


async def told_ids(session: AsyncSession, homework_ids: Collection[int]) -> frozenset[int]:
    """Return which of these anybody has heard of."""
    return frozenset(
        await session.scalars(
            select(Told.fact_id)
            .where(Told.fact_kind == FactKind.HOMEWORK, Told.fact_id.in_(homework_ids))
            .distinct()
        )
    )


async def done_ids(
    session: AsyncSession, student_id: int, homework_ids: Collection[int]
) -> frozenset[int]:
    """Return which homework the student has ticked off."""
    if not homework_ids:
        return frozenset()
    values = {"student_id": student_id, "homework_ids": list(homework_ids)}
    return frozenset(await session.scalars(_DONE, values))


async def set_done(
    session: AsyncSession, student_id: int, homework_id: int, *, is_done: bool, now: datetime
) -> None:
    """Tick homework off, or take the tick away; twice is as good as once."""
    if is_done:
        statement = insert_or_ignore(
            session, HomeworkDone, keys=("school_id", "homework_id", "student_id")
        )
        row = {
            "school_id": bound_school_id(),
            "homework_id": homework_id,
            "student_id": student_id,
            "done_at": now,
        }
        await session.execute(statement, [row])
        return
    await session.execute(
        delete(HomeworkDone).where(
            HomeworkDone.homework_id == homework_id, HomeworkDone.student_id == student_id
        )
    )

"""Rows of debts; sessions come with the school bound, nothing is committed."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import UtcDateTime, prepared
from services.debts.facts import OpenDebt, TeacherDebt
from services.models import Debt, Lesson, Person, School, SchoolClass, Subject
from services.roster.membership import class_ids_of
from services.roster.names import names_of

__all__ = [
    "debt_at",
    "debts_by_id",
    "debts_of_teacher",
    "locked_debt",
    "open_debts",
    "open_debts_of",
    "owing_at",
    "school_ids",
    "to_remind",
]


async def school_ids(session: AsyncSession) -> list[int]:
    """Return all schools, none bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def open_debts(
    session: AsyncSession, student_id: int, *, on: date, now: datetime
) -> tuple[OpenDebt, ...]:
    """Return what a student owed on a day, as families may know it at a moment; by date due.

    For a summary of past days as well as for the page of today.
    """
    return (await open_debts_of(session, [student_id], on=on, now=now))[student_id]


_NOW = bindparam("now", type_=UtcDateTime())
_OPEN = prepared(
    select(Debt, Subject.name)
    .join(Subject, Subject.id == Debt.subject_id)
    .where(
        Debt.student_id.in_(bindparam("student_ids", expanding=True)),
        Debt.lesson_on <= bindparam("on"),
        Debt.is_withdrawn.is_(False),
        Debt.told_from <= _NOW,
        or_(Debt.closed_at.is_(None), Debt.closed_at > _NOW),
    )
    .order_by(Debt.due_on, Debt.id)
)


async def open_debts_of(
    session: AsyncSession, student_ids: Collection[int], *, on: date, now: datetime
) -> dict[int, tuple[OpenDebt, ...]]:
    """Return the same of many students, in one statement."""
    values = {"student_ids": list(student_ids), "on": on, "now": now}
    rows = await session.execute(_OPEN, values)
    found: dict[int, list[OpenDebt]] = {one: [] for one in student_ids}
    for row, subject in rows:
        found[row.student_id].append(_open(row, subject))
    return {one: tuple(debts) for one, debts in found.items()}


async def debt_at(session: AsyncSession, lesson_id: int, student_id: int) -> Debt | None:
    """Return a student's debt of one lesson, closed or not; locked."""
    return await session.scalar(
        select(Debt)
        .where(Debt.lesson_id == lesson_id, Debt.student_id == student_id)
        .with_for_update()
    )


async def owing_at(session: AsyncSession, lesson_id: int) -> frozenset[int]:
    """Return who has an open debt of a lesson."""
    return frozenset(
        await session.scalars(
            select(Debt.student_id).where(
                Debt.lesson_id == lesson_id,
                Debt.closed_at.is_(None),
                Debt.is_withdrawn.is_(False),
            )
        )
    )


async def locked_debt(session: AsyncSession, debt_id: int) -> tuple[Debt, Lesson] | None:
    """Return a debt with its lesson, kept from other presses."""
    row = await session.scalar(select(Debt).where(Debt.id == debt_id).with_for_update())
    if row is None:
        return None
    return row, await session.get_one(Lesson, row.lesson_id)


async def debts_by_id(
    session: AsyncSession, debt_ids: Collection[int]
) -> dict[int, tuple[Debt, str]]:
    """Return debts with the names of their subjects."""
    rows = await session.execute(
        select(Debt, Subject.name)
        .join(Subject, Subject.id == Debt.subject_id)
        .where(Debt.id.in_(debt_ids))
    )
    return {row.id: (row, subject) for row, subject in rows}


async def debts_of_teacher(
    session: AsyncSession, teacher_id: int, *, on: date, debt_ids: Collection[int] | None = None
) -> tuple[TeacherDebt, ...]:
    """Return what is owed to a teacher: said by them, or of lessons they gave; by date due."""
    statement = (
        select(Debt, Subject.name)
        .join(Subject, Subject.id == Debt.subject_id)
        .join(Lesson, Lesson.id == Debt.lesson_id)
        .where(or_(Debt.author_id == teacher_id, Lesson.teacher_id == teacher_id))
        .order_by(Debt.due_on, Debt.id)
    )
    if debt_ids is None:
        statement = statement.where(Debt.closed_at.is_(None), Debt.is_withdrawn.is_(False))
    else:
        statement = statement.where(Debt.id.in_(debt_ids))
    rows = [(row, subject) for row, subject in await session.execute(statement)]
    students = {row.student_id for row, _subject in rows}
    names = await names_of(session, students)
    class_of = await class_ids_of(session, students, on=on)
    classes = await session.execute(
        select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_(class_of.values()))
    )
    class_names = {row.id: row.name for row in classes}
    return tuple(
        TeacherDebt(
            _open(row, subject),
            names[row.student_id],
            class_names.get(class_of.get(row.student_id, 0), ""),
        )
        for row, subject in rows
    )


async def to_remind(session: AsyncSession, *, now: datetime) -> list[tuple[Debt, Lesson]]:
    """Return open debts families know of, of students who are still here; locked."""
    rows = await session.execute(
        select(Debt, Lesson)
        .join(Lesson, Lesson.id == Debt.lesson_id)
        .join(Person, Person.id == Debt.student_id)
        .where(
            Debt.closed_at.is_(None),
            Debt.is_withdrawn.is_(False),
            Debt.told_from <= now,
            Person.left_on.is_(None),
        )
        .order_by(Debt.id)
        .with_for_update(of=Debt)
    )
    return [(row.Debt, row.Lesson) for row in rows]


def _open(row: Debt, subject: str) -> OpenDebt:
    return OpenDebt(row.id, row.student_id, subject, row.work_kind, row.lesson_on, row.due_on)

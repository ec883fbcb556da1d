"""Rows the diary reads beside marks and attendance; a session comes in, nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, read_once
from services.models import (
    GradingPeriod,
    Holiday,
    Lesson,
    Person,
    SchoolClass,
    Subject,
)
from services.roster.membership import CLASS_OF_STUDENT
from services.timetable.repository import begun_year, holidays, periods_of_year

__all__ = [
    "StudentRow",
    "grading_periods",
    "holiday_name",
    "holiday_names",
    "lesson_titles",
    "lessons_between",
    "student_row",
    "subject_names",
]


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student with the class of a day; without one, the grade is unknown (0)."""

    student_id: int
    given_name: str
    family_name: str
    class_name: str
    grade: int


_STUDENT = prepared(
    select(
        Person.id,
        Person.given_name,
        Person.family_name,
        SchoolClass.name,
        SchoolClass.grade_level,
    )
    .outerjoin(SchoolClass, SchoolClass.id == CLASS_OF_STUDENT)
    .where(Person.id == bindparam("student_id"))
)


async def student_row(session: AsyncSession, student_id: int, *, on: date) -> StudentRow | None:
    """Return a student of the bound school."""
    return await read_once(
        session, ("student", student_id, on), partial(_student_row, session, student_id, on)
    )


async def _student_row(session: AsyncSession, student_id: int, on: date) -> StudentRow | None:
    row = (await session.execute(_STUDENT, {"student_id": student_id, "on": on})).one_or_none()
    if row is None:
        return None
    return StudentRow(
        student_id=row.id,
        given_name=row.given_name,
        family_name=row.family_name,
        class_name=row.name or "",
        grade=row.grade_level or 0,
    )


_LESSONS = prepared(
    select(Lesson).where(
        Lesson.lesson_on.between(bindparam("first"), bindparam("last")),
        Lesson.study_group_id.in_(bindparam("group_ids", expanding=True)),
    )
)


async def lessons_between(
    session: AsyncSession,
    group_ids: Collection[int],
    lesson_ids: Collection[int],
    *,
    first: date,
    last: date,
) -> list[Lesson]:
    """Return recorded lessons of some days: of some groups, and some by their id."""
    values = {"first": first, "last": last, "group_ids": list(group_ids)}
    rows = list(await session.scalars(_LESSONS, values))
    # Apart: for one statement with OR SQLite reads every lesson of the school (8 ms of 100,000).
    if others := set(lesson_ids) - {row.id for row in rows}:
        rows += await session.scalars(select(Lesson).where(Lesson.id.in_(others)))
    return sorted(rows, key=lambda row: (row.lesson_on, row.number, row.id))


async def lesson_titles(
    session: AsyncSession, lesson_ids: Collection[int]
) -> dict[int, tuple[int, str]]:
    """Return the number and the subject of recorded lessons, by id."""
    rows = await session.execute(
        select(Lesson.id, Lesson.number, Subject.name)
        .join(Subject, Subject.id == Lesson.subject_id)
        .where(Lesson.id.in_(lesson_ids))
    )
    return {row.id: (row.number, row.name) for row in rows}


_SUBJECT_NAMES = prepared(
    select(Subject.id, Subject.name).where(
        Subject.id.in_(bindparam("subject_ids", expanding=True))
    )
)


async def subject_names(session: AsyncSession, subject_ids: Collection[int]) -> dict[int, str]:
    """Return names of subjects by id."""
    if not subject_ids:
        return {}
    rows = await session.execute(_SUBJECT_NAMES, {"subject_ids": list(subject_ids)})
    return {row.id: row.name for row in rows}


async def holiday_name(
    session: AsyncSession, *, on: date, grade: int | None, until: date | None = None
) -> str:
    """Return the name of the holidays a day lies in, or nothing; without a grade, of everybody's.

    With *until* any day from *on* to it counts.
    """
    last = until or on
    return next(
        (row.name for row in await _of_grade(session, grade) if _touches(row, on, last)), ""
    )


async def holiday_names(
    session: AsyncSession, days: Sequence[date], *, grade: int | None
) -> dict[date, str]:
    """Return the name of the holidays each of some days lies in, as ``holiday_name`` does."""
    rows = await _of_grade(session, grade)
    return {on: next((row.name for row in rows if _touches(row, on, on)), "") for on in days}


async def _of_grade(session: AsyncSession, grade: int | None) -> list[Holiday]:
    return [row for row in await holidays(session) if not row.grades or grade in row.grades]


def _touches(row: Holiday, first: date, last: date) -> bool:
    return row.starts_on <= last and first <= row.ends_on


async def grading_periods(session: AsyncSession, *, grade: int, on: date) -> list[GradingPeriod]:
    """Return a grade's periods of the school year of a day (or the last year before it)."""
    year = await begun_year(session, on=on)
    rows = await periods_of_year(session, year.id) if year is not None else ()
    return [row for row in rows if not row.grades or grade in row.grades]

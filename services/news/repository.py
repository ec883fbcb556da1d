"""Rows behind news, for many people and facts at once; sessions come with the school bound."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    Attendance,
    Enrollment,
    GradingPeriod,
    Lesson,
    Mark,
    Person,
    SchoolClass,
    Subject,
)
from services.news.facts import ChildName
from services.vocabulary import AttendanceCode

__all__ = [
    "AttendanceRow",
    "CountedMark",
    "MarkRow",
    "PeriodRow",
    "StudentRow",
    "attendance_rows",
    "class_names",
    "counted_marks",
    "mark_rows",
    "periods_between",
    "students",
]


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student with the class of a day; without one the grade is unknown (0)."""

    name: ChildName
    grade: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark with its subject's name."""

    mark_id: int
    lesson_id: int
    subject_id: int
    subject: str
    on: date
    value: int  # a figure, or PassFail
    work_kind: str
    weight_tenths: int
    part: int
    comment: str
    is_withdrawn: bool
    revision: int


@dataclass(frozen=True, slots=True)
class CountedMark:
    """A mark that counts for an average."""

    mark_id: int
    student_id: int
    subject_id: int
    on: date
    value: int
    weight_tenths: int


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A grading period: of some grades (none named: all), and of one subject or all."""

    grades: tuple[int, ...]
    subject_id: int | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Attendance with its lesson."""

    attendance_id: int
    subject: str
    on: date
    lesson_number: int
    starts_at: datetime
    code: AttendanceCode
    minutes_late: int | None
    revision: int


async def students(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, StudentRow]:
    """Return students with the class they are enrolled in on a day."""
    rows = await session.execute(
        select(
            Person.id,
            Person.given_name,
            Person.family_name,
            SchoolClass.name,
            SchoolClass.grade_level,
        )
        .outerjoin(
            Enrollment,
            (Enrollment.student_id == Person.id)
            & (Enrollment.starts_on <= on)
            & or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
        )
        .outerjoin(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .where(Person.id.in_(student_ids))
        .order_by(Enrollment.starts_on, Enrollment.id)
    )
    return {
        row.id: StudentRow(
            ChildName(row.id, row.given_name, row.family_name, row.name or ""),
            row.grade_level or 0,
        )
        for row in rows
    }


async def class_names(session: AsyncSession, class_ids: Collection[int]) -> dict[int, str]:
    """Return classes by name."""
    if not class_ids:
        return {}
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_(class_ids))
    )
    return {row.id: row.name for row in rows}


async def mark_rows(session: AsyncSession, mark_ids: Collection[int]) -> dict[int, MarkRow]:
    """Return marks by id, withdrawn ones too."""
    rows = await session.execute(
        select(
            Mark.id,
            Mark.lesson_id,
            Mark.subject_id,
            Subject.name,
            Mark.lesson_on,
            func.coalesce(Mark.value, Mark.sign),
            Mark.work_kind,
            Mark.weight_tenths,
            Mark.part,
            Mark.comment,
            Mark.is_withdrawn,
            Mark.revision,
        )
        .join(Subject, Subject.id == Mark.subject_id)
        .where(Mark.id.in_(mark_ids))
    )
    return {row.id: MarkRow(*tuple(row)) for row in rows}


async def counted_marks(
    session: AsyncSession,
    *,
    student_ids: Collection[int],
    subject_ids: Collection[int],
    starts_on: date,
    ends_on: date,
) -> list[CountedMark]:
    """Return the figures of some students in some subjects between two days."""
    rows = await session.execute(
        select(
            Mark.id,
            Mark.student_id,
            Mark.subject_id,
            Mark.lesson_on,
            Mark.value,
            Mark.weight_tenths,
        ).where(
            Mark.student_id.in_(student_ids),
            Mark.subject_id.in_(subject_ids),
            Mark.lesson_on >= starts_on,
            Mark.lesson_on <= ends_on,
            Mark.is_withdrawn.is_(False),
            Mark.value.is_not(None),
        )
    )
    return [
        CountedMark(
            row.id, row.student_id, row.subject_id, row.lesson_on, row.value, row.weight_tenths
        )
        for row in rows
    ]


async def periods_between(
    session: AsyncSession, *, starts_on: date, ends_on: date
) -> list[PeriodRow]:
    """Return every grading period that touches the days between two days."""
    rows = await session.execute(
        select(
            GradingPeriod.grades,
            GradingPeriod.subject_id,
            GradingPeriod.starts_on,
            GradingPeriod.ends_on,
        ).where(GradingPeriod.starts_on <= ends_on, GradingPeriod.ends_on >= starts_on)
    )
    return [
        PeriodRow(tuple(row.grades), row.subject_id, row.starts_on, row.ends_on) for row in rows
    ]


async def attendance_rows(
    session: AsyncSession, attendance_ids: Collection[int]
) -> dict[int, AttendanceRow]:
    """Return attendance by id."""
    rows = await session.execute(
        select(
            Attendance.id,
            Subject.name,
            Lesson.lesson_on,
            Lesson.number,
            Lesson.starts_at,
            Attendance.code,
            Attendance.minutes_late,
            Attendance.revision,
        )
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Subject, Subject.id == Lesson.subject_id)
        .where(Attendance.id.in_(attendance_ids))
    )
    return {row.id: AttendanceRow(*row) for row in rows}

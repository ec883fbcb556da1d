"""Rows behind what class teachers see; sessions come with the school bound, nothing is written."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.models import (
    AbsenceLetter,
    Attendance,
    Enrollment,
    FamilyCall,
    SchoolClass,
    SchoolEvent,
)
from services.roster.clubs import is_of_club
from services.vocabulary import AttendanceCode

__all__ = [
    "absentees_of_school",
    "class_rows",
    "enrolled_from",
    "events_between",
    "find_letter",
    "letters_in",
    "listed_students",
    "open_calls",
]


async def class_rows(session: AsyncSession, class_ids: Collection[int]) -> list[SchoolClass]:
    """Return classes by grade and name."""
    rows = await session.scalars(
        select(SchoolClass)
        .where(SchoolClass.id.in_(class_ids))
        .order_by(SchoolClass.grade_level, SchoolClass.name)
    )
    return list(rows)


async def listed_students(
    session: AsyncSession, class_id: int, *, on: date
) -> tuple[ListedStudent, ...]:
    """Return the class list of a day, in its order."""
    group_id = await whole_class_group_id(session, class_id)
    return () if group_id is None else await class_list(session, group_id, on=on)


async def letters_in(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> list[tuple[int, date, AttendanceCode]]:
    """Return student, day and letter of everything but plain presence between two days."""
    rows = await session.execute(
        select(Attendance.student_id, Attendance.lesson_on, Attendance.code).where(
            Attendance.student_id.in_(student_ids),
            Attendance.lesson_on.between(first, last),
            Attendance.code != AttendanceCode.PRESENT,
            ~is_of_club(Attendance.lesson_id),
        )
    )
    return [(row.student_id, row.lesson_on, row.code) for row in rows]


async def absentees_of_school(
    session: AsyncSession, *, first: date, last: date, codes: Collection[AttendanceCode]
) -> list[tuple[int, date, AttendanceCode]]:
    """Return the same of the whole school, of some letters only."""
    rows = await session.execute(
        select(Attendance.student_id, Attendance.lesson_on, Attendance.code).where(
            Attendance.lesson_on.between(first, last),
            Attendance.code.in_(codes),
            ~is_of_club(Attendance.lesson_id),
        )
    )
    return [(row.student_id, row.lesson_on, row.code) for row in rows]


async def enrolled_from(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, date]:
    """Return since when each student is in the class of a day."""
    rows = await session.execute(
        select(Enrollment.student_id, Enrollment.starts_on)
        .where(Enrollment.student_id.in_(student_ids), Enrollment.starts_on <= on)
        .order_by(Enrollment.starts_on)
    )
    return {row.student_id: row.starts_on for row in rows}


async def events_between(
    session: AsyncSession, class_id: int, *, first: date, last: date
) -> tuple[tuple[date, str], ...]:
    """Return day and name of what a class, or the whole school, has between two days."""
    rows = await session.execute(
        select(SchoolEvent.on_date, SchoolEvent.name)
        .where(
            SchoolEvent.on_date.between(first, last),
            or_(SchoolEvent.school_class_id.is_(None), SchoolEvent.school_class_id == class_id),
        )
        .order_by(SchoolEvent.on_date, SchoolEvent.id)
    )
    return tuple((row.on_date, row.name) for row in rows)


async def find_letter(session: AsyncSession, letter_id: int) -> AbsenceLetter | None:
    """Return a letter by id."""
    return await session.scalar(select(AbsenceLetter).where(AbsenceLetter.id == letter_id))


async def open_calls(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> list[FamilyCall]:
    """Return the families of some students still to be reached on a day, first asked first."""
    rows = await session.scalars(
        select(FamilyCall)
        .where(
            FamilyCall.student_id.in_(student_ids),
            FamilyCall.call_on == on,
            FamilyCall.is_reached.is_not(True),
        )
        .order_by(FamilyCall.asked_at, FamilyCall.id)
    )
    return list(rows)

"""Reads of lesson cards; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, insert_or_ignore
from services.models import Attendance, ControlWork, Lesson, LessonCard, School
from services.roster.individual_plans import individual_plans
from services.roster.membership import group_ids_of_students
from services.timetable.rules import PlannedLesson
from services.vocabulary import AttendanceCode, EntryState

__all__ = [
    "Before",
    "card_by_id",
    "claim_card",
    "control_work_at",
    "previous_letters",
    "school_ids",
]


@dataclass(frozen=True, slots=True)
class Before:
    """What was recorded of a student at the previous lesson of the day that was looked at."""

    code: AttendanceCode
    number: int
    starts_at: datetime


async def school_ids(session: AsyncSession) -> list[int]:
    """Return all schools, none bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def claim_card(session: AsyncSession, lesson: PlannedLesson) -> int | None:
    """Return the id of the lesson's new card; None when its teacher was owed one before."""
    statement = insert_or_ignore(
        session,
        LessonCard,
        keys=("school_id", "study_group_id", "subject_id", "lesson_on", "number", "teacher_id"),
    )
    card_id: int | None = await session.scalar(
        statement.values(
            school_id=bound_school_id(),
            study_group_id=lesson.group.group_id,
            subject_id=lesson.subject.subject_id,
            lesson_on=lesson.on,
            number=lesson.number,
            teacher_id=lesson.teacher_id,
        ).returning(LessonCard.id)
    )
    return card_id


async def card_by_id(session: AsyncSession, card_ids: Collection[int]) -> Mapping[int, LessonCard]:
    """Return cards by id."""
    rows = await session.scalars(select(LessonCard).where(LessonCard.id.in_(card_ids)))
    return {row.id: row for row in rows}


async def control_work_at(session: AsyncSession, lesson: PlannedLesson) -> ControlWork | None:
    """Return the control work planned at a lesson; None: there is none."""
    work: ControlWork | None = await session.scalar(
        select(ControlWork).where(
            ControlWork.study_group_id == lesson.group.group_id,
            ControlWork.subject_id == lesson.subject.subject_id,
            ControlWork.work_on == lesson.on,
            ControlWork.number == lesson.number,
            ControlWork.state == EntryState.SAVED,
        )
    )
    return work


async def previous_letters(
    session: AsyncSession, student_ids: Collection[int], lesson: PlannedLesson
) -> dict[int, Before]:
    """Return what was recorded of students earlier that day, by student; who was nowhere looked
    for is left out.
    """
    groups_of = await group_ids_of_students(session, student_ids, on=lesson.on)
    groups = {one for of_student in groups_of.values() for one in of_student}
    looked_at = list(
        await session.scalars(
            select(Lesson)
            .where(
                Lesson.lesson_on == lesson.on,
                Lesson.study_group_id.in_(groups),
                Lesson.starts_at < lesson.starts_at,
                Lesson.attendance_at.is_not(None),
            )
            .order_by(Lesson.starts_at.desc(), Lesson.id)
        )
    )
    plans = await individual_plans(session, student_ids)
    letters = await _letters(session, {row.id for row in looked_at}, on=lesson.on)
    found: dict[int, Before] = {}
    for student_id in student_ids:
        of_student = groups_of.get(student_id, frozenset())
        left_out = plans.left_out(student_id, on=lesson.on)
        last = next(
            (
                row
                for row in looked_at
                if row.study_group_id in of_student and row.subject_id not in left_out
            ),
            None,
        )
        if last is not None:
            code = letters.get((last.id, student_id), AttendanceCode.PRESENT)
            found[student_id] = Before(code, last.number, last.starts_at)
    return found


async def _letters(
    session: AsyncSession, lesson_ids: Collection[int], *, on: date
) -> dict[tuple[int, int], AttendanceCode]:
    if not lesson_ids:
        return {}
    rows = await session.execute(
        select(Attendance.lesson_id, Attendance.student_id, Attendance.code).where(
            Attendance.lesson_id.in_(lesson_ids), Attendance.lesson_on == on
        )
    )
    return {(row.lesson_id, row.student_id): row.code for row in rows}

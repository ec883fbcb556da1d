"""What the lessons of a period hold of students: marks, signs, absences, and in which groups."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.journal.attendance_rules import ABSENCES
from services.journal.averages import WeightedMark
from services.models import (
    Attendance,
    Enrollment,
    GroupMembership,
    Lesson,
    Mark,
    StudyGroup,
)
from services.roster.clubs import is_of_club
from services.vocabulary import GroupKind

__all__ = ["Stint", "marks_of_subject", "missed_lessons", "signs_of_subject", "stints"]


@dataclass(frozen=True, slots=True)
class Stint:
    """A student in a study group, from a day to a day."""

    student_id: int
    group_id: int
    starts_on: date
    ends_on: date


async def marks_of_subject(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    subject_id: int,
    starts_on: date,
    ends_on: date,
) -> dict[int, list[WeightedMark]]:
    """Return the marks that count, by student: those of a former class too, none of clubs."""
    rows = await session.execute(
        select(Mark.student_id, Mark.value, Mark.weight_tenths)
        .where(
            Mark.student_id.in_(student_ids),
            Mark.subject_id == subject_id,
            Mark.lesson_on.between(starts_on, ends_on),
            Mark.is_withdrawn.is_(False),
            Mark.value.is_not(None),
            ~is_of_club(Mark.lesson_id),
        )
        .order_by(Mark.lesson_on, Mark.id)
    )
    found: dict[int, list[WeightedMark]] = defaultdict(list)
    for row in rows:
        found[row.student_id].append(WeightedMark(row.value, row.weight_tenths))
    return dict(found)


async def signs_of_subject(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    subject_id: int,
    starts_on: date,
    ends_on: date,
) -> dict[int, list[int]]:
    """Return the passes and fails of lessons, by student, in order of time; none of clubs."""
    rows = await session.execute(
        select(Mark.student_id, Mark.sign)
        .join(Lesson, Lesson.id == Mark.lesson_id)
        .where(
            Mark.student_id.in_(student_ids),
            Mark.subject_id == subject_id,
            Mark.lesson_on.between(starts_on, ends_on),
            Mark.is_withdrawn.is_(False),
            Mark.sign.is_not(None),
            ~is_of_club(Mark.lesson_id),
        )
        .order_by(Mark.lesson_on, Lesson.starts_at, Mark.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[row.student_id].append(row.sign)
    return dict(found)


async def missed_lessons(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    subject_id: int,
    starts_on: date,
    ends_on: date,
) -> Counter[int]:
    """Return how many lessons of a subject each student missed, whatever the reason."""
    return Counter(
        await session.scalars(
            select(Attendance.student_id)
            .join(Lesson, Lesson.id == Attendance.lesson_id)
            .where(
                Attendance.student_id.in_(student_ids),
                Lesson.subject_id == subject_id,
                Attendance.lesson_on.between(starts_on, ends_on),
                Attendance.code.in_(ABSENCES),
                ~is_of_club(Attendance.lesson_id),
            )
        )
    )


async def stints(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> list[Stint]:
    """Return in which groups students were between two days, whole classes among them."""
    whole = await session.execute(
        select(Enrollment.student_id, StudyGroup.id, Enrollment.starts_on, Enrollment.ends_on)
        .join(
            StudyGroup,
            and_(
                StudyGroup.school_class_id == Enrollment.school_class_id,
                StudyGroup.kind == GroupKind.WHOLE_CLASS,
            ),
        )
        .where(
            Enrollment.student_id.in_(student_ids),
            Enrollment.starts_on <= last,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= first),
        )
    )
    parts = await session.execute(
        select(
            GroupMembership.student_id,
            GroupMembership.study_group_id,
            GroupMembership.starts_on,
            GroupMembership.ends_on,
        ).where(
            GroupMembership.student_id.in_(student_ids),
            or_(GroupMembership.starts_on.is_(None), GroupMembership.starts_on <= last),
            or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on >= first),
        )
    )
    return [
        Stint(student_id, group_id, max(starts_on or first, first), min(ends_on or last, last))
        for student_id, group_id, starts_on, ends_on in (*whole, *parts)
    ]

"""Reads of journal pages; a session with the school bound comes in."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    Attendance,
    EntryChange,
    Homework,
    JournalEntry,
    Lesson,
    Mark,
    TimetableEntry,
)
from services.vocabulary import EntryState, FactKind

__all__ = [
    "earlier_values",
    "homework_of",
    "lessons_of",
    "letters_of",
    "marks_of_lessons",
    "marks_of_student",
    "timetable_of",
]


async def timetable_of(
    session: AsyncSession, *, group_id: int, subject_id: int
) -> list[TimetableEntry]:
    """Return the base timetable of a group's subject, whenever it holds."""
    return list(
        await session.scalars(
            select(TimetableEntry).where(
                TimetableEntry.study_group_id == group_id,
                TimetableEntry.subject_id == subject_id,
            )
        )
    )


async def lessons_of(
    session: AsyncSession, *, group_id: int, subject_id: int, first: date, last: date
) -> list[Lesson]:
    """Return the lessons something was recorded for, in order."""
    rows = await session.scalars(
        select(Lesson)
        .where(
            Lesson.study_group_id == group_id,
            Lesson.subject_id == subject_id,
            Lesson.lesson_on.between(first, last),
        )
        .order_by(Lesson.lesson_on, Lesson.number)
    )
    return list(rows)


async def marks_of_lessons(
    session: AsyncSession, lesson_ids: Collection[int]
) -> dict[tuple[int, int], list[Mark]]:
    """Return the marks that stand, by lesson and student, in the order they were made."""
    found: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    # Sorted here: asked to sort, SQLite reads every mark of the school in the order of ids.
    rows = await session.scalars(
        select(Mark).where(Mark.lesson_id.in_(lesson_ids), Mark.is_withdrawn.is_(False))
    )
    for row in sorted(rows, key=lambda one: one.id):
        found[row.lesson_id, row.student_id].append(row)
    return found


async def letters_of(
    session: AsyncSession, lesson_ids: Collection[int]
) -> dict[tuple[int, int], Attendance]:
    """Return attendance by lesson and student."""
    rows = await session.scalars(select(Attendance).where(Attendance.lesson_id.in_(lesson_ids)))
    return {(row.lesson_id, row.student_id): row for row in rows}


async def homework_of(session: AsyncSession, lesson_ids: Collection[int]) -> dict[int, str]:
    """Return what was set at lessons for everybody."""
    rows = await session.execute(
        select(Homework.lesson_id, Homework.text).where(
            Homework.lesson_id.in_(lesson_ids),
            Homework.addressee_id.is_(None),
            Homework.is_withdrawn.is_(False),
        )
    )
    return {row.lesson_id: row.text for row in rows}


async def marks_of_student(
    session: AsyncSession, student_id: int, *, subject_id: int, first: date, last: date
) -> list[Mark]:
    """Return a student's marks of a subject, those of a former class and withdrawn ones too."""
    rows = await session.scalars(
        select(Mark)
        .where(
            Mark.student_id == student_id,
            Mark.subject_id == subject_id,
            Mark.lesson_on.between(first, last),
        )
        .order_by(Mark.lesson_on, Mark.id)
    )
    return list(rows)


async def earlier_values(
    session: AsyncSession, mark_ids: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """Return the values each mark had before, oldest first."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = await session.execute(
        select(EntryChange.fact_id, EntryChange.before, EntryChange.after)
        .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
        .where(
            EntryChange.fact_kind == FactKind.MARK,
            EntryChange.fact_id.in_(mark_ids),
            JournalEntry.state == EntryState.SAVED,
        )
        .order_by(EntryChange.id)
    )
    for row in rows:
        if row.before is not None and row.before["value"] != row.after["value"]:
            found[row.fact_id].append(row.before["value"])
    return {mark_id: tuple(values) for mark_id, values in found.items()}

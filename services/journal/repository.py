"""Rows of lessons, marks, attendance and entries; a session comes in, nothing is committed."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared
from services.journal.attendance_rules import ABSENCES
from services.journal.drafts import LessonSlot
from services.models import Attendance, EntryChange, JournalEntry, Lesson, Mark, given_of
from services.vocabulary import EntryState, FactKind, FactRef

__all__ = [
    "HeldChange",
    "LessonState",
    "MarkRow",
    "attendance_at",
    "attendance_between",
    "changes_of",
    "ensure_lesson",
    "find_entry",
    "find_lesson",
    "held_changes",
    "last_preview",
    "last_saved_entry",
    "lesson_states",
    "marks_at",
    "marks_between",
    "open_entries",
    "with_lesson",
]

_Fact = TypeVar("_Fact", Mark, Attendance)


@dataclass(frozen=True, slots=True)
class LessonState:
    """What is recorded for a lesson so far."""

    marks: int = 0
    absent: int = 0
    topic: str = ""
    is_roll_taken: bool = False


@dataclass(frozen=True, slots=True)
class HeldChange:
    """A saved change families may not have heard of yet: what was there before, and since when."""

    fact: FactRef
    before: dict[str, Any] | None
    after: dict[str, Any]
    saved_at: datetime
    held_until: datetime | None


class MarkRow(NamedTuple):
    """A mark as a page reads it; a hundred of these cost a third of a hundred entities."""

    id: int
    lesson_id: int
    student_id: int
    subject_id: int
    lesson_on: date
    value: int | None
    sign: int | None
    work_kind: str
    weight_tenths: int
    part: int
    comment: str
    is_withdrawn: bool

    @property
    def given(self) -> int:
        """What stands in the mark's place: a figure, or a number of PassFail."""
        return given_of(self.value, self.sign)


async def find_lesson(
    session: AsyncSession, slot: LessonSlot, *, is_locked: bool = False
) -> Lesson | None:
    """Return the row of a lesson; *is_locked* keeps other entries off it until the commit."""
    query = select(Lesson).where(
        Lesson.study_group_id == slot.study_group_id,
        Lesson.subject_id == slot.subject_id,
        Lesson.lesson_on == slot.on,
        Lesson.number == slot.number,
    )
    return await session.scalar(query.with_for_update() if is_locked else query)


async def ensure_lesson(session: AsyncSession, slot: LessonSlot) -> Lesson:
    """Return the row of a lesson, made now if nothing was recorded for it yet; locked."""
    found = await find_lesson(session, slot, is_locked=True)
    if found is not None:
        return found
    lesson = Lesson(
        study_group_id=slot.study_group_id,
        subject_id=slot.subject_id,
        teacher_id=slot.teacher_id,
        lesson_on=slot.on,
        number=slot.number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        topic="",
    )
    session.add(lesson)
    await session.flush()
    return lesson


async def marks_at(
    session: AsyncSession, lesson_id: int, student_ids: Collection[int]
) -> list[Mark]:
    """Return the marks of some students that stand at a lesson, in the order they were made."""
    rows = await session.scalars(
        select(Mark)
        .where(
            Mark.lesson_id == lesson_id,
            Mark.student_id.in_(student_ids),
            Mark.is_withdrawn.is_(False),
        )
        .order_by(Mark.id)
    )
    return list(rows)


async def attendance_at(
    session: AsyncSession, lesson_id: int, student_ids: Collection[int]
) -> dict[int, Attendance]:
    """Return what is recorded of the attendance of some students at a lesson, by student."""
    rows = await session.scalars(
        select(Attendance).where(
            Attendance.lesson_id == lesson_id, Attendance.student_id.in_(student_ids)
        )
    )
    return {row.student_id: row for row in rows}


_MARKS = prepared(
    select(
        Mark.id,
        Mark.lesson_id,
        Mark.student_id,
        Mark.subject_id,
        Mark.lesson_on,
        Mark.value,
        Mark.sign,
        Mark.work_kind,
        Mark.weight_tenths,
        Mark.part,
        Mark.comment,
        Mark.is_withdrawn,
    )
    .where(
        Mark.student_id.in_(bindparam("student_ids", expanding=True)),
        Mark.lesson_on.between(bindparam("starts_on"), bindparam("ends_on")),
    )
    .order_by(Mark.lesson_on, Mark.id)
)
_ATTENDANCE = prepared(
    select(Attendance, Lesson)
    .join(Lesson, Lesson.id == Attendance.lesson_id)
    .where(
        Attendance.student_id.in_(bindparam("student_ids", expanding=True)),
        Attendance.lesson_on.between(bindparam("starts_on"), bindparam("ends_on")),
    )
    .order_by(Attendance.lesson_on, Lesson.number)
)
_HELD = prepared(
    select(
        EntryChange.fact_id,
        EntryChange.before,
        EntryChange.after,
        JournalEntry.saved_at,
        JournalEntry.held_until,
    )
    .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
    .where(
        EntryChange.fact_kind == bindparam("kind"),
        JournalEntry.state == EntryState.SAVED,
        JournalEntry.saved_at > bindparam("saved_after"),
    )
    .order_by(EntryChange.id)
)
_HELD_OF_SOME = _HELD.where(EntryChange.fact_id.in_(bindparam("fact_ids", expanding=True)))


async def marks_between(
    session: AsyncSession, student_ids: Collection[int], starts_on: date, ends_on: date
) -> list[MarkRow]:
    """Return every mark of some students between two days, withdrawn ones too."""
    values = {"student_ids": list(student_ids), "starts_on": starts_on, "ends_on": ends_on}
    return [MarkRow._make(row) for row in await session.execute(_MARKS, values)]


async def attendance_between(
    session: AsyncSession, student_ids: Collection[int], starts_on: date, ends_on: date
) -> list[tuple[Attendance, Lesson]]:
    """Return attendance rows of some students between two days, each with its lesson."""
    values = {"student_ids": list(student_ids), "starts_on": starts_on, "ends_on": ends_on}
    rows = await session.execute(_ATTENDANCE, values)
    return [(row.Attendance, row.Lesson) for row in rows]


async def find_entry(
    session: AsyncSession, entry_id: int, *, author_id: int, is_locked: bool = False
) -> JournalEntry | None:
    """Return an entry of this author; *is_locked* makes a second press wait for the first."""
    query = select(JournalEntry).where(
        JournalEntry.id == entry_id, JournalEntry.author_id == author_id
    )
    return await session.scalar(query.with_for_update() if is_locked else query)


async def last_preview(
    session: AsyncSession, author_id: int, *, since: datetime
) -> JournalEntry | None:
    """Return the preview this author was shown last after a moment; locked."""
    return await session.scalar(
        select(JournalEntry)
        .where(
            JournalEntry.author_id == author_id,
            JournalEntry.state == EntryState.PREVIEWED,
            JournalEntry.created_at >= since,
        )
        .order_by(JournalEntry.created_at.desc(), JournalEntry.id.desc())
        .limit(1)
        .with_for_update()
    )


async def last_saved_entry(session: AsyncSession, author_id: int) -> JournalEntry | None:
    """Return the entry this author saved last and has not undone."""
    return await session.scalar(
        select(JournalEntry)
        .where(JournalEntry.author_id == author_id, JournalEntry.state == EntryState.SAVED)
        .order_by(JournalEntry.saved_at.desc(), JournalEntry.id.desc())
        .limit(1)
    )


async def open_entries(
    session: AsyncSession, author_id: int, *, now: datetime, is_locked: bool = False
) -> list[JournalEntry]:
    """Return the author's saved entries whose hold has not ended: an open sitting."""
    # Sorted here: asked to sort, SQLite reads every entry of the school in the order of ids.
    query = select(JournalEntry).where(
        JournalEntry.author_id == author_id,
        JournalEntry.state == EntryState.SAVED,
        JournalEntry.held_until > now,
    )
    rows = await session.scalars(query.with_for_update() if is_locked else query)
    return sorted(rows, key=lambda one: one.id)


async def changes_of(session: AsyncSession, entry_id: int) -> list[EntryChange]:
    """Return what an entry changed, in the order it did."""
    rows = await session.scalars(
        select(EntryChange).where(EntryChange.entry_id == entry_id).order_by(EntryChange.id)
    )
    return list(rows)


async def held_changes(
    session: AsyncSession,
    kind: FactKind,
    fact_ids: Iterable[int] | None = None,
    *,
    saved_after: datetime,
) -> list[HeldChange]:
    """Return changes to facts (None: to all of the kind) by entries saved after a moment and not
    undone, oldest first.
    """
    values: dict[str, Any] = {"kind": kind, "saved_after": saved_after}
    if fact_ids is None:
        rows = await session.execute(_HELD, values)
    else:
        rows = await session.execute(_HELD_OF_SOME, values | {"fact_ids": list(fact_ids)})
    return [
        HeldChange(FactRef(kind, row.fact_id), row.before, row.after, row.saved_at, row.held_until)
        for row in rows
        if row.saved_at is not None
    ]


async def lesson_states(
    session: AsyncSession, group_ids: Collection[int], *, on: date
) -> dict[tuple[int, int, int], LessonState]:
    """Return what is recorded for the lessons of some groups on a day.

    Keys are (study group, subject, number).
    """
    lessons = (
        await session.scalars(
            select(Lesson).where(Lesson.lesson_on == on, Lesson.study_group_id.in_(group_ids))
        )
    ).all()
    ids = [lesson.id for lesson in lessons]
    marks = Counter(
        await session.scalars(
            select(Mark.lesson_id).where(Mark.lesson_id.in_(ids), Mark.is_withdrawn.is_(False))
        )
    )
    absent = Counter(
        await session.scalars(
            select(Attendance.lesson_id).where(
                Attendance.lesson_id.in_(ids), Attendance.code.in_(ABSENCES)
            )
        )
    )
    return {
        (lesson.study_group_id, lesson.subject_id, lesson.number): LessonState(
            marks[lesson.id],
            absent[lesson.id],
            lesson.topic,
            is_roll_taken=lesson.attendance_at is not None,
        )
        for lesson in lessons
    }


async def with_lesson(
    session: AsyncSession, row_type: type[_Fact], fact_id: int
) -> tuple[_Fact, Lesson]:
    """Return a mark or attendance row with the lesson it belongs to, kept from other entries."""
    row = (
        await session.scalars(select(row_type).where(row_type.id == fact_id).with_for_update())
    ).one()
    return row, await session.get_one(Lesson, row.lesson_id)

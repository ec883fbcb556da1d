"""Rows behind sheets of period marks; a session comes in with the school bound."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import UtcDateTime, prepared
from services.finals.facts import FinalTerm
from services.models import (
    AcademicYear,
    FinalChange,
    FinalEntry,
    Message,
    Notice,
    PeriodMark,
    Subject,
    TeachingAssignment,
    Told,
)
from services.timetable.repository import begun_year
from services.vocabulary import EntryState, FactKind, FinalKind, NoticeKind, NoticeState

__all__ = [
    "HeldFinal",
    "assignments",
    "certificate_marks",
    "changes_of",
    "find_entry",
    "held_changes",
    "locked_mark",
    "marks_by_id",
    "period_marks",
    "subject_by_id",
    "subjects",
    "told_since",
    "waiting_students",
    "was_told",
    "year_marks",
    "year_of",
]


@dataclass(frozen=True, slots=True)
class HeldFinal:
    """A saved change families may not have heard of yet: what was there before."""

    mark_id: int
    before: dict[str, Any] | None


_SUBJECTS = prepared(
    select(Subject).where(Subject.id.in_(bindparam("subject_ids", expanding=True)))
)
_YEAR_MARKS = prepared(
    select(PeriodMark)
    .where(
        PeriodMark.student_id.in_(bindparam("student_ids", expanding=True)),
        PeriodMark.academic_year_id == bindparam("year_id"),
    )
    .order_by(PeriodMark.id)
)
_YEAR_MARKS_OF_SUBJECT = _YEAR_MARKS.where(PeriodMark.subject_id == bindparam("subject_id"))
_HELD = prepared(
    select(FinalChange.period_mark_id, FinalChange.before)
    .join(FinalEntry, FinalEntry.id == FinalChange.entry_id)
    .where(
        FinalChange.period_mark_id.in_(bindparam("mark_ids", expanding=True)),
        FinalEntry.state == EntryState.SAVED,
        FinalEntry.held_until > bindparam("now", type_=UtcDateTime()),
    )
    .order_by(FinalChange.id)
)


async def year_of(session: AsyncSession, *, on: date) -> AcademicYear | None:
    """Return the school year of a day, or the last one before it."""
    return await begun_year(session, on=on)


async def subject_by_id(session: AsyncSession, subject_id: int) -> Subject | None:
    """Return a subject of the bound school."""
    return await session.scalar(select(Subject).where(Subject.id == subject_id))


async def subjects(session: AsyncSession, subject_ids: Collection[int]) -> dict[int, Subject]:
    """Return subjects by id."""
    if not subject_ids:
        return {}
    rows = await session.scalars(_SUBJECTS, {"subject_ids": list(subject_ids)})
    return {row.id: row for row in rows}


async def assignments(
    session: AsyncSession,
    *,
    teacher_id: int | None = None,
    group_ids: Collection[int] | None = None,
    subject_id: int | None = None,
) -> list[TeachingAssignment]:
    """Return who teaches what to whom, narrowed by whatever is given."""
    query = select(TeachingAssignment).order_by(TeachingAssignment.id)
    if teacher_id is not None:
        query = query.where(TeachingAssignment.teacher_id == teacher_id)
    if group_ids is not None:
        query = query.where(TeachingAssignment.study_group_id.in_(group_ids))
    if subject_id is not None:
        query = query.where(TeachingAssignment.subject_id == subject_id)
    return list(await session.scalars(query))


async def period_marks(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    subject_id: int,
    term: FinalTerm,
    is_locked: bool = False,
) -> dict[int, PeriodMark]:
    """Return the rows of one purpose by student, withdrawn ones too."""
    query = select(PeriodMark).where(
        PeriodMark.student_id.in_(student_ids),
        PeriodMark.subject_id == subject_id,
        PeriodMark.academic_year_id == term.year_id,
        PeriodMark.kind == term.kind,
        PeriodMark.grading_period_id == term.period_id
        if term.period_id is not None
        else PeriodMark.grading_period_id.is_(None),
    )
    if term.kind is FinalKind.CONTEST:  # a student may have several in a year
        query = query.where(PeriodMark.result_on == term.result_on)
    rows = await session.scalars(query.with_for_update() if is_locked else query)
    return {row.student_id: row for row in rows}


async def year_marks(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    year_id: int,
    subject_id: int | None = None,
) -> list[PeriodMark]:
    """Return every mark that sums something up in a year, withdrawn ones too."""
    values: dict[str, Any] = {"student_ids": list(student_ids), "year_id": year_id}
    if subject_id is None:
        return list(await session.scalars(_YEAR_MARKS, values))
    values["subject_id"] = subject_id
    return list(await session.scalars(_YEAR_MARKS_OF_SUBJECT, values))


async def certificate_marks(
    session: AsyncSession, student_ids: Collection[int], *, subject_id: int, since: date
) -> list[PeriodMark]:
    """Return what a certificate's mark may be made of: periods, years and exams since a day."""
    rows = await session.scalars(
        select(PeriodMark)
        .join(AcademicYear, AcademicYear.id == PeriodMark.academic_year_id)
        .where(
            PeriodMark.student_id.in_(student_ids),
            PeriodMark.subject_id == subject_id,
            PeriodMark.kind.in_((FinalKind.PERIOD, FinalKind.YEAR, FinalKind.EXAM)),
            PeriodMark.is_withdrawn.is_(False),
            AcademicYear.starts_on >= since,
        )
        .order_by(PeriodMark.id)
    )
    return list(rows)


async def marks_by_id(
    session: AsyncSession, mark_ids: Collection[int]
) -> dict[int, tuple[PeriodMark, str]]:
    """Return marks with the names of their subjects, withdrawn ones too."""
    rows = await session.execute(
        select(PeriodMark, Subject.name)
        .join(Subject, Subject.id == PeriodMark.subject_id)
        .where(PeriodMark.id.in_(mark_ids))
        .execution_options(populate_existing=True)
    )
    return {row.PeriodMark.id: (row.PeriodMark, row.name) for row in rows}


async def find_entry(session: AsyncSession, entry_id: int, *, author_id: int) -> FinalEntry | None:
    """Return a sheet of this author; a second press waits for the first."""
    return await session.scalar(
        select(FinalEntry)
        .where(FinalEntry.id == entry_id, FinalEntry.author_id == author_id)
        .with_for_update()
    )


async def locked_mark(session: AsyncSession, mark_id: int) -> PeriodMark:
    """Return a mark, kept from other sheets until the commit."""
    return (
        await session.scalars(select(PeriodMark).where(PeriodMark.id == mark_id).with_for_update())
    ).one()


async def changes_of(session: AsyncSession, entry_id: int) -> list[FinalChange]:
    """Return what a sheet changed, in the order it did."""
    rows = await session.scalars(
        select(FinalChange).where(FinalChange.entry_id == entry_id).order_by(FinalChange.id)
    )
    return list(rows)


async def held_changes(
    session: AsyncSession, mark_ids: Iterable[int], *, now: datetime
) -> list[HeldFinal]:
    """Return changes to marks by sheets that are still held, oldest first."""
    wanted = list(mark_ids)
    if not wanted:
        return []
    rows = await session.execute(_HELD, {"mark_ids": wanted, "now": now})
    return [HeldFinal(row.period_mark_id, row.before) for row in rows]


async def waiting_students(
    session: AsyncSession, keys: Collection[str], *, now: datetime
) -> frozenset[int]:
    """Return of which students something still waits to leave under these merge keys."""
    found = await session.scalars(
        select(Notice.student_id).where(
            Notice.kind == NoticeKind.FINAL,
            Notice.merge_key.in_(keys),
            Notice.state == NoticeState.WAITING,
            Notice.due_at > now,
        )
    )
    return frozenset(one for one in found if one is not None)


async def told_since(
    session: AsyncSession, student_ids: Collection[int], *, since: datetime
) -> frozenset[int]:
    """Return about which students a family was told of a new mark since a moment."""
    found = await session.scalars(
        select(Notice.student_id)
        .join(Message, Message.id == Notice.message_id)
        .where(
            Notice.kind == NoticeKind.FINAL,
            Notice.student_id.in_(student_ids),
            Notice.revision == 1,
            Notice.state == NoticeState.TOLD,
            Message.sent_at >= since,
        )
    )
    return frozenset(one for one in found if one is not None)


async def was_told(session: AsyncSession, mark_ids: Collection[int]) -> bool:
    """Whether anybody was told of any of these marks."""
    return (
        await session.scalar(
            select(Told.id)
            .where(Told.fact_kind == FactKind.FINAL, Told.fact_id.in_(mark_ids))
            .limit(1)
        )
    ) is not None

"""Rows of summaries; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, insert_or_ignore, prepared, upsert_statement
from services.models import (
    Lesson,
    SchoolClass,
    Summary,
    SummaryReading,
    Told,
)
from services.timetable.repository import begun_year
from services.vocabulary import FactKind

__all__ = [
    "ClassRow",
    "SummaryRow",
    "TopicRow",
    "add_reading",
    "classes",
    "last_made",
    "made_at",
    "readings",
    "store_facts",
    "store_sentence",
    "summaries_by_id",
    "summaries_ending",
    "told_readers",
    "topics",
    "year_start",
]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with its grade and class teacher."""

    class_id: int
    name: str
    grade: int
    teacher_id: int | None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A stored summary; without facts it was not made yet. *teacher_id* teaches the class now."""

    summary_id: int
    student_id: int
    class_id: int
    ends_on: date
    facts: Mapping[str, Any] | None
    sentence: str
    teacher_id: int | None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """The topic of one lesson."""

    group_id: int
    subject_id: int
    topic: str


_TOPICS = prepared(
    select(Lesson.study_group_id, Lesson.subject_id, Lesson.topic)
    .where(
        Lesson.study_group_id.in_(bindparam("group_ids", expanding=True)),
        Lesson.lesson_on.between(bindparam("starts_on"), bindparam("ends_on")),
        Lesson.topic != "",
    )
    .order_by(Lesson.lesson_on, Lesson.number)
)
_SUMMARIES = (
    select(Summary, SchoolClass.homeroom_teacher_id)
    .join(SchoolClass, SchoolClass.id == Summary.school_class_id)
    .order_by(Summary.id)
    .execution_options(populate_existing=True)
)
_LAST_MADE = prepared(
    _SUMMARIES.where(Summary.student_id == bindparam("student_id"), Summary.made_at.is_not(None))
    .order_by(None)
    .order_by(Summary.ends_on.desc())
    .limit(1)
)
_READINGS = prepared(
    select(SummaryReading.summary_id, SummaryReading.person_id).where(
        SummaryReading.summary_id.in_(bindparam("summary_ids", expanding=True))
    )
)


async def year_start(session: AsyncSession, *, on: date) -> date | None:
    """Return when the school year of a day began, or the last one before it."""
    year = await begun_year(session, on=on)
    return year.starts_on if year is not None else None


async def classes(
    session: AsyncSession, class_ids: Collection[int] | None = None
) -> list[ClassRow]:
    """Return the classes of the school (or some of them), the lowest grade first."""
    query = select(SchoolClass).order_by(SchoolClass.grade_level, SchoolClass.name)
    if class_ids is not None:
        query = query.where(SchoolClass.id.in_(class_ids))
    return [
        ClassRow(row.id, row.name, row.grade_level, row.homeroom_teacher_id)
        for row in await session.scalars(query)
    ]


async def topics(
    session: AsyncSession, group_ids: Collection[int], *, starts_on: date, ends_on: date
) -> list[TopicRow]:
    """Return the topics of some groups between two days, in order of time."""
    if not group_ids:
        return []
    values = {"group_ids": list(group_ids), "starts_on": starts_on, "ends_on": ends_on}
    rows = await session.execute(_TOPICS, values)
    return [TopicRow(row.study_group_id, row.subject_id, row.topic) for row in rows]


async def store_facts(
    session: AsyncSession,
    facts: Mapping[int, Mapping[str, Any]],
    *,
    class_id: int,
    ends_on: date,
    now: datetime,
) -> dict[int, int]:
    """Store the facts of students, whose sentences stay; return the summaries' ids by student."""
    statement = upsert_statement(
        session,
        Summary,
        keys=("school_id", "student_id", "ends_on"),
        update=("school_class_id", "facts", "made_at"),
    )
    rows = [
        {
            "school_id": bound_school_id(),
            "student_id": student_id,
            "school_class_id": class_id,
            "ends_on": ends_on,
            "facts": dict(of_student),
            "made_at": now,
            "sentence": "",
        }
        for student_id, of_student in sorted(facts.items())
    ]
    await session.execute(statement, rows)
    found = await session.execute(
        select(Summary.id, Summary.student_id).where(
            Summary.student_id.in_(facts), Summary.ends_on == ends_on
        )
    )
    return {row.student_id: row.id for row in found}


async def store_sentence(
    session: AsyncSession,
    *,
    student_id: int,
    class_id: int,
    ends_on: date,
    sentence: str,
    author_id: int,
    now: datetime,
) -> None:
    """Store the class teacher's sentence in place of the one before."""
    statement = upsert_statement(
        session,
        Summary,
        keys=("school_id", "student_id", "ends_on"),
        update=("sentence", "author_id", "written_at"),
    )
    row = {
        "school_id": bound_school_id(),
        "student_id": student_id,
        "school_class_id": class_id,
        "ends_on": ends_on,
        "sentence": sentence,
        "author_id": author_id,
        "written_at": now,
    }
    await session.execute(statement, [row])


async def summaries_by_id(
    session: AsyncSession, summary_ids: Collection[int]
) -> dict[int, SummaryRow]:
    """Return summaries by id."""
    return {row.summary_id: row for row in await _rows(session, Summary.id.in_(summary_ids))}


async def summaries_ending(
    session: AsyncSession, ends_on: date, *, class_id: int
) -> list[SummaryRow]:
    """Return the summaries of a class that end on a day, those with a sentence alone too."""
    return await _rows(
        session, (Summary.ends_on == ends_on) & (Summary.school_class_id == class_id)
    )


async def last_made(session: AsyncSession, student_id: int) -> SummaryRow | None:
    """Return a student's last summary that was made."""
    rows = await session.execute(_LAST_MADE, {"student_id": student_id})
    return next((_row(summary, teacher_id) for summary, teacher_id in rows), None)


async def readings(
    session: AsyncSession, summary_ids: Collection[int]
) -> frozenset[tuple[int, int]]:
    """Return who has read which summary, as (summary, person)."""
    rows = await session.execute(_READINGS, {"summary_ids": list(summary_ids)})
    return frozenset((row.summary_id, row.person_id) for row in rows)


async def add_reading(
    session: AsyncSession, *, summary_id: int, person_id: int, now: datetime
) -> None:
    """Note that somebody has read a summary; a second press changes nothing."""
    statement = insert_or_ignore(
        session, SummaryReading, keys=("school_id", "summary_id", "person_id")
    )
    row = {
        "school_id": bound_school_id(),
        "summary_id": summary_id,
        "person_id": person_id,
        "read_at": now,
    }
    await session.execute(statement, [row])


async def made_at(session: AsyncSession, ends_on: date) -> dict[int, datetime]:
    """Return when the summaries of a fortnight were made, by class; where there are any."""
    rows = await session.execute(
        select(Summary.school_class_id, func.min(Summary.made_at).label("made_at"))
        .where(Summary.ends_on == ends_on, Summary.made_at.is_not(None))
        .group_by(Summary.school_class_id)
    )
    return {row.school_class_id: row.made_at for row in rows}


async def told_readers(
    session: AsyncSession, summary_ids: Collection[int]
) -> dict[tuple[int, int], datetime]:
    """Return to whose chat which summary went and when, by (summary, person)."""
    rows = await session.execute(
        select(Told.fact_id, Told.person_id, Told.told_at).where(
            Told.fact_kind == FactKind.SUMMARY, Told.fact_id.in_(summary_ids)
        )
    )
    return {(row.fact_id, row.person_id): row.told_at for row in rows}


async def _rows(session: AsyncSession, where: Any) -> list[SummaryRow]:
    rows = await session.execute(_SUMMARIES.where(where))
    return [_row(summary, teacher_id) for summary, teacher_id in rows]


def _row(summary: Summary, teacher_id: int | None) -> SummaryRow:
    return SummaryRow(
        summary_id=summary.id,
        student_id=summary.student_id,
        class_id=summary.school_class_id,
        ends_on=summary.ends_on,
        facts=summary.facts if summary.made_at is not None else None,
        sentence=summary.sentence,
        teacher_id=teacher_id,
    )

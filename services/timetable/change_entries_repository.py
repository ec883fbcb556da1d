"""Rows that saving and withdrawing a change works on: entries, holding changes, changed days."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, insert_or_ignore
from services.models import ChangedDay, ChangeEntry, DayChange, Lesson, LessonChange
from services.timetable.change_drafts import PlaceIds
from services.vocabulary import EntryState

__all__ = [
    "changed_days",
    "entry_by_id",
    "entry_changes",
    "held_entries",
    "holding_change",
    "recorded_lesson",
    "touch_days",
]


async def entry_by_id(
    session: AsyncSession, entry_id: int, *, is_locked: bool = False
) -> ChangeEntry | None:
    """Return an entry; *is_locked*: nobody else may save or withdraw it meanwhile."""
    statement = select(ChangeEntry).where(ChangeEntry.id == entry_id)
    return await session.scalar(statement.with_for_update() if is_locked else statement)


async def held_entries(
    session: AsyncSession, author_id: int, *, now: datetime
) -> list[ChangeEntry]:
    """Return an author's saved entries that families have not heard of yet."""
    rows = await session.scalars(
        select(ChangeEntry)
        .where(
            ChangeEntry.author_id == author_id,
            ChangeEntry.state == EntryState.SAVED,
            ChangeEntry.held_until > now,
        )
        .order_by(ChangeEntry.id)
    )
    return list(rows)


async def entry_changes(
    session: AsyncSession, entry_ids: Collection[int]
) -> tuple[list[LessonChange], list[DayChange]]:
    """Return what of saved entries holds."""
    lessons = await session.scalars(
        select(LessonChange)
        .where(LessonChange.entry_id.in_(entry_ids), LessonChange.is_withdrawn.is_(False))
        .order_by(LessonChange.id)
    )
    days = await session.scalars(
        select(DayChange)
        .where(DayChange.entry_id.in_(entry_ids), DayChange.is_withdrawn.is_(False))
        .order_by(DayChange.id)
    )
    return list(lessons), list(days)


async def holding_change(
    session: AsyncSession, *, study_group_id: int, on: date, number: int
) -> LessonChange | None:
    """Return the change of a lesson of the base timetable that holds, for changing it again."""
    return await session.scalar(
        select(LessonChange).where(
            LessonChange.study_group_id == study_group_id,
            LessonChange.lesson_on == on,
            LessonChange.number == number,
            LessonChange.is_withdrawn.is_(False),
        )
    )


async def recorded_lesson(session: AsyncSession, place: PlaceIds) -> Lesson | None:
    """Return the journal's row of a lesson, if something was recorded for it."""
    return await session.scalar(
        select(Lesson).where(
            Lesson.study_group_id == place.group_id,
            Lesson.subject_id == place.subject_id,
            Lesson.lesson_on == place.on,
            Lesson.number == place.number,
        )
    )


async def changed_days(session: AsyncSession, fact_ids: Collection[int]) -> dict[int, date]:
    """Return the day each of some facts is about."""
    rows = await session.execute(
        select(ChangedDay.id, ChangedDay.day_on).where(ChangedDay.id.in_(fact_ids))
    )
    return {row.id: row.day_on for row in rows}


async def touch_days(
    session: AsyncSession, days: Collection[tuple[int, date]]
) -> dict[tuple[int, date], tuple[int, int]]:
    """Let days of people have changed once more; return id and revision of each."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for person_id, on in sorted(days):
        by_day[on].append(person_id)
    touched: dict[tuple[int, date], tuple[int, int]] = {}
    for on, person_ids in by_day.items():
        await session.execute(
            insert_or_ignore(session, ChangedDay, keys=("school_id", "person_id", "day_on")),
            [
                {
                    "school_id": bound_school_id(),
                    "person_id": person_id,
                    "day_on": on,
                    "revision": 0,
                }
                for person_id in person_ids
            ],
        )
        rows = await session.execute(
            update(ChangedDay)
            .where(ChangedDay.day_on == on, ChangedDay.person_id.in_(person_ids))
            .values(revision=ChangedDay.revision + 1)
            .returning(ChangedDay.person_id, ChangedDay.id, ChangedDay.revision)
            .execution_options(synchronize_session=False)
        )
        for row in rows:
            touched[row.person_id, on] = (row.id, row.revision)
    return touched

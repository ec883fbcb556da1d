"""Clubs and other activities after lessons: kept in the journal, counted apart from lessons.

Their marks enter no average and sum up to nothing; an absence from them is no missed lesson
(S1 App.2 3, S4 2; domain B.3).
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import InstrumentedAttribute

from services.database import prepared, read_once
from services.models import Club, Lesson

__all__ = ["club_group_ids", "club_lesson_ids", "is_of_club"]


_CLUBS = prepared(select(Club.study_group_id))


async def club_group_ids(session: AsyncSession) -> frozenset[int]:
    """Return the study groups that are clubs."""

    async def read() -> frozenset[int]:
        return frozenset(await session.scalars(_CLUBS))

    return await read_once(session, "club groups", read)


async def club_lesson_ids(session: AsyncSession, lesson_ids: Collection[int]) -> frozenset[int]:
    """Return which of these lessons are a club's."""
    groups = await club_group_ids(session)
    if not groups or not lesson_ids:
        return frozenset()
    return frozenset(
        await session.scalars(
            select(Lesson.id).where(Lesson.id.in_(lesson_ids), Lesson.study_group_id.in_(groups))
        )
    )


def is_of_club(lesson_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that a row's lesson is a club's."""
    lesson = aliased(Lesson)
    return exists(
        select(Club.id)
        .join(lesson, lesson.study_group_id == Club.study_group_id)
        .where(lesson.id == lesson_id)
    )

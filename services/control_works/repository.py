"""Rows of control works; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import ControlWork, TeachingAssignment
from services.vocabulary import EntryState

__all__ = ["find_work", "hours_of", "planned_between"]


async def find_work(session: AsyncSession, work_id: int) -> ControlWork | None:
    """Return a control work, kept from a second press."""
    return await session.scalar(
        select(ControlWork).where(ControlWork.id == work_id).with_for_update()
    )


async def planned_between(
    session: AsyncSession, group_ids: Collection[int], *, first: date, last: date
) -> list[ControlWork]:
    """Return what is planned for some groups between two days, in order."""
    rows = await session.scalars(
        select(ControlWork)
        .where(
            ControlWork.study_group_id.in_(group_ids),
            ControlWork.work_on.between(first, last),
            ControlWork.state == EntryState.SAVED,
        )
        .order_by(ControlWork.work_on, ControlWork.number, ControlWork.id)
    )
    return list(rows)


async def hours_of(session: AsyncSession, *, group_id: int, subject_id: int) -> int:
    """Return the hours a week of a subject in a group by the teaching load; 0: not known."""
    hours = await session.scalar(
        select(func.max(TeachingAssignment.hours_per_week)).where(
            TeachingAssignment.study_group_id == group_id,
            TeachingAssignment.subject_id == subject_id,
        )
    )
    return hours or 0

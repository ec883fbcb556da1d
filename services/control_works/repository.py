"""Rows of control works; a session with the school bound comes in, nothing is committed."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import ControlWork, TeachingAssignment

__all__ = ["find_work", "hours_of"]


async def find_work(session: AsyncSession, work_id: int) -> ControlWork | None:
    """Return a control work, kept from a second press."""
    return await session.scalar(
        select(ControlWork).where(ControlWork.id == work_id).with_for_update()
    )


async def hours_of(session: AsyncSession, *, group_id: int, subject_id: int) -> int:
    """Return the hours a week of a subject in a group by the teaching load; 0: not known."""
    hours = await session.scalar(
        select(func.max(TeachingAssignment.hours_per_week)).where(
            TeachingAssignment.study_group_id == group_id,
            TeachingAssignment.subject_id == subject_id,
        )
    )
    return hours or 0

"""The SQL of job runs; sessions come from outside, nothing is committed here."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.models import JobRun

__all__ = ["claim", "purge", "taken_slots"]


async def claim(
    session: AsyncSession, *, job: str, school_id: int, slot: str, now: datetime
) -> bool:
    """Take a slot of a job; False when somebody had it before."""
    statement = insert_or_ignore(session, JobRun, keys=("job", "school_id", "slot"))
    taken = await session.execute(
        statement.values(job=job, school_id=school_id, slot=slot, ran_at=now).returning(JobRun.id)
    )
    return taken.first() is not None


async def taken_slots(
    session: AsyncSession, *, job: str, school_id: int, prefix: str
) -> frozenset[str]:
    """Return the slots of a job that are done, those that begin with *prefix*."""
    return frozenset(
        await session.scalars(
            select(JobRun.slot).where(
                JobRun.job == job,
                JobRun.school_id == school_id,
                JobRun.slot.startswith(prefix, autoescape=True),
            )
        )
    )


async def purge(session: AsyncSession, *, ran_before: datetime) -> int:
    """Delete old runs and return how many."""
    deleted = await session.execute(delete(JobRun).where(JobRun.ran_at < ran_before))
    return cast("CursorResult[Any]", deleted).rowcount

"""Rows of filed reports; the school is bound, nothing is committed."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import FiledReport

__all__ = ["accepted", "by_id", "by_slot", "count", "newest"]


async def by_slot(session: AsyncSession, slot: str) -> FiledReport | None:
    """Return what was filed with exactly these contents."""
    return await session.scalar(select(FiledReport).where(FiledReport.slot == slot))


async def by_id(session: AsyncSession, filed_id: int) -> FiledReport | None:
    """Return a filed report."""
    return await session.scalar(select(FiledReport).where(FiledReport.id == filed_id))


async def count(session: AsyncSession) -> int:
    """Return how many there are."""
    return await session.scalar(select(func.count()).select_from(FiledReport)) or 0


async def newest(session: AsyncSession, *, skipped: int, limit: int) -> list[FiledReport]:
    """Return some, the newest first."""
    rows = await session.scalars(
        select(FiledReport)
        .order_by(FiledReport.accepted_at.desc(), FiledReport.id.desc())
        .offset(skipped)
        .limit(limit)
    )
    return list(rows)


async def accepted(
    session: AsyncSession, *, period: str, on: date
) -> frozenset[tuple[str, int | None]]:
    """Return which reports of a period were ever accepted: by key and class."""
    rows = await session.execute(
        select(FiledReport.report_key, FiledReport.class_id).where(
            FiledReport.period == period, FiledReport.period_on == on
        )
    )
    return frozenset((row.report_key, row.class_id) for row in rows)

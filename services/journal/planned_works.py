"""Control works that are planned: read by the calendar, the forecast and the summary."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import ControlWork
from services.vocabulary import EntryState

__all__ = ["planned_between"]


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

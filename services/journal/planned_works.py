"""Control works that are planned: read by the calendar, the forecast and the summary."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared
from services.models import ControlWork
from services.vocabulary import EntryState

__all__ = ["planned_between"]


_PLANNED = prepared(
    select(ControlWork)
    .where(
        ControlWork.study_group_id.in_(bindparam("group_ids", expanding=True)),
        ControlWork.work_on.between(bindparam("first"), bindparam("last")),
        ControlWork.state == EntryState.SAVED,
    )
    .order_by(ControlWork.work_on, ControlWork.number, ControlWork.id)
)


async def planned_between(
    session: AsyncSession, group_ids: Collection[int], *, first: date, last: date
) -> list[ControlWork]:
    """Return what is planned for some groups between two days, in order."""
    values = {"group_ids": list(group_ids), "first": first, "last": last}
    return list(await session.scalars(_PLANNED, values))

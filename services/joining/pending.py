"""A request to the office that is decided once: locked, and still open."""

from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, OutOfDate
from services.models import ContactRequest, CorrectionRequest
from services.vocabulary import LinkRequestState

__all__ = ["open_count", "open_rows", "pending_row"]

_Request = TypeVar("_Request", ContactRequest, CorrectionRequest)


async def pending_row(session: AsyncSession, model: type[_Request], request_id: int) -> _Request:
    """Return a request to be decided; nobody else decides it meanwhile.

    Raises:
        NotFound: there is no such request.
        OutOfDate: it was decided or replaced before.
    """
    row = await session.scalar(select(model).where(model.id == request_id).with_for_update())
    if row is None:
        raise NotFound
    if row.state is not LinkRequestState.PENDING:
        raise OutOfDate
    return row


async def open_rows(session: AsyncSession, model: type[_Request]) -> list[_Request]:
    """Return what is to be decided, the oldest first."""
    rows = await session.scalars(
        select(model).where(model.state == LinkRequestState.PENDING).order_by(model.id)
    )
    return list(rows)


async def open_count(session: AsyncSession, model: type[_Request]) -> int:
    """Return how many requests are to be decided."""
    count = select(func.count()).select_from(model).where(model.state == LinkRequestState.PENDING)
    return await session.scalar(count) or 0

"""SQL of the importer: which school, and everything stored of it."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Base
from services.models import School

__all__ = ["all_schools", "find_school", "stored_rows"]

M = TypeVar("M", bound=Base)


async def stored_rows(session: AsyncSession, model: type[M]) -> Sequence[M]:
    """Return all rows of a table of the bound school, the oldest first."""
    rows = await session.scalars(select(model).order_by(inspect(model).primary_key[0]))
    return rows.all()


async def _schools_named(session: AsyncSession, name: str) -> Sequence[School]:
    """Return the schools whose short or full name is *name*, best fit first."""
    rows = await session.scalars(
        select(School)
        .where(or_(School.short_name == name, School.name == name))
        .order_by((School.short_name == name).desc(), School.id)
    )
    return rows.all()


async def find_school(session: AsyncSession, *names: str) -> School | None:
    """Return the school that bears one of the names, the first name that fits deciding."""
    for name in names:
        if name:
            found = await _schools_named(session, name)
            if found:
                return found[0]
    return None


async def all_schools(session: AsyncSession) -> Sequence[School]:
    """Return every school of the deployment."""
    return (await session.scalars(select(School).order_by(School.id))).all()

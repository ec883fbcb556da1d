"""The classes of the school in the order people list them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import SchoolClass

__all__ = ["ListedClass", "classes_in_order"]


@dataclass(frozen=True, slots=True)
class ListedClass:
    """A class as a list shows it."""

    class_id: int
    name: str
    grade: int


async def classes_in_order(session: AsyncSession) -> tuple[ListedClass, ...]:
    """Return every class of the school, by grade and letter."""
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.grade_level).order_by(
            SchoolClass.grade_level, SchoolClass.name
        )
    )
    return tuple(ListedClass(row.id, row.name, row.grade_level) for row in rows)

"""Rows of evening cards; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, insert_or_ignore
from services.models import DayCard, Guardianship, Person, School
from services.vocabulary import PersonKind

__all__ = ["CardRow", "card_ids", "card_rows", "children_of_people", "school_ids"]


@dataclass(frozen=True, slots=True)
class CardRow:
    """Whose day a card shows."""

    card_id: int
    student_id: int
    day_on: date


async def school_ids(session: AsyncSession) -> list[int]:
    """Return the schools of the deployment; no school needs to be bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def children_of_people(
    session: AsyncSession, person_ids: Collection[int]
) -> dict[int, set[int]]:
    """Return by student who of these people is their guardian, or the student."""
    found: dict[int, set[int]] = {}
    guardians = await session.execute(
        select(Guardianship.guardian_id, Guardianship.student_id).where(
            Guardianship.guardian_id.in_(person_ids)
        )
    )
    for row in guardians:
        found.setdefault(row.student_id, set()).add(row.guardian_id)
    students = await session.scalars(
        select(Person.id).where(Person.id.in_(person_ids), Person.kind == PersonKind.STUDENT)
    )
    for student_id in students:
        found.setdefault(student_id, set()).add(student_id)
    return found


async def card_ids(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, int]:
    """Return the cards of some students for a day, made now where there are none, by student."""
    if not student_ids:
        return {}
    await session.execute(
        insert_or_ignore(session, DayCard, keys=("school_id", "student_id", "day_on")),
        [
            {"school_id": bound_school_id(), "student_id": one, "day_on": on}
            for one in sorted(student_ids)
        ],
    )
    rows = await session.execute(
        select(DayCard.id, DayCard.student_id).where(
            DayCard.student_id.in_(student_ids), DayCard.day_on == on
        )
    )
    return {row.student_id: row.id for row in rows}


async def card_rows(session: AsyncSession, card_ids: Collection[int]) -> dict[int, CardRow]:
    """Return cards by id."""
    rows = await session.execute(
        select(DayCard.id, DayCard.student_id, DayCard.day_on).where(DayCard.id.in_(card_ids))
    )
    return {row.id: CardRow(*row) for row in rows}

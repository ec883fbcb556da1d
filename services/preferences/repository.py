"""Rows of preferences; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, upsert_statement
from services.models import Preference
from services.vocabulary import PreferenceKey

__all__ = ["choices", "choose", "people_who_chose"]


async def choices(
    session: AsyncSession, key: PreferenceKey, person_ids: Collection[int]
) -> dict[int, str]:
    """Return what some people have chosen; who has not is left out."""
    rows = await session.execute(
        select(Preference.person_id, Preference.value).where(
            Preference.key == key, Preference.person_id.in_(person_ids)
        )
    )
    return {row.person_id: row.value for row in rows}


async def people_who_chose(
    session: AsyncSession, key: PreferenceKey, value: str
) -> frozenset[int]:
    """Return who of the school has chosen *value*."""
    return frozenset(
        await session.scalars(
            select(Preference.person_id).where(Preference.key == key, Preference.value == value)
        )
    )


async def choose(session: AsyncSession, key: PreferenceKey, person_id: int, value: str) -> None:
    """Store a choice in place of the one before."""
    statement = upsert_statement(
        session, Preference, keys=("school_id", "person_id", "key"), update=("value",)
    )
    row = {
        "school_id": bound_school_id(),
        "person_id": person_id,
        "key": key,
        "value": value,
    }
    await session.execute(statement, [row])

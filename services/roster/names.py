"""Names of people as values, for those who put them into sentences."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared
from services.models import Person

__all__ = ["PersonName", "names_of"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its three parts; a patronymic may be missing."""

    family_name: str
    given_name: str
    patronymic: str = ""


_NAMES = prepared(
    select(Person.id, Person.family_name, Person.given_name, Person.patronymic).where(
        Person.id.in_(bindparam("person_ids", expanding=True))
    )
)


async def names_of(session: AsyncSession, person_ids: Collection[int]) -> dict[int, PersonName]:
    """Return names by person, of those who left too."""
    if not person_ids:
        return {}
    rows = await session.execute(_NAMES, {"person_ids": list(person_ids)})
    return {row.id: PersonName(row.family_name, row.given_name, row.patronymic) for row in rows}

"""Rows of preferences; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id, prepared, read_once, upsert_statement
from services.models import ChildPreference, Preference
from services.preferences.choices import ChildChoices
from services.vocabulary import PreferenceKey

__all__ = [
    "child_choices",
    "choices",
    "choices_of_reader",
    "choose",
    "choose_about_child",
    "people_who_chose",
]


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


async def child_choices(
    session: AsyncSession, pairs: Collection[tuple[int, int]]
) -> dict[tuple[int, int], ChildChoices]:
    """Return what people have chosen about children, by (person, student)."""
    rows = await session.execute(
        select(
            ChildPreference.person_id,
            ChildPreference.student_id,
            ChildPreference.key,
            ChildPreference.value,
        ).where(
            ChildPreference.person_id.in_({person_id for person_id, _ in pairs}),
            ChildPreference.student_id.in_({student_id for _, student_id in pairs}),
        )
    )
    stored: dict[tuple[int, int], dict[str, str]] = {}
    for row in rows:
        stored.setdefault((row.person_id, row.student_id), {})[row.key] = row.value
    return {pair: ChildChoices.of(values) for pair, values in stored.items()}


_CHOICES_OF_READER = prepared(
    select(ChildPreference.student_id, ChildPreference.key, ChildPreference.value).where(
        ChildPreference.person_id == bindparam("person_id")
    )
)


async def choices_of_reader(session: AsyncSession, person_id: int) -> dict[int, ChildChoices]:
    """Return what a person has chosen about each child, by student; who chose nothing is left out.

    Read once in a session: every page names its child and lists the others.
    """

    async def read() -> dict[int, ChildChoices]:
        rows = await session.execute(_CHOICES_OF_READER, {"person_id": person_id})
        stored: dict[int, dict[str, str]] = {}
        for row in rows:
            stored.setdefault(row.student_id, {})[row.key] = row.value
        return {student_id: ChildChoices.of(values) for student_id, values in stored.items()}

    return dict(await read_once(session, ("choices about children", person_id), read))


async def choose_about_child(
    session: AsyncSession, *, person_id: int, student_id: int, key: str, value: str
) -> None:
    """Store a choice about a child in place of the one before."""
    statement = upsert_statement(
        session,
        ChildPreference,
        keys=("school_id", "person_id", "student_id", "key"),
        update=("value",),
    )
    row = {
        "school_id": bound_school_id(),
        "person_id": person_id,
        "student_id": student_id,
        "key": key,
        "value": value,
    }
    await session.execute(statement, [row])

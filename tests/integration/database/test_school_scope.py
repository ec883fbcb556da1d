"""The bound school limits every ORM statement, and forgetting it raises."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import StatementError

from services.database import Database, SchoolNotBound, bind_school, prepared
from services.models import School, Subject
from services.vocabulary import Assessment


@pytest.fixture
async def two_schools(database: Database) -> tuple[int, int]:
    """Give two schools with a subject of the same name each."""
    ids = []
    for name in ("North", "South"):
        async with database.transaction() as session:
            school = School(
                name=name,
                short_name=name,
                timezone="Europe/Moscow",
                created_at=datetime(2026, 9, 1, tzinfo=UTC),
            )
            session.add(school)
            await session.flush()
            with bind_school(school.id):
                session.add(
                    Subject(
                        name="Algebra",
                        short_name="Alg",
                        assessment=Assessment.MARKS,
                        has_homework=True,
                    )
                )
                await session.flush()
            ids.append(school.id)
    return ids[0], ids[1]


async def test_a_query_sees_the_bound_school_only(
    database: Database, two_schools: tuple[int, int]
) -> None:
    """SELECT, get and JOIN return rows of the bound school and no other."""
    _, south = two_schools

    async with database.reading() as session:
        with bind_school(south):
            rows = (await session.scalars(select(Subject))).all()
            joined = (
                await session.execute(
                    select(func.count())
                    .select_from(School)
                    .join(Subject, Subject.school_id == School.id)
                )
            ).scalar_one()

    assert [south] == [row.school_id for row in rows]
    assert joined == 1


async def test_a_prepared_statement_asks_for_the_school_whenever_it_runs(
    database: Database, two_schools: tuple[int, int]
) -> None:
    """One statement built once answers each school with its own rows, and nobody without one."""
    by_name = prepared(select(Subject.school_id).where(Subject.name == bindparam("name")))
    narrowed = by_name.where(Subject.short_name == "Alg")
    found: list[int] = []

    async with database.reading() as session:
        for school_id in two_schools:
            with bind_school(school_id):
                for statement in (by_name, narrowed):
                    found += await session.scalars(statement, {"name": "Algebra"})
        with pytest.raises(StatementError) as raised:
            await session.scalars(by_name, {"name": "Algebra"})

    north, south = two_schools
    assert [north, north, south, south] == found
    assert isinstance(raised.value.orig, SchoolNotBound)


async def test_a_row_of_another_school_is_not_found_by_its_id(
    database: Database, two_schools: tuple[int, int]
) -> None:
    """An id guessed from another school leads nowhere."""
    north, south = two_schools
    async with database.reading() as session:
        with bind_school(north):
            own = (await session.scalars(select(Subject.id))).one()

    async with database.reading() as session:
        with bind_school(south):
            found = await session.get(Subject, own)

    assert found is None


async def test_update_and_delete_stay_inside_the_school(
    database: Database, two_schools: tuple[int, int]
) -> None:
    """A careless UPDATE or DELETE without a condition changes the bound school only."""
    north, south = two_schools
    async with database.transaction() as session:
        with bind_school(south):
            await session.execute(update(Subject).values(short_name="changed"))
            await session.execute(delete(Subject))

    async with database.reading() as session:
        with bind_school(north):
            left = (await session.scalars(select(Subject.short_name))).all()

    assert ["Alg"] == left


@pytest.mark.parametrize(
    "statement",
    [
        select(Subject),
        select(School.id).join(Subject, Subject.school_id == School.id),
        select(School.id).where(School.id.in_(select(Subject.school_id))),
        update(Subject).values(short_name="x"),
        delete(Subject),
    ],
    ids=["select", "join", "subquery", "update", "delete"],
)
async def test_a_statement_without_a_school_raises(
    database: Database, two_schools: tuple[int, int], statement: object
) -> None:
    """Forgetting the school is an error, never everybody's data."""
    del two_schools

    with pytest.raises((SchoolNotBound, StatementError), match=r"SchoolNotBound|^$"):
        async with database.transaction() as session:
            await session.execute(statement)  # type: ignore[call-overload]

"""What only SQLite needs: statements in one go to its thread, and statistics for its planner."""

from datetime import date

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from services.database import Database, bind_school
from services.models import Holiday, School, Subject
from tests.factories import at, build_school

_NAMES = ("Осенние", "Зимние", "Весенние")


@pytest.fixture
async def sqlite(sqlite_templates):
    """Give an open fresh database."""
    opened = Database(sqlite_templates.fresh())
    yield opened
    await opened.close()


async def test_rows_counts_and_ids_come_back_from_the_thread(sqlite):
    """One row, many rows and RETURNING tell what they did, and what they changed is there."""
    async with sqlite.transaction() as session:
        school = School(name="Школа", short_name="Ш", timezone="UTC", created_at=at(1, "08:00"))
        session.add(school)
        await session.flush()
        with bind_school(school.id):
            day = date(2026, 11, 1)
            rows = [
                {"name": one, "starts_on": day, "ends_on": day, "grades": []} for one in _NAMES
            ]
            returned = await session.scalars(
                insert(Holiday).returning(Holiday.name), [row | {"school_id": 1} for row in rows]
            )
            names = list(returned)
            changed = await session.execute(text("UPDATE holiday SET name = 'Летние'"))

    async with sqlite.reading() as session:
        with bind_school(school.id):
            stored = list(await session.scalars(select(Holiday.name)))
    assert list(_NAMES) == sorted(names, key=_NAMES.index)
    assert len(_NAMES) == changed.rowcount
    assert ["Летние"] * len(_NAMES) == stored


async def test_more_rows_than_come_at_once_come_all(sqlite):
    """A long result arrives whole, and a streamed one row by row, also when it is left early."""
    school = await build_school(sqlite)
    with bind_school(school.school_id):
        async with sqlite.transaction() as session:
            session.add_all(
                Subject(name=f"Курс {n:04}", short_name="", assessment="marks", has_homework=True)
                for n in range(1200)
            )
        query = select(Subject.name).where(Subject.name.startswith("Курс")).order_by(Subject.name)
        async with sqlite.reading() as session:
            whole = list(await session.scalars(query))
            streamed = [name async for name in await session.stream_scalars(query)]
            async for name in await session.stream_scalars(query):
                left_at = name
                break
            after = await session.scalar(query.limit(1))

    assert [f"Курс {n:04}" for n in range(1200)] == whole == streamed
    assert "Курс 0000" == left_at == after


async def test_a_refusal_of_the_database_stays_what_it_is(sqlite):
    """A broken constraint arrives as SQLAlchemy's own error, and the next transaction works."""
    await build_school(sqlite)
    with pytest.raises(IntegrityError):
        await build_school(sqlite)

    await build_school(sqlite, short_name="Школа 13")


async def test_the_planner_knows_how_large_the_tables_are(sqlite):
    """With statistics what is asked by id is looked up by id, in the one school there is, too."""
    school = await build_school(sqlite)
    with bind_school(school.school_id):
        async with sqlite.transaction() as session:
            session.add_all(
                Subject(name=f"Курс {n}", short_name="", assessment="marks", has_homework=True)
                for n in range(300)
            )
    plans = []
    for _ in range(2):
        async with sqlite.reading() as session:
            rows = await session.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT id, name FROM subject"
                    " WHERE id IN (1, 2, 3, 4, 5, 6, 7, 8) AND school_id = 1"
                )
            )
            plans.append([row.detail for row in rows])
        assert await sqlite.refresh_statistics() is False

    assert ["SEARCH subject USING COVERING INDEX sqlite_autoindex_subject_2 (school_id=?)"] == (
        plans[0]
    )
    assert ["SEARCH subject USING INTEGER PRIMARY KEY (rowid=?)"] == plans[1]

"""What a session has read once it does not read again, until something may have changed."""

from sqlalchemy import select, update

from services.database import bind_school, read_once
from services.models import Person, Subject
from services.regulation.repository import load_profile
from tests.factories import build_school


async def test_a_read_is_made_once_for_each_school(database):
    """The second asking costs nothing, and another school has its own answer."""
    schools = [await build_school(database, short_name=name) for name in ("Первая", "Вторая")]
    reads: list[int] = []

    async with database.reading() as session:

        async def read() -> int:
            reads.append(1)
            return await session.scalar(select(Person.id).order_by(Person.id).limit(1)) or 0

        found = []
        for school in [*schools, *schools]:
            with bind_school(school.school_id):
                found.append(await read_once(session, "first person", read))

    assert len(schools) == len(reads)
    assert found[:2] == found[2:]
    assert found[0] != found[1]


async def test_what_was_changed_is_read_again(database):
    """By a statement, by a flush, or by a change that is not even written yet."""
    school = await build_school(database)
    subject_id = school.subjects["algebra"]
    with bind_school(school.school_id):
        async with database.transaction() as session:

            async def read() -> str:
                return await session.scalar(select(Subject.name).filter_by(id=subject_id)) or ""

            names = [await read_once(session, "name", read)]
            await session.execute(update(Subject).filter_by(id=subject_id).values(name="Новая"))
            names.append(await read_once(session, "name", read))
            row = await session.get_one(Subject, subject_id)
            await session.refresh(row)
            row.name = "Ещё новее"
            names.append(await read_once(session, "name", read))
            names.append(await read_once(session, "name", read))

    assert ["Алгебра", "Новая", "Ещё новее", "Ещё новее"] == names


async def test_settings_of_another_transaction_are_seen_by_the_next(database):
    """Nothing is remembered beyond the transaction."""
    school = await build_school(database)
    with bind_school(school.school_id):
        async with database.reading() as session:
            before = await load_profile(session)
            await session.rollback()
            await build_school(database, short_name="Другая")
            after = await load_profile(session)

    assert before == after
    assert before is not after

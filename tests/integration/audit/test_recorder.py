"""Every change of an audited row is in the chain, with who and why, or it did not happen."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, select

from services.audit import acting
from services.database import Database, bind_school
from services.models import AuditDetail, AuditEntry, AuditHead, Person, School, Subject
from services.vocabulary import Assessment
from tests.fakes import FakeClock
from tests.integration.audit.recorded_people import person, verified


async def _entries(database: Database, school_id: int) -> list[tuple[Any, ...]]:
    async with database.reading() as session:
        with bind_school(school_id):
            rows = await session.execute(
                select(AuditEntry, AuditDetail)
                .join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
                .order_by(AuditEntry.seq)
            )
            return [
                (entry.seq, entry.action, entry.actor_id, detail.payload) for entry, detail in rows
            ]


async def test_insert_update_and_delete_are_recorded_with_actor_and_reason(recorded, school_id):
    """An entry says what happened, who did it, why, and how the row was left."""
    with acting(None, why="import"):
        async with recorded.transaction() as session:
            anna = person()
            session.add(anna)
    with acting(7, why="marriage"):
        async with recorded.transaction() as session:
            (await session.get_one(Person, anna.id)).family_name = "Sokolova"
    with acting(7):
        async with recorded.transaction() as session:
            await session.delete(await session.get_one(Person, anna.id))

    entries = await _entries(recorded, school_id)

    assert [
        (1, "insert", None, "Orlova", "import"),
        (2, "update", 7, "Sokolova", "marriage"),
        (3, "delete", 7, "Sokolova", ""),
    ] == [(seq, act, who, p["row"]["family_name"], p["why"]) for seq, act, who, p in entries]


async def test_the_chain_itself_holds_no_personal_values(recorded, school_id):
    """Entries carry ids and digests; names are in the details alone."""
    async with recorded.transaction() as session:
        session.add(person("Evdokia"))

    async with recorded.reading() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    texts = [str(getattr(entry, column.key)) for column in AuditEntry.__table__.columns]

    assert not any("Evdokia" in text or "Orlova" in text for text in texts)


async def test_what_is_not_audited_and_what_did_not_change_leave_no_entry(recorded, school_id):
    """A plain table, and a value set to what it was, are no facts for the chain."""
    async with recorded.transaction() as session:
        anna = person()
        session.add(anna)
        session.add(
            Subject(
                name="Algebra",
                short_name="Alg",
                assessment=Assessment.MARKS,
                has_homework=True,
            )
        )
    async with recorded.transaction() as session:
        row = await session.get_one(Person, anna.id)
        row.given_name = "Anna"

    entries = await _entries(recorded, school_id)

    assert [(1, "insert")] == [(seq, action) for seq, action, _, _ in entries]


async def test_a_rolled_back_transaction_leaves_nothing(recorded, school_id):
    """A refusal takes its entries with it."""

    async def refused() -> None:
        async with recorded.transaction() as session:
            session.add(person())
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await refused()

    assert (0, ()) == _summary(await verified(recorded, school_id))


async def test_a_rolled_back_savepoint_leaves_nothing_and_a_released_one_stays(
    recorded, school_id
):
    """Inside one transaction only what really remains is recorded."""
    async with recorded.transaction() as session:
        session.add(person("before"))
        async with session.begin_nested():
            session.add(person("kept"))
        dropped = await session.begin_nested()
        session.add(person("dropped"))
        await session.flush()
        await dropped.rollback()
        session.add(person("after"))

    entries = await _entries(recorded, school_id)

    assert ["before", "kept", "after"] == [p["row"]["given_name"] for _, _, _, p in entries]
    assert (3, ()) == _summary(await verified(recorded, school_id))


async def test_one_unit_of_work_is_one_stretch_of_the_chain(recorded, school_id):
    """Services that join an update's unit of work are chained together at its commit."""
    async with recorded.unit_of_work():
        with acting(1):
            async with recorded.transaction() as session:
                session.add(person("first"))
        with acting(2):
            async with recorded.transaction() as session:
                session.add(person("second"))

    entries = await _entries(recorded, school_id)

    assert [(1, 1), (2, 2)] == [(seq, actor) for seq, _, actor, _ in entries]


async def test_each_school_has_its_own_chain(recorded, school_id, clock: FakeClock):
    """One transaction over two schools grows both chains, each from its own end."""
    async with recorded.transaction() as session:
        other = School(
            name="South", short_name="South", timezone="Europe/Moscow", created_at=clock.now()
        )
        session.add(other)
    async with recorded.transaction() as session:
        session.add(person(school_id=other.id))
        session.add(person(school_id=school_id))
        session.add(person(school_id=other.id))

    with bind_school(other.id):
        south = await verified(recorded, other.id)

    assert (1, ()) == _summary(await verified(recorded, school_id))
    assert (2, ()) == _summary(south)


async def test_concurrent_transactions_make_one_chain(recorded, school_id):
    """Twenty writers at once leave one unbroken chain."""

    async def write(number: int) -> None:
        async with recorded.transaction() as session:
            session.add(person(str(number)))

    await asyncio.gather(*(write(number) for number in range(20)))

    async with recorded.reading() as session:
        head = await session.get_one(AuditHead, school_id)
    assert 20 == head.seq
    assert (20, ()) == _summary(await verified(recorded, school_id))


async def test_two_thousand_rows_are_chained_with_few_statements(recorded, school_id):
    """An import is chained in groups of rows, not statement by statement."""
    statements: list[str] = []
    event.listen(
        recorded.writer.sync_engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: statements.append(statement),
    )
    async with recorded.transaction() as session:
        session.add_all(person(str(number)) for number in range(2000))

    of_chain = [statement for statement in statements if "audit_" in statement]
    assert len(of_chain) < 20
    assert (2000, ()) == _summary(await verified(recorded, school_id))


def _summary(verification):
    return verification.entry_count, verification.findings

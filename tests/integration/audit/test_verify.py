"""Whatever is changed behind the program's back is found, and a sound chain stays green."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, text, update

from services.audit import Finding, FindingKind, acting
from services.audit.erasure import erase_history
from services.database import Base, Database
from services.keys import Keys
from services.models import (
    Account,
    Bot,
    Guardianship,
    Person,
)
from services.vocabulary import AccessMode, PersonKind
from tests.integration.audit.recorded_people import person, verified


@pytest.fixture
async def family(recorded: Database, school_id: int) -> tuple[int, int, int]:
    """Give student, guardian and guardianship, recorded as entries 1 to 5 with two corrections."""
    async with recorded.transaction() as session:
        student = person("Anna", birth_date=date(2015, 5, 1), external_id="U1")
        session.add(student)
        await session.flush()
        guardian = person("Ольга", external_id="P1", phone_hash="ab" * 32, phone_tail="28")
        guardian.kind = PersonKind.GUARDIAN
        session.add(guardian)
        await session.flush()
        link = Guardianship(
            guardian_id=guardian.id, student_id=student.id, access=AccessMode.ELECTRONIC
        )
        session.add(link)
    with acting(1, why="moved"):
        async with recorded.transaction() as session:
            (await session.get_one(Person, student.id)).patronymic = "Львовна"
    async with recorded.transaction() as session:
        (await session.get_one(Guardianship, link.id)).application_number = "17"
    return student.id, guardian.id, link.id


async def _kinds(database, school_id):
    return {finding.kind for finding in (await verified(database, school_id)).findings}


async def _run(database, *statements):
    async with database.writer.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


async def test_a_sound_chain_is_intact(recorded, school_id, family):
    """Nothing is found where nothing was changed from outside."""
    verification = await verified(recorded, school_id)

    assert (5, ()) == (verification.entry_count, verification.findings)
    assert verification.is_intact


async def test_a_school_without_changes_is_intact(recorded, school_id):
    """A new school has an empty chain and nothing to complain of."""
    assert (await verified(recorded, school_id)).is_intact


ENTRY, DETAIL, HEAD, PERSON, GUARDIANSHIP, SETTING = (
    Base.metadata.tables[name]
    for name in (
        "audit_entry", "audit_detail", "audit_head", "person", "guardianship", "school_setting",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", text("'2020-01-01 00:00:00.000000'")),
        ("actor_id", 99),
        ("action", "delete"),
        ("entity", "mark"),
        ("entity_id", 12345),
        ("digest", bytes(32)),
        ("previous_hash", bytes(32)),
        ("hash", bytes(32)),
    ],
)
async def test_a_changed_entry_is_found(recorded, school_id, family, column, value):
    """No column of an entry can be touched unseen."""
    await _run(recorded, update(ENTRY).where(ENTRY.c.seq == 4).values({column: value}))

    assert FindingKind.ENTRY_CHANGED in await _kinds(recorded, school_id)


async def test_a_renumbered_entry_is_found(recorded, school_id, family):
    """Moving an entry in the chain leaves a gap."""
    await _run(recorded, update(ENTRY).where(ENTRY.c.seq == 5).values(seq=50))

    assert FindingKind.ENTRY_MISSING in await _kinds(recorded, school_id)


@pytest.mark.parametrize("seq", [1, 3, 5])
async def test_a_removed_entry_is_found(recorded, school_id, family, seq):
    """First, middle or last: an entry cannot go unseen."""
    entry_id = ENTRY.select().with_only_columns(ENTRY.c.id).where(ENTRY.c.seq == seq)
    await _run(
        recorded,
        delete(DETAIL).where(DETAIL.c.entry_id.in_(entry_id)),
        delete(ENTRY).where(ENTRY.c.seq == seq),
    )

    expected = FindingKind.HEAD_CHANGED if seq == 5 else FindingKind.ENTRY_MISSING
    assert expected in await _kinds(recorded, school_id)


@pytest.mark.parametrize(
    "values",
    [
        {"salt": bytes(16)},
        {"payload": {"row": {}, "why": "moved"}},
        {"payload": ["nothing"]},
    ],
    ids=["salt", "payload", "payload of another shape"],
)
async def test_a_changed_detail_is_found(recorded, school_id, family, values):
    """Salt and payload fit the digest of their entry, or are named."""
    entry_id = ENTRY.select().with_only_columns(ENTRY.c.id).where(ENTRY.c.seq == 4)
    await _run(
        recorded,
        update(DETAIL).where(DETAIL.c.entry_id == entry_id.scalar_subquery()).values(values),
    )

    findings = (await verified(recorded, school_id)).findings

    assert (
        Finding(FindingKind.DETAIL_CHANGED, seq=4, entity="person", entity_id=family[0])
        in findings
    )


async def test_one_letter_of_a_reason_is_found(recorded, school_id, family):
    """The reason given is as protected as the row."""
    entry_id = ENTRY.select().with_only_columns(ENTRY.c.id).where(ENTRY.c.seq == 4)
    async with recorded.writer.begin() as connection:
        payload = (
            await connection.execute(
                DETAIL.select().where(DETAIL.c.entry_id == entry_id.scalar_subquery())
            )
        ).one()
        await connection.execute(
            update(DETAIL)
            .where(DETAIL.c.entry_id == payload.entry_id)
            .values(payload={**payload.payload, "why": "mowed"})
        )

    assert {FindingKind.DETAIL_CHANGED, FindingKind.ROW_CHANGED} == await _kinds(
        recorded, school_id
    )


async def test_a_detail_removed_without_an_act_is_found(recorded, school_id, family):
    """A detail that is simply gone is named with its entry."""
    entry_id = ENTRY.select().with_only_columns(ENTRY.c.id).where(ENTRY.c.seq == 1)
    await _run(recorded, delete(DETAIL).where(DETAIL.c.entry_id == entry_id.scalar_subquery()))

    findings = (await verified(recorded, school_id)).findings

    assert (
        Finding(FindingKind.DETAIL_MISSING, seq=1, entity="person", entity_id=family[0]),
    ) == findings


@pytest.mark.parametrize("values", [{"seq": 4}, {"hash": bytes(32)}], ids=["seq", "hash"])
async def test_a_changed_head_is_found(recorded, school_id, family, values):
    """The head names the last entry, or is named itself."""
    await _run(recorded, update(HEAD).values(values))

    assert {FindingKind.HEAD_CHANGED} == await _kinds(recorded, school_id)


async def test_a_removed_head_is_found(recorded, school_id, family):
    """A chain whose head is gone is not whole."""
    await _run(recorded, delete(HEAD))

    assert {FindingKind.HEAD_CHANGED} == await _kinds(recorded, school_id)


@pytest.mark.parametrize(
    "values",
    [
        {"family_name": "Orlowa"},
        {"given_name": "anna"},
        {"patronymic": ""},
        {"birth_date": date(2015, 5, 2)},
        {"phone_tail": "11"},
        {"phone_hash": "cd" * 32},
        {"left_on": date(2026, 11, 1)},
        {"kind": PersonKind.STAFF},
        {"external_id": "U2"},
    ],
    ids=lambda values: next(iter(values)),
)
async def test_a_row_changed_past_the_program_is_found(recorded, school_id, family, values):
    """Every column of an audited row is compared with the row's newest entry."""
    student_id = family[0]
    await _run(recorded, update(PERSON).where(PERSON.c.id == student_id).values(values))

    findings = (await verified(recorded, school_id)).findings

    assert (Finding(FindingKind.ROW_CHANGED, entity="person", entity_id=student_id),) == findings


async def test_a_bulk_update_through_the_orm_is_found_too(recorded, school_id, family):
    """A statement that bypasses the objects is no record, whoever wrote it."""
    async with recorded.transaction() as session:
        await session.execute(update(Person).values(patronymic="Х"))

    assert {FindingKind.ROW_CHANGED} == await _kinds(recorded, school_id)


async def test_a_deleted_row_is_found(recorded, school_id, family):
    """A row that vanished without an entry is missed."""
    link_id = family[2]
    await _run(recorded, delete(GUARDIANSHIP).where(GUARDIANSHIP.c.id == link_id))

    findings = (await verified(recorded, school_id)).findings

    assert (
        Finding(FindingKind.ROW_MISSING, entity="guardianship", entity_id=link_id),
    ) == findings


async def test_an_inserted_row_is_found(recorded, school_id, family):
    """A row that appeared without an entry is named."""
    await _run(
        recorded,
        insert(SETTING).values(id=900, school_id=school_id, key="mark_threshold", value="2.6"),
    )

    findings = (await verified(recorded, school_id)).findings

    assert (
        Finding(FindingKind.ROW_UNRECORDED, entity="school_setting", entity_id=900),
    ) == findings


async def test_a_deleted_row_put_back_is_found(recorded, school_id, family):
    """What was deleted through the program cannot quietly return."""
    link_id = family[2]
    async with recorded.transaction() as session:
        link = await session.get_one(Guardianship, link_id)
        values = {c.key: getattr(link, c.key) for c in GUARDIANSHIP.columns}
        await session.delete(link)
    await _run(recorded, insert(GUARDIANSHIP).values(values))

    assert {FindingKind.ROW_UNRECORDED} == await _kinds(recorded, school_id)


async def test_another_key_fits_no_entry(recorded, school_id, family):
    """A chain forged without the deployment's secret does not pass."""
    findings = (
        await verified(recorded, school_id, keys=Keys("another secret, just as long as ours"))
    ).findings

    assert 5 == sum(finding.kind is FindingKind.ENTRY_CHANGED for finding in findings)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL refuses it
async def test_an_unreadable_value_is_a_finding_not_a_crash(recorded, school_id, family):
    """A value the program cannot even read is reported like any other change."""
    await _run(
        recorded,
        text("UPDATE person SET birth_date = '2015-05-' WHERE id = :id").bindparams(id=family[0]),
        text("UPDATE audit_detail SET payload = '{\"row\":' WHERE entry_id = 5"),
        text("UPDATE audit_entry SET at = 'yesterday' WHERE seq = 2"),
    )

    kinds = await _kinds(recorded, school_id)

    assert {
        FindingKind.ROW_CHANGED,
        FindingKind.DETAIL_CHANGED,
        FindingKind.ENTRY_CHANGED,
    } == kinds


async def test_an_erasure_act_destroys_the_past_and_the_chain_stays_intact(
    recorded, school_id, family
):
    """After the act no detail knows the person, and the check is green."""
    student_id, guardian_id, link_id = family
    with acting(1, why="demand of 20.11.2026"):
        async with recorded.transaction() as session:
            await session.delete(await session.get_one(Guardianship, link_id))
            await session.flush()
            await session.delete(await session.get_one(Person, guardian_id))
            student = await session.get_one(Person, student_id)
            student.family_name, student.given_name = "—", "—"
            student.patronymic, student.birth_date = "", None
            await erase_history(session, Guardianship, link_id)
            await erase_history(session, Person, guardian_id)
            await erase_history(session, Person, student_id)

    async with recorded.reading() as session:
        details = await session.execute(DETAIL.select())
        left = str([row.payload for row in details])

    assert "Ольга" not in left
    assert "Anna" not in left
    assert "demand of 20.11.2026" in left
    assert (await verified(recorded, school_id)).is_intact


async def test_an_erased_row_goes_on_being_guarded(recorded, school_id, family):
    """The state a row was left in by the act is compared as before."""
    student_id = family[0]
    async with recorded.transaction() as session:
        (await session.get_one(Person, student_id)).given_name = "—"
        await erase_history(session, Person, student_id)
    await _run(recorded, update(PERSON).where(PERSON.c.id == student_id).values(given_name="Eva"))

    assert {FindingKind.ROW_CHANGED} == await _kinds(recorded, school_id)


async def test_an_act_covers_nothing_that_came_after_it(recorded, school_id, family):
    """A detail recorded after the act may not go missing."""
    student_id = family[0]
    async with recorded.transaction() as session:
        await erase_history(session, Person, student_id)
    async with recorded.transaction() as session:
        (await session.get_one(Person, student_id)).given_name = "Eva"
    last = ENTRY.select().with_only_columns(ENTRY.c.id).where(ENTRY.c.seq == 7)
    await _run(recorded, delete(DETAIL).where(DETAIL.c.entry_id == last.scalar_subquery()))

    assert {FindingKind.DETAIL_MISSING, FindingKind.ROW_CHANGED} == await _kinds(
        recorded, school_id
    )


async def test_only_a_recorded_kind_of_row_has_a_history_to_erase(recorded, school_id):
    """Asking to erase the history of a table without one is a programming error."""
    async with recorded.transaction() as session:
        with pytest.raises(TypeError):
            await erase_history(session, Account, 1)
        with pytest.raises(TypeError):
            await erase_history(session, Bot, 1)

"""Copies made under load and put back into either database."""

import asyncio
from argparse import Namespace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.commands.restore import run as restore
from bot.database_setup import upgrade
from bot.problems import UsageProblem
from bot.schedule.copies import CopyKeeper
from bot.settings import Settings
from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.archive.alerts import alert_administrators
from services.archive.copying import write_copy
from services.archive.places import CopyProblem, copy_into
from services.archive.portable import verify_copy
from services.audit import verify_chain
from services.database import Base, Database, bind_school
from services.due.service import DueService
from services.keys import Keys
from services.models import Account, JobRun, Message, RoleAssignment, SchoolSetting
from services.privacy.office import PrivacyOffice
from services.privacy.stop_list import STOP_LIST as ERASURES
from services.privacy.stop_list import stop_list, write_stop_list
from services.privacy.withdrawal_list import STOP_LIST, merge_stop_lists, read_stops, stops_of
from services.vocabulary import AttendanceCode, ConsentAction, OfficeAlertKind, Role
from tests.integration.archive.conftest import KEYS, SECRET

# Claims and waits belong to the machine, the version to alembic; opening notes the key.
NOT_COMPARED = {"send_slot", "chat_queue", "alembic_version", "deployment"}


async def rows_of(database):
    """Return every row of every table, as Python values."""
    async with database.reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in await session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_COMPARED
        }


async def fill(families):
    """Let something of every kind be stored: marks, letters, messages, consents, JSON."""
    await families.link("mother_maria", account_id=1, student="maria")
    lesson = await families.lesson()
    mark_id = await families.mark(lesson, 5, comment="«ёлочки»; =1+1")
    await families.attend(lesson, AttendanceCode.ABSENT_SICK)
    await families.tell(*families.mark_news(mark_id))
    await families.steps()


async def copied(families, folder):
    """Make a copy and return its file."""
    placed, _tables = await copy_into(
        families.database, [folder], keys=KEYS, now=families.clock.now(), program="test"
    )
    return placed[0].file


def settings_of(folder):
    """Return settings whose data directory is *folder*."""
    return Settings(_env_file=None, secret_key=SECRET, data_dir=folder)


async def restored(file, url, folder):
    """Restore a copy as the command does: it brings loops of its own."""
    return await asyncio.to_thread(restore, Namespace(file=file, to=url), settings_of(folder))


async def test_a_copy_put_back_is_the_same_database(families, target_url, tmp_path):
    """Row by row the same in either database; the chain is intact and new ids do not clash."""
    await fill(families)
    before = await rows_of(families.database)
    status = await restored(await copied(families, tmp_path), target_url, tmp_path)
    other = Database(target_url)
    try:
        after = await rows_of(other)
        verified = await verify_chain(other, families.school.school_id, keys=KEYS)
        with bind_school(families.school.school_id):
            async with other.transaction() as session:
                session.add(SchoolSetting(key="new", value="1"))
    finally:
        await other.close()

    assert 0 == status
    assert before == after
    assert verified.is_intact


async def test_a_copy_under_load_is_one_moment(families, tmp_path):
    """While others write pairs of rows, a copy holds whole pairs only, and nobody waits for it."""
    done, begun_writing = asyncio.Event(), asyncio.Event()
    written = 0

    async def write() -> None:
        nonlocal written
        while not done.is_set():
            async with families.database.transaction() as session:
                await session.execute(
                    insert(Base.metadata.tables["school_setting"]),
                    [
                        {"school_id": families.school.school_id, "key": f"{side}{written}",
                         "value": "x" * 200}
                        for side in ("left", "right")
                    ],
                )  # fmt: skip
            written += 1
            begun_writing.set()

    writer = asyncio.create_task(write())  # noqa: TID251  # the load of this test alone
    await begun_writing.wait()
    begun = written
    tables = await write_copy(
        families.database, tmp_path / "c.backup", keys=KEYS, now=families.clock.now(),
        program="test",
    )  # fmt: skip
    during = written - begun
    done.set()
    await writer

    async with families.database.reading() as session:
        of_school = await session.scalar(select(func.count()).select_from(SchoolSetting.__table__))
    own = of_school - 2 * written
    assert during > 0
    assert 0 == (tables.counts["school_setting"] - own) % 2
    assert tables.counts == verify_copy(tmp_path / "c.backup").counts


async def test_a_missing_medium_stops_no_other_copy(families, tmp_path):
    """The places that are there get their copies; the one that is not is named."""
    there, gone, second = tmp_path / "a", tmp_path / "gone", tmp_path / "b"
    there.mkdir()
    second.mkdir()
    placed, tables = await copy_into(
        families.database, [gone, there, second], keys=KEYS, now=families.clock.now(),
        program="test",
    )  # fmt: skip

    assert [CopyProblem.MISSING, None, None] == [one.problem for one in placed]
    first, other = (file for one in placed if (file := one.file) is not None)
    assert first.read_bytes() == other.read_bytes()
    assert tables is not None
    assert tables.total == verify_copy(other).total
    assert not gone.exists()


async def test_an_administrator_hears_once_a_day(families):
    """The same trouble is told once; it names the place and the way out."""
    await families.link("deputy", account_id=5)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["deputy"], role=Role.ADMINISTRATOR)
            )
    for _ in range(2):
        await alert_administrators(
            families.database, OfficeAlertKind.COPY_MISSING, detail="/media/one",
            now=families.clock.now(),
        )  # fmt: skip
    await families.steps()

    (text,) = families.sender.texts
    assert "«/media/one»" in text
    assert "носитель не подключён" in text


async def test_what_was_withdrawn_after_the_copy_is_withdrawn_again(
    families, sqlite_url, tmp_path
):
    """The stop list lies outside the copy; a restored school serves nobody who withdrew."""
    await fill(families)
    data, media = tmp_path / "data", tmp_path / "media"
    data.mkdir()
    media.mkdir()
    file = await copied(families, media)
    families.clock.advance(timedelta(days=1))
    await families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    async with families.database.reading() as session:
        merge_stop_lists([data / STOP_LIST], await stops_of(session))
    status = await restored(file, sqlite_url, data)
    other = Database(sqlite_url)
    people = families.school.people
    try:
        with bind_school(families.school.school_id):
            async with other.reading() as session:
                permission = await delivery_permission(
                    session, person_id=people["mother_maria"], student_id=people["maria"],
                    now=families.clock.now(),
                )  # fmt: skip
        verified = await verify_chain(other, families.school.school_id, keys=KEYS)
    finally:
        await other.close()

    assert 0 == status
    assert DeliveryVerdict.NOT_LINKED is permission.verdict
    assert verified.is_intact
    assert 1 == len(read_stops(media / STOP_LIST))


async def test_what_the_lists_do_not_hold_yet_is_asked_of_the_database_in_use(
    families, database_url, sqlite_url, tmp_path
):
    """Withdrawn seconds before the stop, and after the lists were written: still withdrawn."""
    await fill(families)
    file = await copied(families, tmp_path)
    families.clock.advance(timedelta(days=1))
    await families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    settings = settings_of(tmp_path).model_copy(update={"database_url": database_url})
    status = await asyncio.to_thread(restore, Namespace(file=file, to=sqlite_url), settings)
    other = Database(sqlite_url)
    people = families.school.people
    try:
        with bind_school(families.school.school_id):
            async with other.reading() as session:
                permission = await delivery_permission(
                    session, person_id=people["mother_maria"], student_id=people["maria"],
                    now=families.clock.now(),
                )  # fmt: skip
    finally:
        await other.close()

    assert (0, DeliveryVerdict.NOT_LINKED) == (status, permission.verdict)
    assert 1 == len(read_stops(tmp_path / STOP_LIST))


async def test_an_erased_person_is_still_erased_after_a_restore(families, sqlite_url, tmp_path):
    """Chat, messages and link come back with an older copy, and are destroyed again."""
    await fill(families)
    data, media = tmp_path / "data", tmp_path / "media"
    data.mkdir()
    media.mkdir()
    file = await copied(families, media)
    families.clock.advance(timedelta(days=1))
    mother = str(families.school.people["mother_maria"])
    await PrivacyOffice(families.database, families.clock).erase(families.school.school_id, mother)
    erasures = await stop_list(families.database, keys=KEYS)
    write_stop_list(data / ERASURES, erasures)
    status = await restored(file, sqlite_url, data)
    other = Database(sqlite_url)
    try:
        async with other.reading() as session:
            with bind_school(families.school.school_id):
                accounts = list(await session.scalars(select(Account)))
                chats = list(await session.scalars(select(Message.chat_id)))
        verified = await verify_chain(other, families.school.school_id, keys=KEYS)
    finally:
        await other.close()

    assert (0, [], [None]) == (status, accounts, chats)
    assert verified.is_intact


async def test_a_database_with_anything_in_it_is_refused(families, tmp_path, database_url):
    """Restoring never mixes two schools' data: the database stays as it was."""
    file = await copied(families, tmp_path)
    before = await rows_of(families.database)

    with pytest.raises(UsageProblem, match="--to"):
        await restored(file, database_url, tmp_path)
    assert before == await rows_of(families.database)


async def test_a_schema_without_rows_is_empty(families, sqlite_url, tmp_path):
    """A database that was only migrated takes a copy."""
    await asyncio.to_thread(upgrade, sqlite_url)

    assert 0 == await restored(await copied(families, tmp_path), sqlite_url, tmp_path)


async def test_a_damaged_copy_and_another_key_are_refused(families, sqlite_url, tmp_path):
    """Before anything is made: the target does not exist afterwards."""
    file = await copied(families, tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[:500] + bytes([content[500] ^ 1]) + content[501:])
    with pytest.raises(UsageProblem):
        await restored(file, sqlite_url, tmp_path)
    file.write_bytes(content)
    other = Settings(
        _env_file=None, secret_key="another secret, which is as long", data_dir=tmp_path
    )
    with pytest.raises(UsageProblem):
        await asyncio.to_thread(restore, Namespace(file=file, to=sqlite_url), other)

    assert not (tmp_path / "restored.db").exists()


async def test_a_day_has_one_copy_and_a_week_another(families, tmp_path):
    """Made once however often one looks; made again the next day; old ones are taken away."""
    families.clock.move_to(datetime(2026, 11, 24, 1, tzinfo=UTC))
    keeper = CopyKeeper(
        families.database, due=DueService(families.database, families.clock),
        clock=families.clock, keys=Keys(SECRET), data_dir=tmp_path, program="test",
    )  # fmt: skip
    first = await keeper.keep()
    again = await keeper.keep()
    for _ in range(16):
        families.clock.advance(timedelta(days=1))
        await keeper.keep()
    daily = sorted((tmp_path / "backups" / "daily").iterdir())
    weekly = sorted((tmp_path / "backups" / "weekly").iterdir())

    assert ([None, None], []) == ([one.problem for one in first], again)
    assert (14, 3) == (len(daily), len(weekly))
    assert "peremena-20261210T010000Z.backup" == daily[-1].name
    async with families.database.reading() as session:
        noted = (await session.scalars(select(JobRun.ran_at).where(JobRun.job == "backup"))).all()
    assert (17, families.clock.now()) == (len(noted), max(noted))


async def test_the_weeks_copy_goes_to_every_medium_and_a_missing_one_is_told(families, tmp_path):
    """The other one gets its copy an hour after it is there; foreign files are left alone."""
    await families.link("deputy", account_id=5)
    await families.link("mother_maria", account_id=1, student="maria")
    await families.consent_outside("mother_maria", "maria", action=ConsentAction.WITHDRAWN)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["deputy"], role=Role.ADMINISTRATOR)
            )
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    foreign = first / "peremena-20261101T010000Z (copy).backup"
    foreign.write_bytes(b"")
    keeper = CopyKeeper(
        families.database, due=DueService(families.database, families.clock),
        clock=families.clock, keys=Keys(SECRET), data_dir=tmp_path / "data", program="test",
        places=[first, second],
    )  # fmt: skip
    made = await keeper.keep()
    await families.steps()
    second.mkdir()
    too_early = await keeper.keep()
    families.pass_minutes(60)
    later = await keeper.keep()
    again = await keeper.keep()

    assert [None, None, None, CopyProblem.MISSING] == [one.problem for one in made]
    assert any(f"«{second}»" in text for text in families.sender.texts)
    assert [] == too_early == again
    assert [(second, None)] == [(one.folder, one.problem) for one in later]
    assert 1 == len(read_stops(first / STOP_LIST))
    assert foreign.is_file()
    assert verify_copy(next(second.glob("*.backup"))).total > 0

"""Bringing a database to the newest schema, on SQLite and PostgreSQL."""

import asyncio

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.database_setup import SchemaState, require_current, schema_state, upgrade
from bot.problems import CommandFailed
from services.database import Base
from services.i18n import use_locale
from tests.databases import PostgresTemplates
from tests.e2e.patience import PATIENCE_SECONDS


@pytest.fixture(autouse=True)
def _in_english():
    """Say what is wrong in English."""
    with use_locale("en"):
        yield


def _execute(url: str, *statements: str) -> None:
    async def run() -> None:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    asyncio.run(run())


def _tables(url: str) -> list[str]:
    async def read() -> list[str]:
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        await engine.dispose()
        return names

    return asyncio.run(read())


async def _until(connection: AsyncConnection, *, waiting: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while waiting != await connection.scalar(
            text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
        ):
            pass


def _last_table() -> str:
    import services.models  # noqa: F401  # makes the metadata complete

    return list(Base.metadata.sorted_tables)[-1].name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request, tmp_path) -> str:
    """Give the address of a database with nothing in it, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/new.db"
    templates: PostgresTemplates = request.getfixturevalue("postgres_templates")
    return templates.empty()


def test_an_empty_database_gets_the_schema_once(empty_url):
    """The first upgrade makes everything, the second finds nothing to do."""
    states = [schema_state(empty_url)]
    for _ in range(2):
        upgrade(empty_url)
        states.append(schema_state(empty_url))

    assert [SchemaState.EMPTY, SchemaState.CURRENT, SchemaState.CURRENT] == states


def test_upgrade_makes_the_folder_of_a_new_file(tmp_path):
    """The first start needs no preparation."""
    upgrade(f"sqlite+aiosqlite:///{tmp_path}/data/school/new.db")

    assert (tmp_path / "data" / "school" / "new.db").is_file()


def test_asking_for_the_state_makes_no_file(tmp_path):
    """A look at a missing SQLite file leaves no trace of itself."""
    schema_state(f"sqlite+aiosqlite:///{tmp_path}/data/new.db")

    assert list(tmp_path.iterdir()) == []


async def test_two_processes_may_upgrade_at_once(empty_url):
    """The second one waits and finds the work done."""
    await asyncio.gather(*(asyncio.to_thread(upgrade, empty_url) for _ in range(2)))

    assert SchemaState.CURRENT == await asyncio.to_thread(schema_state, empty_url)


@pytest.fixture
def older_url(postgres_templates) -> str:
    """Give the address of a PostgreSQL database with the schema of a version before."""
    url: str = postgres_templates.empty()
    upgrade(url, revision="0036")
    return url


async def test_an_upgrade_gives_way_to_who_works(older_url):
    """It never waits long with tables of its own in hand, and comes again until it is done."""
    url = older_url
    engine = create_async_engine(url)

    async def let_go() -> SchemaState:
        await _until(at_work, waiting=1)
        await _until(at_work, waiting=0)
        found = await asyncio.to_thread(schema_state, url)
        await at_work.commit()
        return found

    async with engine.connect() as at_work:
        await at_work.execute(text("LOCK TABLE chat_queue"))
        _upgraded, meanwhile = await asyncio.gather(asyncio.to_thread(upgrade, url), let_go())
    await engine.dispose()

    assert (SchemaState.OLDER, SchemaState.CURRENT) == (
        meanwhile,
        await asyncio.to_thread(schema_state, url),
    )


def test_a_failed_upgrade_leaves_nothing_behind(empty_url):
    """A table in the way stops the upgrade; none of the tables made before it stays."""
    # The last table the migrations make, so that all others were made before the failure.
    _execute(empty_url, f"CREATE TABLE {_last_table()} (id INTEGER)")

    with pytest.raises(CommandFailed, match="already exists"):
        upgrade(empty_url)

    assert SchemaState.EMPTY == schema_state(empty_url)
    assert [_last_table()] == _tables(empty_url)


def test_a_database_of_a_newer_version_is_left_alone(empty_url):
    """After going back to an older version the program refuses instead of guessing."""
    upgrade(empty_url)
    _execute(empty_url, "UPDATE alembic_version SET version_num = 'from_the_future'")

    with pytest.raises(CommandFailed, match="made by a newer version"):
        upgrade(empty_url)
    assert SchemaState.NEWER == schema_state(empty_url)


def test_an_older_schema_names_the_command_that_helps(empty_url):
    """Who starts the bot on an empty PostgreSQL reads what to run first."""
    with pytest.raises(CommandFailed, match="run `peremena migrate` first"):
        require_current(empty_url)

    upgrade(empty_url)
    require_current(empty_url)


def test_a_database_that_does_not_answer_is_one_sentence_without_the_password():
    """The address is shown, the password in it is not."""
    with pytest.raises(CommandFailed) as failed:
        upgrade("postgresql+asyncpg://school:hidden@127.0.0.1:1/school")

    assert str(failed.value).startswith(
        "The database postgresql+asyncpg://school:***@127.0.0.1:1/school cannot be reached ("
    )

"""Fixtures every test may use: a fresh database of each kind, a clock that stands still."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from bot.database_setup import upgrade
from bot.telegram.fast_import import import_aiogram
from services.database import Database
from tests.databases import PostgresTemplates, SqliteTemplates, in_memory, start_postgres
from tests.fakes import FakeClock
from tests.loopback_only import keep_to_this_machine
from tests.shared_statements import with_shared_statements

keep_to_this_machine()
# As the process itself does; plainly it takes every worker four times as long.
import_aiogram()

# A shared machine may be slow at any moment: no test fails for the time it took.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
# `make fuzz`: hours are spent here, and nobody waits for them.
settings.register_profile(
    "fuzz",
    max_examples=100_000,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out PostgreSQL where SQLite says the same: it takes more than twice the time."""
    twice = [
        item
        for item in items
        if item.get_closest_marker("one_database") and item.get_closest_marker("postgres")
    ]
    if twice:
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if item not in twice]


@pytest.fixture(scope="session")
def sqlite_templates() -> Iterator[SqliteTemplates]:
    """Give the maker of empty SQLite files; a commit there waits for no disk."""
    with TemporaryDirectory(prefix="sqlite", dir=in_memory()) as folder:
        yield SqliteTemplates(Path(folder), upgrade)


@pytest.fixture(scope="session")
def postgres_templates() -> Iterator[PostgresTemplates]:
    """Give the maker of empty PostgreSQL databases; the server starts with the first test."""
    with start_postgres() as server, closing(PostgresTemplates(server, upgrade)) as templates:
        yield templates


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def plain_database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a fresh database with the schema, once of each kind, to processes.

    Not a lent one: schools are copied from and into it, which no open connection may hinder.
    """
    templates = request.getfixturevalue(f"{request.param}_templates")
    return str(templates.fresh())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database with the schema, for this process; each kind."""
    templates = request.getfixturevalue(f"{request.param}_templates")
    with templates.lent() as url:
        yield with_shared_statements(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Give an open fresh database, once of each kind, without hooks."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that stands at a school morning."""
    return FakeClock()

"""The schema's history: every step up and down works, and its end equals the models."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, pool
from sqlalchemy.ext.asyncio import create_async_engine

import services.models  # noqa: F401  # makes the metadata complete
from services.database import Base
from tests.databases import PostgresTemplates

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a database without a schema, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    templates: PostgresTemplates = request.getfixturevalue("postgres_templates")
    return templates.empty()


def _with_connection(url: str, work: Callable[[Connection], Any]) -> Any:
    async def run() -> Any:
        engine = create_async_engine(url, poolclass=pool.NullPool)
        async with engine.begin() as connection:
            result = await connection.run_sync(work)
        await engine.dispose()
        return result

    return asyncio.run(run())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, *, revision: str) -> None:
    command.upgrade(_config(connection), revision)


def test_every_step_goes_up_down_and_up_again(empty_url: str) -> None:
    """A release can be taken back one revision at a time, and applied again."""
    steps = [
        revision.revision
        for revision in ScriptDirectory(str(MIGRATIONS)).walk_revisions("base", "heads")
    ][::-1]

    for step in steps:
        up = partial(_upgrade, revision=step)
        _with_connection(empty_url, up)
        _with_connection(empty_url, lambda c: command.downgrade(_config(c), "-1"))
        _with_connection(empty_url, up)
    tables = _with_connection(empty_url, lambda c: set(inspect(c).get_table_names()))

    assert set(Base.metadata.tables) <= tables


def test_the_end_of_the_history_equals_the_models(empty_url: str) -> None:
    """No table, column, index or constraint differs between history and models."""

    def differences(connection: Connection) -> list[Any]:
        command.upgrade(_config(connection), "head")
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Base.metadata))

    assert [] == _with_connection(empty_url, differences)

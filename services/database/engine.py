"""Opening the database: SQLite with one writer and a pool of readers, PostgreSQL with one pool.

``transaction()`` joins the unit of work of the update being handled, and commits by itself
anywhere else; ``reading()`` sees what is committed, or the unit of work it runs in.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, event, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

from services.database.resting import ping_after_a_rest
from services.database.scope import SchoolSession
from services.database.sqlite_connection import connect

__all__ = ["Database", "SessionHook"]

READERS = 4  # two cores, short reads: more readers only wait for each other
# Rows of an index that are looked at. Measured at a million marks: 40 ms for all tables.
_ANALYSIS_ROWS = 1000
POSTGRES_POOL = 10  # two of them are kept: by the owner of chats, by whoever leads

_unit_of_work: ContextVar[AsyncSession | None] = ContextVar("unit_of_work", default=None)


class SessionHook(Protocol):
    """Something that takes part in every transaction, such as the audit recorder."""

    def after_flush(self, session: Session) -> None:
        """See the rows that a flush is writing."""
        ...

    def before_commit(self, session: Session) -> None:
        """Write the transaction's last statements."""
        ...


class _WritingSession(SchoolSession):
    """A session whose flushes and commit the hooks see."""


class Database:
    """One database of the deployment, whichever engine it is."""

    def __init__(self, url: str | URL, *, hooks: Sequence[SessionHook] = ()) -> None:
        """Prepare engines for *url*, aiosqlite's or asyncpg's; connect later."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._write_lock = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, pool_size=1, read_only=False)
            self._reader = _sqlite_engine(self.url, pool_size=READERS, read_only=True)
        else:
            self._writer = create_async_engine(
                self.url, pool_size=POSTGRES_POOL, max_overflow=0, hide_parameters=True
            )
            ping_after_a_rest(self._writer)
            self._reader = self._writer
        writing = type("WritingSession", (_WritingSession,), {})
        for hook in hooks:
            event.listen(writing, "after_flush", partial(_after_flush, hook))
            event.listen(writing, "before_commit", hook.before_commit)
        self._write_sessions = async_sessionmaker(
            self._writer, sync_session_class=writing, expire_on_commit=False
        )
        self._read_sessions = async_sessionmaker(
            self._reader, sync_session_class=SchoolSession, expire_on_commit=False
        )

    @property
    def writer(self) -> AsyncEngine:
        """The engine that writes; for schema work and dialect questions."""
        return self._writer

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction: commits on leaving, rolls back on raise; joins an update's own."""
        joined = _unit_of_work.get()
        if joined is not None:
            yield joined
            await joined.flush()
            return
        async with self._write_lock or nullcontext(), self._write_sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[AsyncSession]:
        """Open the transaction of one update; every ``transaction()`` inside joins it."""
        async with self._write_lock or nullcontext(), self._write_sessions.begin() as session:
            token = _unit_of_work.set(session)
            try:
                yield session
            finally:
                _unit_of_work.reset(token)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session for reading only; inside an update it sees the update's own changes."""
        joined = _unit_of_work.get()
        if joined is not None:
            yield joined
            return
        async with self._read_sessions() as session:
            yield session

    async def ping(self) -> None:
        """Return when the database has answered; raises the driver's error otherwise."""
        async with self.reading() as session:
            await session.execute(select(1))

    async def refresh_statistics(self) -> bool:
        """Let the planner know how the tables have grown; return that there is nothing more to do.

        PostgreSQL finds out by itself. Without it SQLite takes every index that begins with the
        school for a narrow one, and reads all lessons of the one school there is to find eight by
        their ids: 20 ms instead of 0.1 at 100,000 lessons.
        """
        if self.is_sqlite:
            async with self.transaction() as session:
                await session.execute(text(f"PRAGMA analysis_limit = {_ANALYSIS_ROWS}"))
                await session.execute(text("ANALYZE"))
            await self._reader.dispose()  # a connection reads the statistics when it opens
        return False

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _after_flush(hook: SessionHook, session: Session, _context: object) -> None:
    hook.after_flush(session)


def _sqlite_engine(url: URL, *, pool_size: int, read_only: bool) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,
        async_creator=partial(connect, url.database or ""),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, see below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a saved mark survives a power cut of the small computer in the office.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=30000")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        # IMMEDIATE: a writer takes its lock at the start instead of failing in the middle.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine

"""Who works on a chat, and how the chats of a process that died are found.

On SQLite there is one process: whatever is owned when it begins was left behind. On PostgreSQL
every process holds an advisory lock, which the server drops with its connection; chats whose
owner's lock is gone are free within a second or two.
"""

from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.database import Database
from services.outbox import repository

__all__ = ["AdvisoryOwnership", "Ownership", "SingleOwnership", "ownership_of"]

_LOCK_SPACE = 0x70657265  # "pere": our advisory locks beside those of others


class Ownership(Protocol):
    """The name under which this process owns chats."""

    async def begin(self) -> int:
        """Take a name no living process has, and return it."""
        ...

    async def look_after(self) -> None:
        """Prove that this process lives, and free the chats of those that do not."""
        ...

    async def end(self) -> None:
        """Give the name back."""
        ...


class SingleOwnership:
    """The only process (SQLite; a lock file guarantees it)."""

    _OWNER = 1

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self) -> int:
        """Free every chat: leases and waits of the process before this one mean nothing now."""
        async with self._database.transaction() as session:
            await repository.release_all(session)
        return self._OWNER

    async def look_after(self) -> None:
        """Do nothing: nobody else can die."""

    async def end(self) -> None:
        """Do nothing."""


class AdvisoryOwnership:
    """One of several processes on one PostgreSQL; its name is its connection's number.

    Needs a connection of its own to the server itself, not through a pool that shares
    connections between transactions.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None

    async def begin(self) -> int:
        """Take a connection, lock its number, and free what a dead process of that number had."""
        await self.end()
        connection = await self._database.writer.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        owner = int(await self._connection.scalar(text("SELECT pg_backend_pid()")) or 0)
        await self._connection.execute(
            text("SELECT pg_advisory_lock(:space, :owner)"),
            {"space": _LOCK_SPACE, "owner": owner},
        )
        async with self._database.transaction() as session:
            await repository.release_owners(session, [owner])
        await self.look_after()
        return owner

    async def look_after(self) -> None:
        """Free the chats of owners whose lock is gone; fails when the own connection is."""
        if self._connection is None:
            return
        dead = await self._connection.scalars(
            text(
                "SELECT owner FROM (SELECT DISTINCT owner FROM chat_queue WHERE owner IS NOT NULL)"
                " AS owners WHERE NOT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"
                " AND classid = :space AND objid = owner AND granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database()))"
            ),
            {"space": _LOCK_SPACE},
        )
        owners = [int(owner) for owner in dead]
        if owners:
            async with self._database.transaction() as session:
                await repository.release_owners(session, owners)

    async def end(self) -> None:
        """Let the lock go with the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


def ownership_of(database: Database) -> Ownership:
    """Return how chats are owned on this kind of database."""
    if database.is_sqlite:
        return SingleOwnership(database)
    return AdvisoryOwnership(database)

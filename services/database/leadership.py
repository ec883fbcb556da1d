"""Which of several processes does what only one may do: poll Telegram, tick the schedule.

On PostgreSQL a lock says it, which the server drops with the connection of a process that dies:
the next one leads within a second or two. On SQLite there is one process.
"""

import asyncio
from zlib import crc32

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.database.engine import Database

__all__ = ["Leadership"]

_LOCK_SPACE = 0x70657266  # beside that of chats' owners


class Leadership:
    """This process's place among those on the same database.

    Needs a connection of its own to the server itself, not through a pool that shares
    connections between transactions.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._held: set[str] = set()
        self._turn = asyncio.Lock()

    async def leads(self, part: str) -> bool:
        """Whether this process leads in *part* now; takes the lead where nobody has it."""
        if self._database.is_sqlite:
            return True
        async with self._turn:
            try:
                return await self._leads(part)
            except (SQLAlchemyError, OSError):
                await self._drop()
                return False

    async def end(self) -> None:
        """Let others lead."""
        async with self._turn:
            await self._drop()

    async def _leads(self, part: str) -> bool:
        if self._connection is None:
            connection = await self._database.writer.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if part in self._held:
            await self._connection.execute(text("SELECT 1"))  # fails when the lock is gone
            return True
        is_ours = await self._connection.scalar(
            text("SELECT pg_try_advisory_lock(:space, :part)"),
            {"space": _LOCK_SPACE, "part": crc32(part.encode()) & 0x7FFFFFFF},
        )
        if is_ours:
            self._held.add(part)
        return bool(is_ours)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            await connection.invalidate()
            await connection.close()

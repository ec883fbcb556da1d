"""From a database into a portable copy: one consistent moment of it, while others go on writing.

SQLite: a read transaction of the write-ahead log is a snapshot and holds nobody up. PostgreSQL:
one REPEATABLE READ transaction.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

import services.models  # noqa: F401  # makes the metadata complete
from services.archive.portable import Head, Tables, writing
from services.database import Base, Database
from services.keys import Keys

__all__ = ["Progress", "write_copy"]

Progress = Callable[[str], None]
_BATCH = 1000


async def write_copy(
    database: Database,
    path: Path,
    *,
    keys: Keys,
    now: datetime,
    program: str,
    on_table: Progress = lambda _name: None,
) -> Tables:
    """Write everything of *database* into *path* and return what was written.

    Raises:
        OSError: there is no such folder, no right to write there, or no room; nothing is left.
    """
    async with database.reading() as session:
        if not database.is_sqlite:
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        schema = str(await session.scalar(text("SELECT version_num FROM alembic_version")))
        schools = await _school_names(session)
        head = Head(schema, now, program, keys.fingerprint, schools)
        with writing(path) as copy:
            copy.head(head)
            for table in Base.metadata.sorted_tables:
                on_table(table.name)
                copy.table(table.name, [column.name for column in table.columns])
                async for batch in _batches(session, table):
                    copy.rows(batch)
            counts = copy.counts
    return Tables(head, counts)


async def _school_names(session: AsyncSession) -> tuple[str, ...]:
    rows = await session.scalars(text("SELECT short_name FROM school ORDER BY id"))
    return tuple(rows)


async def _batches(session: AsyncSession, table: Table) -> Any:
    result = await session.stream(
        select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    )
    async for batch in result.partitions(_BATCH):
        yield [tuple(row) for row in batch]

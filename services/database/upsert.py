"""INSERT … ON CONFLICT for both databases behind one name."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

__all__ = ["insert_or_ignore", "upsert_statement"]

_Insert = Any  # the two dialects' Insert classes share these methods but no base with them


def _insert(session: AsyncSession, table: Table) -> _Insert:
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _table(entity: type[DeclarativeBase]) -> Table:
    table = entity.__table__
    if not isinstance(table, Table):
        raise TypeError(entity)
    return table


def upsert_statement(
    session: AsyncSession,
    entity: type[DeclarativeBase],
    *,
    keys: tuple[str, ...],
    update: tuple[str, ...],
) -> _Insert:
    """Return an INSERT that, where *keys* already exist, writes the *update* columns instead.

    Execute it with a list of value dicts.
    """
    statement = _insert(session, _table(entity))
    return statement.on_conflict_do_update(
        index_elements=list(keys),
        set_={column: statement.excluded[column] for column in update},
    )


def insert_or_ignore(
    session: AsyncSession,
    entity: type[DeclarativeBase],
    *,
    keys: tuple[str, ...],
) -> _Insert:
    """Return an INSERT that leaves a row with the same *keys* as it is."""
    return _insert(session, _table(entity)).on_conflict_do_nothing(index_elements=list(keys))

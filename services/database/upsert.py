"""INSERT … ON CONFLICT for both databases behind one name."""

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

__all__ = ["insert_or_ignore", "upsert_statement"]

_Insert = Any  # the two dialects' Insert classes share these methods but no base with them


def _insert(dialect: str, table: Table) -> _Insert:
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
    return _upsert(session.get_bind().dialect.name, entity, keys, update)


def insert_or_ignore(
    session: AsyncSession,
    entity: type[DeclarativeBase],
    *,
    keys: tuple[str, ...],
) -> _Insert:
    """Return an INSERT that leaves a row with the same *keys* as it is."""
    return _or_ignore(session.get_bind().dialect.name, entity, keys)


# Kept: delivery needs them for every group of messages, and building one costs more than the
# database's work.
@cache
def _upsert(
    dialect: str, entity: type[DeclarativeBase], keys: tuple[str, ...], update: tuple[str, ...]
) -> _Insert:
    statement = _insert(dialect, _table(entity))
    return statement.on_conflict_do_update(
        index_elements=list(keys),
        set_={column: statement.excluded[column] for column in update},
    )


@cache
def _or_ignore(dialect: str, entity: type[DeclarativeBase], keys: tuple[str, ...]) -> _Insert:
    return _insert(dialect, _table(entity)).on_conflict_do_nothing(index_elements=list(keys))

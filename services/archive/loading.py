"""From a portable copy into an empty database whose schema is the copy's own.

Tables are taken as the database has them, not as this version's models: so a copy of an older
version is put back as it was, and brought up to date afterwards.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, DateTime, MetaData, Table, func, select, text

from services.archive.portable import Head, Tables, decoded, opened_copy, rows_of

__all__ = ["differing_tables", "head_of", "is_empty", "load_copy"]

_BATCH = 500
_VERSION = "alembic_version"


def is_empty(connection: Connection) -> bool:
    """Whether a database holds no row of anybody; a schema without rows is empty."""
    metadata = MetaData()
    metadata.reflect(connection)
    return not any(
        connection.scalar(select(func.count()).select_from(table))
        for name, table in metadata.tables.items()
        if name != _VERSION
    )


def differing_tables(connection: Connection, counts: Mapping[str, int]) -> list[str]:
    """Return the tables that hold another number of rows than *counts* says.

    Slots of sending belong to the machine the copy was made on and are not compared.
    """
    metadata = MetaData()
    metadata.reflect(connection)
    return [
        name
        for name, count in counts.items()
        if name not in _SLOTS
        and count != connection.scalar(select(func.count()).select_from(metadata.tables[name]))
    ]


def load_copy(connection: Connection, path: Path) -> Tables:
    """Fill the tables from a copy, in the caller's transaction, and return what was filled.

    Claims and waits of the machine the copy was made on are let go: its clock is not ours.

    Raises:
        NotACopy, DamagedCopy: nothing was stored.
    """
    metadata = MetaData()
    metadata.reflect(connection)
    _prepare(metadata)
    counts: dict[str, int] = {}
    with opened_copy(path) as (head, tables):
        for name, columns, rows in tables:
            counts[name] = _fill(connection, metadata.tables[name], columns, rows)
    _let_go(connection, metadata)
    if connection.dialect.name == "postgresql":
        _move_sequences(connection, metadata)
    return Tables(head, counts)


def _prepare(metadata: MetaData) -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # nothing is NULL, not the JSON word for it


def _fill(
    connection: Connection, table: Table, columns: list[str], rows: Iterator[list[Any]]
) -> int:
    kinds = {name: _kind(table.columns[name]) for name in columns}
    zoned = {name: _is_zoned(table.columns[name]) for name in columns}
    count = 0
    values = rows_of(columns, rows)
    while batch := list(islice(values, _BATCH)):
        connection.execute(
            table.insert(),
            [
                {
                    name: _moment(decoded(value, kinds[name]), is_zoned=zoned[name])
                    for name, value in row.items()
                }
                for row in batch
            ],
        )
        count += len(batch)
    return count


def _kind(column: Column[Any]) -> type[Any] | None:
    if isinstance(column.type, JSON):
        return None
    kind: type[Any] = column.type.python_type
    return kind


def _is_zoned(column: Column[Any]) -> bool:
    return isinstance(column.type, DateTime) and column.type.timezone


def _moment(value: Any, *, is_zoned: bool) -> Any:
    if not isinstance(value, datetime) or is_zoned:
        return value
    return value.astimezone(UTC).replace(tzinfo=None)


# Claims and waits: by table, the columns that are set, and to what.
_OF_A_MACHINE: Mapping[str, Mapping[str, object]] = {
    "chat_queue": {"owner": None, "ready_at": 0, "retry_at": 0},
    "inbox_update": {"ready_at": 0},  # of older versions
}
_SLOTS = ("send_slot",)


def _let_go(connection: Connection, metadata: MetaData) -> None:
    for name, values in _OF_A_MACHINE.items():
        table = metadata.tables[name]
        known = {column: value for column, value in values.items() if column in table.columns}
        if known:
            connection.execute(table.update().values(known))
    for name in _SLOTS:
        connection.execute(metadata.tables[name].delete())


def _move_sequences(connection: Connection, metadata: MetaData) -> None:
    for table in metadata.tables.values():
        if "id" in table.columns:
            quoted = connection.dialect.identifier_preparer.quote(table.name)
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{quoted}', 'id'), "  # noqa: S608  # names of our own schema
                    f"(SELECT max(id) FROM {quoted})) "
                    f"WHERE pg_get_serial_sequence('{quoted}', 'id') IS NOT NULL"
                )
            )


def head_of(path: Path) -> Head:
    """Return what a copy says of itself, its digest checked."""
    with opened_copy(path) as (head, _tables):
        return head

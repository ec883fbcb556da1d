"""Reads the chain and the audited rows for checking. Damaged values are part of the subject here:
what cannot be read is handed on as such and stops nothing.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, cast, inspect, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper
from sqlalchemy.types import NullType

from services.audit.canonical import json_safe
from services.audit.repository import DETAIL, ENTRY, HEAD
from services.audit.rows import audited_columns
from services.database import Base

__all__ = ["StoredEntry", "hold_still", "read_entries", "read_head", "read_rows"]

_PAGE = 1000
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it stands in the database; *at* and *payload* are None when unreadable."""

    seq: int
    at: datetime | None
    actor_id: int | None
    action: str
    entity: str
    entity_id: int
    digest: bytes
    previous_hash: bytes
    hash: bytes
    salt: bytes | None  # None: there is no detail
    payload: dict[str, Any] | None


async def hold_still(session: AsyncSession) -> None:
    """Let everything the session reads be of one moment; call it before the first statement."""
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def read_entries(session: AsyncSession, school_id: int) -> AsyncIterator[StoredEntry]:
    """Give a school's entries in order, each with its detail."""
    statement = (
        select(
            *(
                _raw(ENTRY.c[name]).label(name)
                for name in (
                    "seq", "at", "actor_id", "action", "entity", "entity_id",
                    "digest", "previous_hash", "hash",
                )
            ),
            _raw(DETAIL.c.salt).label("salt"),
            cast(DETAIL.c.payload, Text).label("payload"),
        )
        .outerjoin_from(ENTRY, DETAIL, DETAIL.c.entry_id == ENTRY.c.id)
        .where(ENTRY.c.school_id == school_id)
        .order_by(ENTRY.c.seq)
        .execution_options(yield_per=_PAGE)
    )  # fmt: skip
    async for row in await session.stream(statement):
        values = row._asdict()
        yield StoredEntry(**{**values, "at": _moment(row.at), "payload": _payload(row.payload)})


async def read_head(session: AsyncSession, school_id: int) -> tuple[int, bytes] | None:
    """Return the sequence number and hash that the head names; None without a head."""
    head = (
        await session.execute(
            select(_raw(HEAD.c.seq), _raw(HEAD.c.hash)).where(HEAD.c.school_id == school_id)
        )
    ).one_or_none()
    return None if head is None else (head[0], head[1])


async def read_rows(
    session: AsyncSession, model: type[Base], school_id: int
) -> AsyncIterator[tuple[int, Mapping[str, Any] | None]]:
    """Give id and facts of every row of an audited table; None where a value is unreadable."""
    mapper: Mapper[Any] = inspect(model)
    columns = {name: mapper.column_attrs[name].columns[0] for name in audited_columns(model)}
    dialect = session.get_bind().dialect
    readers = {name: _reader(column, dialect) for name, column in columns.items()}
    table = mapper.local_table
    statement = (
        select(*(_raw(column).label(name) for name, column in columns.items()))
        .select_from(table)
        .where(table.c.school_id == school_id)
        .execution_options(yield_per=_PAGE)
    )
    async for row in await session.stream(statement):
        values = row._asdict()
        try:
            facts = {name: json_safe(readers[name](value)) for name, value in values.items()}
        except _UNREADABLE:
            yield values["id"], None
        else:
            yield values["id"], facts


def _raw(column: Any) -> ColumnElement[Any]:
    # Without a type the driver's value comes through untouched, whatever somebody has made of it.
    return type_coerce(column, NullType())


def _reader(column: ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any]:
    processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return processor or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: Any) -> datetime | None:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _payload(text: str | None) -> dict[str, Any] | None:
    try:
        payload = json.loads(text or "")
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None

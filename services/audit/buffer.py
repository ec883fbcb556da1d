"""Changes of a transaction before they are chained, kept with the transaction they belong to.

What a rolled back savepoint has changed has never happened: its changes go with it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session, SessionTransaction

from services.audit.acting import Act

__all__ = ["Change", "ChangeKind", "buffer_change", "close_savepoint", "take_changes"]

_KEY = "audit_changes"


class ChangeKind(StrEnum):
    """What happened to a row; the last one: its history was destroyed on demand."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row, with the row as it was left by it (deleted: as it was last)."""

    school_id: int
    kind: ChangeKind
    entity: str
    entity_id: int
    row: dict[str, Any]
    act: Act


_Buffer = list[tuple[SessionTransaction, Change]]


def _buffer(session: Session) -> _Buffer:
    buffer: _Buffer = session.info.setdefault(_KEY, [])
    return buffer


def _innermost(session: Session) -> SessionTransaction | None:
    return session.get_nested_transaction() or session.get_transaction()


def buffer_change(session: Session, change: Change) -> None:
    """Keep a change until its transaction commits."""
    transaction = _innermost(session)
    if transaction is not None:
        _buffer(session).append((transaction, change))


def close_savepoint(session: Session) -> None:
    """Hand the changes of the savepoint that is being released to what it stands in."""
    inner = session.get_nested_transaction()
    if inner is None or inner.parent is None:
        return
    outer = inner.parent
    session.info[_KEY] = [
        (outer if owner is inner else owner, change) for owner, change in _buffer(session)
    ]


def take_changes(session: Session) -> list[Change]:
    """Return the changes of the transaction that is being committed, in order, and forget all."""
    root = session.get_transaction()
    return [change for owner, change in session.info.pop(_KEY, []) if owner is root]

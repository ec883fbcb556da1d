"""SQL of the chain. It works on tables, not on ORM classes: inside a commit no school is bound."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.audit.buffer import ChangeKind
from services.models import AuditDetail, AuditEntry, AuditHead

__all__ = ["DETAIL", "ENTRY", "HEAD", "add_entries", "destroy_details", "lock_head", "move_head"]


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


ENTRY, DETAIL, HEAD = _table(AuditEntry), _table(AuditDetail), _table(AuditHead)
_BEGINNING = bytes(32)  # what the first entry names as the hash before it


def lock_head(session: Session, school_id: int) -> tuple[int, bytes]:
    """Return the end of the chain, locked until the commit (SQLite has one writer anyway)."""
    locked = select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.school_id == school_id).with_for_update()
    head = session.execute(locked).one_or_none()
    if head is None:
        dialect = session.get_bind().dialect.name
        beginning = (postgresql if dialect == "postgresql" else sqlite).insert(HEAD)
        session.execute(
            beginning.on_conflict_do_nothing(index_elements=["school_id"]),
            {"school_id": school_id, "seq": 0, "hash": _BEGINNING},
        )
        head = session.execute(locked).one()
    return head.seq, head.hash


def move_head(session: Session, school_id: int, *, seq: int, entry_hash: bytes) -> None:
    """Let the locked head name the chain's new last entry."""
    session.execute(
        update(HEAD).where(HEAD.c.school_id == school_id).values(seq=seq, hash=entry_hash)
    )


def add_entries(
    session: Session,
    entries: Sequence[Mapping[str, Any]],
    details: Sequence[Mapping[str, Any]],
) -> None:
    """Store entries with their details, which come in the same order."""
    rows = session.execute(insert(ENTRY).returning(ENTRY.c.id, ENTRY.c.seq), list(entries))
    ids = {row.seq: row.id for row in rows}
    session.execute(
        insert(DETAIL),
        [
            {"entry_id": ids[entry["seq"]], **detail}
            for entry, detail in zip(entries, details, strict=True)
        ],
    )


def destroy_details(session: Session, school_id: int, *, entity: str, entity_id: int) -> None:
    """Destroy what is known of a row's past; the state it is in now stays, if it still exists."""
    of_row = (
        ENTRY.c.school_id == school_id,
        ENTRY.c.entity == entity,
        ENTRY.c.entity_id == entity_id,
        ENTRY.c.action != ChangeKind.ERASE.value,
    )
    last = select(func.max(ENTRY.c.seq)).where(*of_row).scalar_subquery()
    current = select(ENTRY.c.id).where(
        *of_row, ENTRY.c.seq == last, ENTRY.c.action != ChangeKind.DELETE.value
    )
    session.execute(
        delete(DETAIL).where(
            DETAIL.c.entry_id.in_(select(ENTRY.c.id).where(*of_row)),
            DETAIL.c.entry_id.not_in(current),
        )
    )

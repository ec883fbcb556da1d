"""The audit chain: digests that stay, details that an erasure act may destroy."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, JsonValue, SchoolScoped, UtcDateTime, id_column

__all__ = ["AuditDetail", "AuditEntry", "AuditHead"]


class AuditEntry(SchoolScoped, Base):
    """One change in a school's chain: ids and a salted digest, no personal values."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "seq"),
        Index("ix_audit_entry_row", "school_id", "entity", "entity_id"),
    )

    id: Mapped[int] = id_column()
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)  # null: the program itself
    action: Mapped[str] = mapped_column(String(20))  # insert, update, delete, erase
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))  # HMAC(salt, payload)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditDetail(Base):
    """What the digest was computed of; destroyed by an erasure act, the chain stays whole."""

    __tablename__ = "audit_detail"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonValue)  # {"row": …, "why": …}


class AuditHead(Base):
    """The end of a school's chain; its row is locked by whoever appends."""

    __tablename__ = "audit_head"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))

"""One-time addresses of the page on which lists are brought, kept as keyed hashes only."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["ImportLink"]


class ImportLink(Audited, SchoolScoped, Base):
    """Lets one member of the office bring lists once, for a quarter of an hour."""

    __tablename__ = "import_link"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        in_school("person_id", "person"),
        Index("ix_import_link_person", "school_id", "person_id"),
    )
    __audit_skip__: ClassVar[frozenset[str]] = frozenset({"secret_hash"})

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # used, or replaced by another

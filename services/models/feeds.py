"""Calendar feeds: a secret address per reader and child, kept as a keyed hash only."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["CalendarFeed"]


class CalendarFeed(Audited, SchoolScoped, Base):
    """An address that shows one child's lessons to whoever knows it, until it is ended."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        in_school("person_id", "person"),
        in_school("student_id", "person"),
        Index("ix_calendar_feed_person", "school_id", "person_id", "student_id"),
    )
    __audit_skip__: ClassVar[frozenset[str]] = frozenset({"secret_hash"})

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    student_id: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

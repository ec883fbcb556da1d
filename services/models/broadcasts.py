"""Announcements of the staff, to whom each was sent, and what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Base,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import BroadcastScope, BroadcastTarget, EntryState

__all__ = ["Broadcast", "BroadcastRecipient"]


class Broadcast(SchoolScoped, Base):
    """One announcement, from its preview to sent, discarded or recalled (undone).

    ``scope_ref`` is the class, group or grade; 0 for the whole school. The revision grows with
    every reminder and with the recall.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("author_id", "person"),
        Index("ix_broadcast_author", "school_id", "author_id", "created_at"),
    )

    id: Mapped[int] = id_column()
    author_id: Mapped[int]
    state: Mapped[EntryState] = mapped_column(str_enum(EntryState, name="state"))
    scope: Mapped[BroadcastScope] = mapped_column(str_enum(BroadcastScope, name="scope"))
    scope_ref: Mapped[int]
    target: Mapped[BroadcastTarget] = mapped_column(str_enum(BroadcastTarget, name="target"))
    label: Mapped[str] = mapped_column(String(120))  # «7А», «5 классы»; empty: the school
    text: Mapped[str] = mapped_column(Text)
    answers: Mapped[list[Any]] = mapped_column(JsonValue)  # captions; none: only «read»
    revision: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BroadcastRecipient(SchoolScoped, Base):
    """A person it was sent to, through which child, and the latest answer.

    ``answer`` 0 is «read»; the others are places in the broadcast's answers, from 1.
    """

    __tablename__ = "broadcast_recipient"
    __table_args__ = (
        UniqueConstraint("school_id", "broadcast_id", "person_id"),
        in_school("broadcast_id", "broadcast"),
        in_school("person_id", "person"),
        in_school("student_id", "person"),
    )

    id: Mapped[int] = id_column()
    broadcast_id: Mapped[int]
    person_id: Mapped[int]
    student_id: Mapped[int]
    answer: Mapped[int | None] = mapped_column(SmallInteger)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""Times in which the diary was away, or the channel took nothing."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, SchoolScoped, UtcDateTime, id_column

__all__ = ["Outage"]


class Outage(SchoolScoped, Base):
    """From when to when; *is_silence*: we were there, but nothing was taken.

    An open end: it goes on. ``waiting``: chats that were owed something meanwhile.
    """

    __tablename__ = "outage"
    __table_args__ = (Index("ix_outage_school", "school_id", "began_at"),)

    id: Mapped[int] = id_column()
    is_silence: Mapped[bool] = mapped_column(Boolean)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting: Mapped[int] = mapped_column(Integer, default=0)

"""What members of staff have read before they saw anything of a child."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["Briefing"]


class Briefing(Audited, SchoolScoped, Base):
    """The confidentiality briefing of one person: owed from the first link until it is read."""

    __tablename__ = "briefing"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "edition"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    edition: Mapped[str] = mapped_column(String(64))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # null: not yet

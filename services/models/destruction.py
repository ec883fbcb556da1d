"""Acts of destruction: what of whom was destroyed, when, why and by whom; never what it was."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Audited,
    Base,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
)

__all__ = ["DestructionAct"]


class DestructionAct(Audited, SchoolScoped, Base):
    """«Акт уничтожения № … от …», kept for three years (Roskomnadzor's order 179 of 28.10.2022).

    People stand here by their internal number. ``done`` holds, for the stop list of a restored
    backup, the withdrawals this act carried out: [person, student, purpose, consent].
    """

    __tablename__ = "destruction_act"
    __table_args__ = (
        UniqueConstraint("school_id", "year", "number"),
        in_school("person_id", "person"),
        in_school("made_by", "person"),
    )

    id: Mapped[int] = id_column()
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    made_on: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(20))  # a services/privacy/acts.Reason
    person_id: Mapped[int]
    categories: Mapped[list[Any]] = mapped_column(JsonValue)  # of services/privacy/acts.Category
    basis: Mapped[str] = mapped_column(String(200), default="")  # the paper it rests on, if any
    is_whole_person: Mapped[bool] = mapped_column(default=False)
    done: Mapped[list[Any]] = mapped_column(JsonValue)
    made_by: Mapped[int | None] = mapped_column(BigInteger)  # null: the program, by its rule

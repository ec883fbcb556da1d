"""What the office is told by itself: of the installation, and the figures of its packs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Base,
    BigId,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    str_enum,
)
from services.vocabulary import OfficeAlertKind

__all__ = ["OfficeAlert", "PackFigures"]


class OfficeAlert(SchoolScoped, Base):
    """Something an administrator must see to, such as a backup medium that is not there."""

    __tablename__ = "office_alert"
    __table_args__ = (UniqueConstraint("school_id", "id"),)

    id: Mapped[int] = id_column()
    kind: Mapped[OfficeAlertKind] = mapped_column(str_enum(OfficeAlertKind, name="kind"))
    detail: Mapped[str] = mapped_column(String(200), default="")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PackFigures(SchoolScoped, Base):
    """The figures of one pack, counted once when it fell due; sending only reads them.

    People stand in it by their ids alone; it goes when the pack is no longer news.
    """

    __tablename__ = "pack_figures"
    __table_args__ = (UniqueConstraint("school_id", "fact_kind", "fact_id", "last_on"),)

    id: Mapped[int] = id_column()
    fact_kind: Mapped[str] = mapped_column(String(20))
    fact_id: Mapped[int] = mapped_column(BigId)
    last_on: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    figures: Mapped[dict[str, Any]] = mapped_column(JsonValue)

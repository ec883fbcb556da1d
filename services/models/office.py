"""What the office is told of the installation itself."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, SchoolScoped, UtcDateTime, id_column, str_enum
from services.vocabulary import OfficeAlertKind

__all__ = ["OfficeAlert"]


class OfficeAlert(SchoolScoped, Base):
    """Something an administrator must see to, such as a backup medium that is not there."""

    __tablename__ = "office_alert"
    __table_args__ = (UniqueConstraint("school_id", "id"),)

    id: Mapped[int] = id_column()
    kind: Mapped[OfficeAlertKind] = mapped_column(str_enum(OfficeAlertKind, name="kind"))
    detail: Mapped[str] = mapped_column(String(200), default="")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""The week on paper: sheets made for families who are not reached in a chat."""

from datetime import date, datetime

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["PaperSheet"]


class PaperSheet(Audited, SchoolScoped, Base):
    """One sheet about one week of one student; handed over when somebody has ticked it.

    Made anew, the sheet of the week stays the same one; a tick stays with it.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        UniqueConstraint("school_id", "student_id", "week_on"),
        in_school("student_id", "person"),
        in_school("handed_by", "person"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    week_on: Mapped[date] = mapped_column(Date)  # the Monday
    reason: Mapped[str] = mapped_column(String(40))  # of services/reports/paper/rules
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_by: Mapped[int | None]

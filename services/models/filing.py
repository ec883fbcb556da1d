"""What the heads have accepted: reports of a period, and class lists at the start of a year."""

from datetime import date, datetime

from sqlalchemy import Date, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["ClassListCheck", "FiledReport"]


class FiledReport(Audited, SchoolScoped, Base):
    """A report that was accepted: which one, by whom, and a digest of what stood in it.

    Its contents are made anew from the journal: nothing personal is kept a second time, and the
    digest says whether the journal has changed since.
    """

    __tablename__ = "filed_report"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "slot"),
        in_school("class_id", "school_class"),
        in_school("accepted_by", "person"),
        Index("ix_filed_report_accepted", "school_id", "accepted_at"),
    )

    id: Mapped[int] = id_column()
    report_key: Mapped[str] = mapped_column(String(40))
    class_id: Mapped[int | None]  # none: of the whole school
    period: Mapped[str] = mapped_column(String(8))  # as services/reports/office/ask writes it
    period_on: Mapped[date] = mapped_column(Date)  # a day of the year, or of the period meant
    digest: Mapped[str] = mapped_column(String(64))
    slot: Mapped[str] = mapped_column(String(120))  # all of the above: accepted once
    accepted_by: Mapped[int]
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClassListCheck(Audited, SchoolScoped, Base):
    """«Список верен»: a class teacher has looked at the list of a class in a school year."""

    __tablename__ = "class_list_check"
    __table_args__ = (
        UniqueConstraint("school_id", "class_id", "year_on"),
        in_school("class_id", "school_class"),
        in_school("checked_by", "person"),
    )

    id: Mapped[int] = id_column()
    class_id: Mapped[int]
    year_on: Mapped[date] = mapped_column(Date)  # the first day of the school year
    students: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[str] = mapped_column(String(64))  # of who stood on it, in which groups
    checked_by: Mapped[int]
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)

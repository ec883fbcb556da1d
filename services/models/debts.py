"""Work a student still owes: from the day it is said until its mark."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, UtcDateTime, id_column, in_school

__all__ = ["Debt"]


class Debt(Audited, SchoolScoped, Base):
    """One piece of work of one lesson that a student has not handed in; a mark there closes it.

    Subject and day repeat those of the lesson. Families know nothing before ``told_from``.
    """

    __tablename__ = "debt"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "lesson_id", "student_id"),
        in_school("student_id", "person"),
        in_school("subject_id", "subject"),
        in_school("lesson_id", "lesson"),
        in_school("author_id", "person"),
        Index("ix_debt_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    subject_id: Mapped[int]
    lesson_id: Mapped[int]
    lesson_on: Mapped[date] = mapped_column(Date)
    work_kind: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date] = mapped_column(Date)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_from: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(Integer, default=1)

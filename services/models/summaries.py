"""The summaries families get every fortnight, and who has read them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Base,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
)

__all__ = ["Summary", "SummaryReading"]


class Summary(SchoolScoped, Base):
    """A student's fortnight that ends on a day; the facts are those of the moment it was made.

    Before that there is only the class teacher's sentence.
    """

    __tablename__ = "summary"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "student_id", "ends_on"),
        in_school("student_id", "person"),
        in_school("school_class_id", "school_class"),
        in_school("author_id", "person"),
        Index("ix_summary_class", "school_id", "school_class_id", "ends_on"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    school_class_id: Mapped[int]
    ends_on: Mapped[date] = mapped_column(Date)
    facts: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sentence: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int | None]  # of the sentence
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SummaryReading(SchoolScoped, Base):
    """A guardian has pressed «read»."""

    __tablename__ = "summary_reading"
    __table_args__ = (
        UniqueConstraint("school_id", "summary_id", "person_id"),
        in_school("summary_id", "summary"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    summary_id: Mapped[int]
    person_id: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)

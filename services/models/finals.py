"""Marks that sum up a period or a year, and the entries they were saved by."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Audited,
    Base,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import EntryState, FinalKind

__all__ = ["FinalChange", "FinalEntry", "PeriodMark"]


class PeriodMark(Audited, SchoolScoped, Base):
    """The mark of a student in a subject for a period, or (no period) for a whole year.

    At most one for each purpose, of contests one a day: taken back it stays as withdrawn, and
    comes to life again when it is given anew. Without a value the student is not attested.
    """

    __tablename__ = "period_mark"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("student_id", "person"),
        in_school("subject_id", "subject"),
        in_school("academic_year_id", "academic_year"),
        in_school("grading_period_id", "grading_period"),
        in_school("author_id", "person"),
        Index("ix_period_mark_student", "school_id", "student_id", "academic_year_id"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    subject_id: Mapped[int]
    academic_year_id: Mapped[int]
    grading_period_id: Mapped[int | None]
    kind: Mapped[FinalKind] = mapped_column(str_enum(FinalKind, name="kind"))
    value: Mapped[int | None] = mapped_column(SmallInteger)  # null: not attested
    result_on: Mapped[date] = mapped_column(Date)  # the day of the result
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


# Two saves at once: the second of them is refused by the database itself.
Index(
    "uq_period_mark_of_period",
    PeriodMark.school_id,
    PeriodMark.student_id,
    PeriodMark.subject_id,
    PeriodMark.grading_period_id,
    PeriodMark.kind,
    unique=True,
    sqlite_where=PeriodMark.grading_period_id.is_not(None),
    postgresql_where=PeriodMark.grading_period_id.is_not(None),
)
Index(
    "uq_period_mark_of_year",
    PeriodMark.school_id,
    PeriodMark.student_id,
    PeriodMark.subject_id,
    PeriodMark.academic_year_id,
    PeriodMark.kind,
    unique=True,
    sqlite_where=text("grading_period_id IS NULL AND kind <> 'contest'"),
    postgresql_where=text("grading_period_id IS NULL AND kind <> 'contest'"),
)
Index(
    "uq_period_mark_of_contest",
    PeriodMark.school_id,
    PeriodMark.student_id,
    PeriodMark.subject_id,
    PeriodMark.result_on,
    unique=True,
    sqlite_where=text("kind = 'contest'"),
    postgresql_where=text("kind = 'contest'"),
)


class FinalEntry(SchoolScoped, Base):
    """One sheet of a teacher, from its proposals to saved or taken back."""

    __tablename__ = "final_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("author_id", "person"),
        Index("ix_final_entry_author", "school_id", "author_id", "created_at"),
    )

    id: Mapped[int] = id_column()
    author_id: Mapped[int]
    state: Mapped[EntryState] = mapped_column(str_enum(EntryState, name="state"))
    source: Mapped[str] = mapped_column(Text)  # the lines as typed
    resolved: Mapped[dict[str, Any]] = mapped_column(JsonValue)  # sheet, answers, chosen marks
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FinalChange(SchoolScoped, Base):
    """What a saved sheet changed, with the value before: enough to take it back exactly."""

    __tablename__ = "final_change"
    __table_args__ = (
        in_school("entry_id", "final_entry"),
        in_school("period_mark_id", "period_mark"),
        Index("ix_final_change_mark", "school_id", "period_mark_id"),
    )

    id: Mapped[int] = id_column()
    entry_id: Mapped[int] = mapped_column(index=True)
    period_mark_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)  # null: there was nothing
    after: Mapped[dict[str, Any]] = mapped_column(JsonValue)

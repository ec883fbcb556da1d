"""Why children are not at school, as their families say, and who was alarmed or called for it."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Audited,
    Base,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["AbsenceAlarm", "AbsenceLetter", "AbsenceReason", "FamilyCall"]


class AbsenceReason(Audited, SchoolScoped, Base):
    """A reason a guardian gave for some days (both included), whole or from lesson to lesson."""

    __tablename__ = "absence_reason"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("student_id", "person"),
        in_school("given_by", "person"),
        Index("ix_absence_reason_student", "school_id", "student_id", "ends_on"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    first_lesson: Mapped[int | None] = mapped_column(SmallInteger)  # null: from the first one
    last_lesson: Mapped[int | None] = mapped_column(SmallInteger)  # null: to the last one
    kind: Mapped[AbsenceKind] = mapped_column(str_enum(AbsenceKind, name="absence_kind"))
    given_by: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)


class AbsenceLetter(Audited, SchoolScoped, Base):
    """The letter a class teacher set for a student's days (both included), from the paper.

    At most one for the same days: set anew it is another revision. Of days to come it says that
    whoever misses them is excused. н takes the letter back: the reason is not known.
    """

    __tablename__ = "absence_letter"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "student_id", "starts_on", "ends_on"),
        in_school("student_id", "person"),
        in_school("author_id", "person"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    code: Mapped[AttendanceCode] = mapped_column(str_enum(AttendanceCode, name="code"))
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class AbsenceAlarm(Audited, SchoolScoped, Base):
    """A child who left home and is not at school: one alarm a day, open until found."""

    __tablename__ = "absence_alarm"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "student_id", "alarm_on"),
        in_school("student_id", "person"),
        in_school("raised_by", "person"),
        in_school("taken_by", "person"),
        in_school("found_by", "person"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    alarm_on: Mapped[date] = mapped_column(Date, index=True)
    raised_by: Mapped[int]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    director_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[int | None]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_by: Mapped[int | None]
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class FamilyCall(Audited, SchoolScoped, Base):
    """A family to be called about a day's absence, and what came of the calls."""

    __tablename__ = "family_call"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "student_id", "call_on"),
        in_school("student_id", "person"),
        in_school("called_by", "person"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    call_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_reached: Mapped[bool | None] = mapped_column(Boolean)  # null: nobody has called yet
    called_by: Mapped[int | None]
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(Integer, default=1)

"""What the optional sheets say: plans, clubs, kinds of work, topics, events, working days."""

from datetime import date

from sqlalchemy import Boolean, Date, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, SchoolScoped, id_column, in_school

__all__ = [
    "Club",
    "PlannedTopic",
    "SchoolEvent",
    "SchoolWorkKind",
    "SubjectExemption",
    "WorkingDay",
]


class SubjectExemption(SchoolScoped, Base):
    """A student with an individual plan does not study a subject, from a day to a day."""

    __tablename__ = "subject_exemption"
    __table_args__ = (
        UniqueConstraint("school_id", "student_id", "subject_id"),
        in_school("student_id", "person"),
        in_school("subject_id", "subject"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    subject_id: Mapped[int]
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class Club(SchoolScoped, Base):
    """A study group that is a club or another activity after lessons."""

    __tablename__ = "club"
    __table_args__ = (
        UniqueConstraint("school_id", "study_group_id"),
        in_school("study_group_id", "study_group"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int]


class SchoolWorkKind(SchoolScoped, Base):
    """A kind of work as the school calls, writes and weighs it; the weight is in tenths."""

    __tablename__ = "school_work_kind"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(60))
    sign: Mapped[str] = mapped_column(String(20))
    weight_tenths: Mapped[int] = mapped_column(SmallInteger)


class PlannedTopic(SchoolScoped, Base):
    """A line of a thematic plan: what lesson number N of a subject in a class is about."""

    __tablename__ = "planned_topic"
    __table_args__ = (
        UniqueConstraint("school_id", "subject_id", "school_class_id", "number"),
        in_school("subject_id", "subject"),
        in_school("school_class_id", "school_class"),
    )

    id: Mapped[int] = id_column()
    subject_id: Mapped[int]
    school_class_id: Mapped[int]
    number: Mapped[int] = mapped_column(SmallInteger)
    topic: Mapped[str] = mapped_column(String(500))
    hours: Mapped[int] = mapped_column(SmallInteger)


class SchoolEvent(SchoolScoped, Base):
    """Something of one day for a class, or without one for the whole school."""

    __tablename__ = "school_event"
    __table_args__ = (in_school("school_class_id", "school_class"),)

    id: Mapped[int] = id_column()
    on_date: Mapped[date] = mapped_column(Date)
    school_class_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200))


class WorkingDay(SchoolScoped, Base):
    """A day on which the staff works, or does not, unlike the state's calendar."""

    __tablename__ = "working_day"
    __table_args__ = (UniqueConstraint("school_id", "on_date"),)

    id: Mapped[int] = id_column()
    on_date: Mapped[date] = mapped_column(Date)
    is_working: Mapped[bool] = mapped_column(Boolean)

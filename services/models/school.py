"""The school itself: its settings, calendar, bells and timetable."""

from datetime import date, datetime, time

from sqlalchemy import Boolean, Date, SmallInteger, String, Text, Time, UniqueConstraint
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
from services.vocabulary import Assessment, PeriodKind, WeekParity

__all__ = [
    "AcademicYear",
    "ClassPeriod",
    "GradingPeriod",
    "Holiday",
    "School",
    "SchoolSetting",
    "Subject",
    "TimetableEntry",
]


class School(Base):
    """A school of the deployment; everything of its own carries its id."""

    __tablename__ = "school"

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(120), unique=True)
    timezone: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SchoolSetting(Audited, SchoolScoped, Base):
    """One value of the sheet «Школа»; its meaning is in ``services/regulation``."""

    __tablename__ = "school_setting"
    __table_args__ = (UniqueConstraint("school_id", "key"),)

    id: Mapped[int] = id_column()
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(Text)


class AcademicYear(SchoolScoped, Base):
    """A school year such as 2026/2027."""

    __tablename__ = "academic_year"
    __table_args__ = (UniqueConstraint("school_id", "id"), UniqueConstraint("school_id", "name"))

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(9))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)


class GradingPeriod(SchoolScoped, Base):
    """A quarter, trimester or half-year of some grades, and where set of one subject."""

    __tablename__ = "grading_period"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("academic_year_id", "academic_year"),
        in_school("subject_id", "subject"),
    )

    id: Mapped[int] = id_column()
    academic_year_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[PeriodKind] = mapped_column(str_enum(PeriodKind, name="period_kind"))
    grades: Mapped[list[int]] = mapped_column(JsonValue)
    subject_id: Mapped[int | None]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    marks_until: Mapped[date | None] = mapped_column(Date)


class Holiday(SchoolScoped, Base):
    """Days without lessons, for some grades or (empty list) for all."""

    __tablename__ = "holiday"

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    grades: Mapped[list[int]] = mapped_column(JsonValue)


class ClassPeriod(SchoolScoped, Base):
    """When lesson number N begins and ends in a bell set (empty name: the main set)."""

    __tablename__ = "class_period"

    id: Mapped[int] = id_column()
    bell_set: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[int] = mapped_column(SmallInteger)
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    weekdays: Mapped[list[int]] = mapped_column(JsonValue)  # ISO 1…7; empty: every day
    grades: Mapped[list[int]] = mapped_column(JsonValue)  # empty: all
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Subject(SchoolScoped, Base):
    """A subject of the school."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("school_id", "id"), UniqueConstraint("school_id", "name"))

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40))
    assessment: Mapped[Assessment] = mapped_column(str_enum(Assessment, name="assessment"))
    unmarked_until: Mapped[date | None] = mapped_column(Date)
    has_homework: Mapped[bool] = mapped_column(Boolean)


class TimetableEntry(SchoolScoped, Base):
    """A lesson of the base timetable: weekly, by parity, between dates."""

    __tablename__ = "timetable_entry"
    __table_args__ = (
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("teacher_id", "person"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int] = mapped_column(index=True)
    weekday: Mapped[int] = mapped_column(SmallInteger)  # ISO 1…7
    number: Mapped[int] = mapped_column(SmallInteger)
    subject_id: Mapped[int]
    teacher_id: Mapped[int] = mapped_column(index=True)
    room: Mapped[str] = mapped_column(String(40), default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    parity: Mapped[WeekParity] = mapped_column(str_enum(WeekParity, name="parity"))

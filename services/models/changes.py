"""What differs from the base timetable: single lessons, whole days, and whose day it is."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
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
from services.vocabulary import DayKind, EntryState

__all__ = ["ChangeEntry", "ChangedDay", "DayChange", "LessonChange"]


class ChangeEntry(SchoolScoped, Base):
    """One message of a dispatcher, from preview to saved or withdrawn; or a lesson taken over."""

    __tablename__ = "change_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("author_id", "person"),
        Index("ix_change_entry_author", "school_id", "author_id", "created_at"),
    )

    id: Mapped[int] = id_column()
    author_id: Mapped[int]
    state: Mapped[EntryState] = mapped_column(str_enum(EntryState, name="state"))
    source: Mapped[str] = mapped_column(Text)  # the lines as typed
    resolved: Mapped[dict[str, Any]] = mapped_column(JsonValue)  # what they mean: ids and dates
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LessonChange(Audited, SchoolScoped, Base):
    """One lesson of one study group that is not as the base timetable has it.

    The first half is the lesson of the timetable (null: an added one), the second what takes its
    place (null: cancelled). At most one change of a lesson holds; it remembers the one before it.
    """

    __tablename__ = "lesson_change"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("entry_id", "change_entry"),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("teacher_id", "person"),
        in_school("new_group_id", "study_group"),
        in_school("new_subject_id", "subject"),
        in_school("new_teacher_id", "person"),
        in_school("author_id", "person"),
        Index("ix_lesson_change_day", "school_id", "lesson_on"),
        Index("ix_lesson_change_new_day", "school_id", "new_on"),
    )

    id: Mapped[int] = id_column()
    entry_id: Mapped[int] = mapped_column(index=True)
    lesson_on: Mapped[date | None] = mapped_column(Date)
    number: Mapped[int | None] = mapped_column(SmallInteger)
    study_group_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    teacher_id: Mapped[int | None]
    room: Mapped[str] = mapped_column(String(40), default="")
    new_on: Mapped[date | None] = mapped_column(Date)
    new_number: Mapped[int | None] = mapped_column(SmallInteger)
    new_group_id: Mapped[int | None]
    new_subject_id: Mapped[int | None]
    new_teacher_id: Mapped[int | None]
    new_room: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")  # for the office, never shown
    replaces_id: Mapped[int | None]  # the change of the same lesson that held before
    needs_confirmation: Mapped[bool] = mapped_column(Boolean, default=False)  # taken in a corridor
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_from: Mapped[datetime] = mapped_column(UtcDateTime)  # until then families see nothing


# Two dispatchers at once: the second of them is refused by the database itself.
Index(
    "uq_lesson_change_holding",
    LessonChange.school_id,
    LessonChange.study_group_id,
    LessonChange.lesson_on,
    LessonChange.number,
    unique=True,
    sqlite_where=LessonChange.is_withdrawn.is_(false()),
    postgresql_where=LessonChange.is_withdrawn.is_(false()),
)


class DayChange(Audited, SchoolScoped, Base):
    """Days that are no ordinary ones for some classes: frost, quarantine, from home, shorter."""

    __tablename__ = "day_change"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("entry_id", "change_entry"),
        in_school("author_id", "person"),
        Index("ix_day_change_days", "school_id", "starts_on", "ends_on"),
    )

    id: Mapped[int] = id_column()
    entry_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[DayKind] = mapped_column(str_enum(DayKind, name="day_kind"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    class_ids: Mapped[list[int]] = mapped_column(JsonValue)
    grades: Mapped[list[int]] = mapped_column(JsonValue)  # as it was said; empty: by classes
    lesson_minutes: Mapped[int | None] = mapped_column(SmallInteger)  # of a shortened day, or…
    bell_set: Mapped[str] = mapped_column(String(40), default="")  # …the school's own bells for it
    reason: Mapped[str] = mapped_column(String(200), default="")
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_from: Mapped[datetime] = mapped_column(UtcDateTime)


class ChangedDay(SchoolScoped, Base):
    """A day of one student or teacher that something changed in: the fact their notices speak of.

    The revision grows with every change and withdrawal; what differs is asked when it is told.
    """

    __tablename__ = "changed_day"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "day_on"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    day_on: Mapped[date] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(Integer, default=1)

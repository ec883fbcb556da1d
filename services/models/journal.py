"""What teachers record: lessons, marks, attendance, and the entries they were saved by."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
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
from services.vocabulary import AttendanceCode, EntryState, FactKind, PassFail

__all__ = [
    "Attendance",
    "EntryChange",
    "JournalEntry",
    "Lesson",
    "LessonCard",
    "Mark",
    "given_of",
]


class Lesson(Audited, SchoolScoped, Base):
    """A lesson that something was recorded for; the timetable alone makes no row."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "study_group_id", "lesson_on", "number", "subject_id"),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("teacher_id", "person"),
        Index("ix_lesson_teacher_day", "school_id", "teacher_id", "lesson_on"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int]
    subject_id: Mapped[int]
    teacher_id: Mapped[int]  # who really taught it
    lesson_on: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(SmallInteger)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    topic: Mapped[str] = mapped_column(String(500), default="")
    attendance_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # null: nobody looked yet


class LessonCard(SchoolScoped, Base):
    """The card of a lesson, owed once to the teacher who really gives it."""

    __tablename__ = "lesson_card"
    __table_args__ = (
        UniqueConstraint(
            "school_id",
            "study_group_id",
            "subject_id",
            "lesson_on",
            "number",
            "teacher_id",
            name="uq_lesson_card_lesson_teacher",
        ),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("teacher_id", "person"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int]
    subject_id: Mapped[int]
    teacher_id: Mapped[int]
    lesson_on: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(SmallInteger)


def given_of(value: int | None, sign: int | None) -> int:
    """Return what stands in a mark's place: its figure, or its number of PassFail."""
    return value if value is not None else PassFail(sign or 0)


class Mark(Audited, SchoolScoped, Base):
    """One mark of one student at one lesson; a double mark is two rows with parts 1 and 2.

    Subject and day repeat the lesson's, so that a student's averages are one index range. Pass and
    fail stand apart from the figures: whatever sums up ``value`` cannot meet them.
    """

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        CheckConstraint("(value IS NULL) <> (sign IS NULL)", name="figure_or_sign"),
        in_school("lesson_id", "lesson"),
        in_school("student_id", "person"),
        in_school("subject_id", "subject"),
        in_school("author_id", "person"),
        Index("ix_mark_student", "school_id", "student_id", "subject_id", "lesson_on"),
        Index("ix_mark_lesson", "school_id", "lesson_id"),
    )

    id: Mapped[int] = id_column()
    lesson_id: Mapped[int]
    student_id: Mapped[int]
    subject_id: Mapped[int]
    lesson_on: Mapped[date] = mapped_column(Date)
    value: Mapped[int | None] = mapped_column(SmallInteger)  # the figure; null: there is a sign
    sign: Mapped[int | None] = mapped_column(SmallInteger)  # PassFail
    work_kind: Mapped[str] = mapped_column(String(20))  # key of services/regulation/work_kinds
    weight_tenths: Mapped[int] = mapped_column(SmallInteger)  # weight 2 is 20: weights may be 0.5
    part: Mapped[int] = mapped_column(SmallInteger, default=1)
    comment: Mapped[str] = mapped_column(String(300), default="")
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def given(self) -> int:
        """What stands in the mark's place: a figure, or a number of PassFail."""
        return given_of(self.value, self.sign)

    @given.setter
    def given(self, given: int) -> None:
        is_sign = given in set(PassFail)
        self.value = None if is_sign else given
        self.sign = int(given) if is_sign else None


class Attendance(Audited, SchoolScoped, Base):
    """One student's attendance at one lesson, where it is not plain presence."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "lesson_id", "student_id"),
        in_school("lesson_id", "lesson"),
        in_school("student_id", "person"),
        in_school("author_id", "person"),
        Index("ix_attendance_student", "school_id", "student_id", "lesson_on"),
    )

    id: Mapped[int] = id_column()
    lesson_id: Mapped[int]
    student_id: Mapped[int]
    lesson_on: Mapped[date] = mapped_column(Date)
    code: Mapped[AttendanceCode] = mapped_column(str_enum(AttendanceCode, name="code"))
    minutes_late: Mapped[int | None] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class JournalEntry(SchoolScoped, Base):
    """One message of a teacher, from preview to saved or undone; a second press is harmless."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("author_id", "person"),
        Index("ix_journal_entry_author", "school_id", "author_id", "created_at"),
    )

    id: Mapped[int] = id_column()
    author_id: Mapped[int]
    state: Mapped[EntryState] = mapped_column(str_enum(EntryState, name="state"))
    source: Mapped[str] = mapped_column(Text)  # the line as typed
    resolved: Mapped[dict[str, Any]] = mapped_column(JsonValue)  # lessons, students, choices
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EntryChange(SchoolScoped, Base):
    """What a saved entry changed, with the value before: enough to undo it exactly."""

    __tablename__ = "entry_change"
    __table_args__ = (
        in_school("entry_id", "journal_entry"),
        Index("ix_entry_change_fact", "school_id", "fact_kind", "fact_id"),
    )

    id: Mapped[int] = id_column()
    entry_id: Mapped[int] = mapped_column(index=True)
    fact_kind: Mapped[FactKind] = mapped_column(str_enum(FactKind, name="fact_kind"))
    fact_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)  # null: there was nothing
    after: Mapped[dict[str, Any]] = mapped_column(JsonValue)

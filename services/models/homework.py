"""What teachers set as homework, its files, and what students have ticked off."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
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
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import FileKind

__all__ = ["Homework", "HomeworkDone", "HomeworkFile"]


class Homework(Audited, SchoolScoped, Base):
    """Homework given at one lesson: for everybody, or for one student (the addressee).

    ``is_none`` is «не задано»: said, and nothing to do. Group, subject and day repeat those of the
    lesson, so that a class's day is one index range. Without ``due_on`` no next lesson is planned.
    """

    __tablename__ = "homework"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("lesson_id", "lesson"),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("addressee_id", "person"),
        in_school("author_id", "person"),
        Index("ix_homework_day", "school_id", "study_group_id", "lesson_on"),
        Index("ix_homework_due", "school_id", "study_group_id", "due_on"),
    )

    id: Mapped[int] = id_column()
    lesson_id: Mapped[int]
    study_group_id: Mapped[int]
    subject_id: Mapped[int]
    lesson_on: Mapped[date] = mapped_column(Date)
    addressee_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    is_none: Mapped[bool] = mapped_column(Boolean, default=False)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_number: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None] = mapped_column(SmallInteger)  # the teacher's own estimate
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


Index(
    "ix_homework_addressee",
    Homework.school_id,
    Homework.addressee_id,
    sqlite_where=Homework.addressee_id.is_not(None),
    postgresql_where=Homework.addressee_id.is_not(None),
)
# Two presses at once: the second of them is refused by the database itself.
Index(
    "uq_homework_everybody",
    Homework.school_id,
    Homework.lesson_id,
    unique=True,
    sqlite_where=Homework.addressee_id.is_(None),
    postgresql_where=Homework.addressee_id.is_(None),
)
Index(
    "uq_homework_addressee",
    Homework.school_id,
    Homework.lesson_id,
    Homework.addressee_id,
    unique=True,
    sqlite_where=Homework.addressee_id.is_not(None),
    postgresql_where=Homework.addressee_id.is_not(None),
)


class HomeworkFile(Audited, SchoolScoped, Base):
    """A photo or document of a homework; the file itself lies with Telegram, under its id."""

    __tablename__ = "homework_file"
    __table_args__ = (in_school("homework_id", "homework"),)

    id: Mapped[int] = id_column()
    homework_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[FileKind] = mapped_column(str_enum(FileKind, name="kind"))
    file_id: Mapped[str] = mapped_column(String(250))
    name: Mapped[str] = mapped_column(String(300), default="")
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)


class HomeworkDone(SchoolScoped, Base):
    """«Сделано»: the student's own tick, nobody's record."""

    __tablename__ = "homework_done"
    __table_args__ = (
        UniqueConstraint("school_id", "homework_id", "student_id"),
        in_school("homework_id", "homework"),
        in_school("student_id", "person"),
    )

    id: Mapped[int] = id_column()
    homework_id: Mapped[int]
    student_id: Mapped[int]
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)

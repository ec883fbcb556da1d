"""Questions of families to teachers, and what was answered; a thread is kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Base,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    in_school,
    str_enum,
)
from services.vocabulary import TalkTopic

__all__ = ["Talk", "TalkMessage"]


class Talk(SchoolScoped, Base):
    """A thread between one person of a family and one teacher, about one child.

    ``about`` is what it is attached to, as it stood when the question was asked.
    """

    __tablename__ = "talk"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("student_id", "person"),
        in_school("asker_id", "person"),
        in_school("teacher_id", "person"),
        Index("ix_talk_asker", "school_id", "asker_id"),
        Index("ix_talk_teacher", "school_id", "teacher_id"),
        Index("ix_talk_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    asker_id: Mapped[int]  # the guardian, or the student
    teacher_id: Mapped[int]
    topic: Mapped[TalkTopic] = mapped_column(str_enum(TalkTopic, name="topic"))
    about: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TalkMessage(SchoolScoped, Base):
    """What one of the two has written."""

    __tablename__ = "talk_message"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("talk_id", "talk"),
        in_school("author_id", "person"),
        Index("ix_talk_message_talk", "school_id", "talk_id"),
        Index("ix_talk_message_author", "school_id", "author_id", "sent_at"),
    )

    id: Mapped[int] = id_column()
    talk_id: Mapped[int]
    author_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)

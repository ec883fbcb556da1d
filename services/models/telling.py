"""What people are owed, what they were told, and the queue of chats; no texts are kept here."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.database import (
    Base,
    BigId,
    JsonValue,
    SchoolScoped,
    UtcDateTime,
    id_column,
    str_enum,
)
from services.vocabulary import FactKind, NoticeKind, NoticeState

__all__ = ["ChatQueue", "Message", "Notice", "SendSlot", "Told"]


class Notice(SchoolScoped, Base):
    """«Look again»: a person is owed the truth about one fact at one revision.

    It holds no text. ``account_id`` is where the person can be reached now (null: paper).
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "fact_kind", "fact_id", "revision"),
        Index("ix_notice_account", "account_id", "state", "due_at"),
        Index("ix_notice_fact", "school_id", "fact_kind", "fact_id"),
        Index("ix_notice_merge", "school_id", "merge_key"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int] = mapped_column(BigInteger)
    student_id: Mapped[int | None] = mapped_column(BigInteger)  # the child it is about
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[NoticeKind] = mapped_column(str_enum(NoticeKind, name="kind"))
    fact_kind: Mapped[FactKind] = mapped_column(str_enum(FactKind, name="fact_kind"))
    fact_id: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(Integer)
    merge_key: Mapped[str] = mapped_column(String(80))  # notices of one key leave as one message
    priority: Mapped[int] = mapped_column(SmallInteger)
    result_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when the fact came to be
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clause: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[NoticeState] = mapped_column(str_enum(NoticeState, name="state"))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    reason: Mapped[str] = mapped_column(String(60), default="")  # why it ended as it did
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))


class Message(SchoolScoped, Base):
    """A message Telegram accepted, or the last outcome of one it did not; serves many notices."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_person", "school_id", "person_id", "sent_at"),)

    id: Mapped[int] = id_column()
    person_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    telegram_message_id: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(String(20))
    is_repeat_possible: Mapped[bool] = mapped_column(Boolean, default=False)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Told(SchoolScoped, Base):
    """What a person was last told about a fact, and by which message."""

    __tablename__ = "told"
    __table_args__ = (UniqueConstraint("person_id", "fact_kind", "fact_id"),)

    id: Mapped[int] = id_column()
    person_id: Mapped[int] = mapped_column(BigInteger)
    fact_kind: Mapped[FactKind] = mapped_column(str_enum(FactKind, name="fact_kind"))
    fact_id: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(Integer)
    value: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChatQueue(Base):
    """One row per chat with something waiting: its head, when it is ready, who works on it.

    ``ready_at`` and ``retry_at`` are engine time (monotonic or the database's clock), not civil
    time. Until ``retry_at`` only what is more urgent than ``retry_priority`` may leave. The lease
    grows with every claim: who holds an older one has lost the chat.
    """

    __tablename__ = "chat_queue"
    __table_args__ = (
        Index("ix_chat_queue_head", "owner", "bot_id", "head_priority", "head_due_at"),
    )

    account_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("account.id"), primary_key=True, autoincrement=False
    )
    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"))
    head_priority: Mapped[int] = mapped_column(SmallInteger)
    head_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[float] = mapped_column(Float, default=0.0)
    retry_priority: Mapped[int] = mapped_column(SmallInteger, default=0)
    retry_at: Mapped[float] = mapped_column(Float, default=0.0)
    owner: Mapped[int | None] = mapped_column(BigInteger)
    lease: Mapped[int] = mapped_column(Integer, default=0)


class SendSlot(Base):
    """The next free moment of a bot's token (theoretical arrival time, engine time)."""

    __tablename__ = "send_slot"

    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"), primary_key=True)
    tat: Mapped[float] = mapped_column(Float, default=0.0)

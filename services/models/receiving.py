"""Bots, raw updates and dialogue state: they belong to the deployment, not to a school."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, JsonValue, UtcDateTime, id_column, str_enum

__all__ = ["Bot", "Deployment", "Dialogue", "InboxState", "InboxUpdate", "JobRun"]


class InboxState(StrEnum):
    """The life of an update: its effect is committed exactly once, at ``APPLIED``."""

    NEW = "new"
    APPLIED = "applied"
    DONE = "done"
    SET_ASIDE = "set_aside"


class Deployment(Base):
    """What belongs to the installation as a whole: one row."""

    __tablename__ = "deployment"

    id: Mapped[int] = id_column()
    secret_fingerprint: Mapped[str] = mapped_column(String(16))


class Bot(Base):
    """A bot of the deployment; its token is never stored."""

    __tablename__ = "bot"

    id: Mapped[int] = id_column()
    telegram_bot_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    username: Mapped[str] = mapped_column(String(64), default="")
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when we last heard Telegram


class InboxUpdate(Base):
    """A raw update, kept until its effect is committed; its id stays 48 h against repeats."""

    __tablename__ = "inbox_update"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_update_todo", "state", "chat_key", "id"),
    )

    id: Mapped[int] = id_column()
    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"))
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_key: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[InboxState] = mapped_column(str_enum(InboxState, name="state"))
    payload: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # encrypted, of one set aside
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Dialogue(Base):
    """Where a person is in a conversation of several steps; never holds what a screen needs."""

    __tablename__ = "dialogue"
    __table_args__ = (UniqueConstraint("bot_id", "chat_id", "user_id"),)

    id: Mapped[int] = id_column()
    bot_id: Mapped[int] = mapped_column(ForeignKey("bot.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(80))
    data: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class JobRun(Base):
    """A job done for a school (0: the deployment) and a local date or other slot, once."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "school_id", "slot"),)

    id: Mapped[int] = id_column()
    job: Mapped[str] = mapped_column(String(40))
    school_id: Mapped[int] = mapped_column(BigInteger)
    slot: Mapped[str] = mapped_column(String(40))
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Control works as they are planned, before anybody has written one."""

from datetime import date, datetime

from sqlalchemy import Date, Index, SmallInteger, String, UniqueConstraint
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
from services.vocabulary import EntryState

__all__ = ["ControlWork"]


class ControlWork(Audited, SchoolScoped, Base):
    """A control work at a lesson to come; a preview until it is saved, undone when taken off.

    ``override_note``: why the deputy head let it stand against the rules, and ``overridden_by``.
    """

    __tablename__ = "control_work"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        in_school("author_id", "person"),
        in_school("overridden_by", "person"),
        Index("ix_control_work_day", "school_id", "work_on"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int]
    subject_id: Mapped[int]
    work_on: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(300), default="")
    # a key of services/regulation/work_kinds; the usual one is a control work
    work_kind: Mapped[str] = mapped_column(String(20), default="control", server_default="control")
    state: Mapped[EntryState] = mapped_column(str_enum(EntryState, name="state"))
    author_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    override_note: Mapped[str] = mapped_column(String(300), default="")
    overridden_by: Mapped[int | None]

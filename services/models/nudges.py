"""Nudges: who is reminded of what before it is late; one row for each, so that it is said once."""

from datetime import date, datetime

from sqlalchemy import Date, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, SchoolScoped, UtcDateTime, id_column, in_school, str_enum
from services.vocabulary import NudgeSort

__all__ = ["Nudge"]


class Nudge(SchoolScoped, Base):
    """A reminder to one member of staff about a day, or a lesson of it: its group and number.

    What is still missing is asked when it leaves: what was done meanwhile is not mentioned.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "sort", "day_on", "number", "study_group_id"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    sort: Mapped[NudgeSort] = mapped_column(str_enum(NudgeSort, name="sort"))
    day_on: Mapped[date] = mapped_column(Date)
    number: Mapped[int] = mapped_column(SmallInteger)  # 0: of the whole day
    study_group_id: Mapped[int] = mapped_column(default=0, server_default="0")  # 0: the same
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""What people have chosen for themselves, and the evening cards they are owed for it."""

from datetime import date

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Base, SchoolScoped, id_column, in_school, str_enum
from services.vocabulary import PreferenceKey

__all__ = ["ChildPreference", "DayCard", "Preference"]


class Preference(SchoolScoped, Base):
    """One choice of one person; without a row the default of ``services/preferences`` holds."""

    __tablename__ = "preference"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "key"),
        in_school("person_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    key: Mapped[PreferenceKey] = mapped_column(str_enum(PreferenceKey, name="key"))
    value: Mapped[str] = mapped_column(String(120))


class ChildPreference(SchoolScoped, Base):
    """One choice of a person about a child; keys are those of ``services/preferences/choices``.

    Keys of a later version may stand here after a step back: unknown ones mean nothing.
    """

    __tablename__ = "child_preference"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "student_id", "key"),
        in_school("person_id", "person"),
        in_school("student_id", "person"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    student_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(120))


class DayCard(SchoolScoped, Base):
    """A student's coming day as the evening card shows it: the fact its notices speak of."""

    __tablename__ = "day_card"
    __table_args__ = (
        UniqueConstraint("school_id", "student_id", "day_on"),
        in_school("student_id", "person"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    day_on: Mapped[date] = mapped_column(Date)

"""Debts as plain values, and what their dates are; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.errors import OutOfDate
from services.roster.names import PersonName

__all__ = [
    "DebtClosed",
    "DebtPressed",
    "OpenDebt",
    "TeacherDebt",
    "due_for",
    "is_reminder_due",
]

_DAYS_GIVEN = timedelta(days=14)
_REMINDED_EVERY = timedelta(days=7)


class DebtClosed(OutOfDate):
    """The work was handed in already, or the debt was taken back. Facts: none."""


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """Work a student has not handed in: of which day, and by when it is due."""

    debt_id: int
    student_id: int
    subject: str
    work_kind: str
    on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class TeacherDebt:
    """The same with whose it is, for the teacher."""

    debt: OpenDebt
    student: PersonName
    class_name: str


@dataclass(frozen=True, slots=True)
class DebtPressed:
    """What a teacher's press made of a debt."""

    debt: TeacherDebt
    is_closed: bool


def due_for(today: date) -> date:
    """Return by when work is due if the teacher says nothing: two weeks from today."""
    return today + _DAYS_GIVEN


def is_reminder_due(*, told_on: date, reminded_on: date | None, today: date) -> bool:
    """Whether a family is to be reminded: a week after it was told or reminded last."""
    return today - (reminded_on or told_on) >= _REMINDED_EVERY

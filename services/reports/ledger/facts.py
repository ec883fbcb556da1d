"""The ledger as values: rows of notices, of button presses and of sheets on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.errors import BadInput
from services.outbox.ledger import OwedNotice
from services.reports.ledger.rules import Punctuality
from services.roster.names import PersonName
from services.vocabulary import FactKind

__all__ = [
    "ButtonPress",
    "FactLabel",
    "Ledger",
    "LedgerRow",
    "NobodyInLedger",
    "PaperRow",
    "Press",
]


class NobodyInLedger(BadInput):
    """There is no such student or class. Facts: student or class_name."""


class ButtonPress(StrEnum):
    """What was pressed."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    REASON = "reason"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Press:
    """A button somebody pressed under a message; the only sign from a person there is."""

    what: ButtonPress
    at: datetime
    caption: str = ""  # of an answer the sender has worded


@dataclass(frozen=True, slots=True)
class FactLabel:
    """What a message was about, without any mark, text or reason."""

    kind: FactKind
    subject: str = ""
    on: date | None = None
    number: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One fact owed to one person."""

    notice: OwedNotice
    label: FactLabel
    punctuality: Punctuality
    press: Press | None
    student: PersonName | None  # None: their data were destroyed
    class_name: str
    person: PersonName | None
    relation: str  # as the school's list has it; empty for the student


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One sheet of one week."""

    student_id: int
    student: PersonName | None
    class_name: str
    week_on: date
    made_at: datetime
    deadline_on: date
    handed_at: datetime | None
    handed_by: PersonName | None
    punctuality: Punctuality


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the school can show of informing one student's family, or a class's."""

    school_name: str
    title: str  # the student's name or the class
    first: date
    last: date
    made_at: datetime
    zone: ZoneInfo
    rows: tuple[LedgerRow, ...]
    sheets: tuple[PaperRow, ...]

    def count(self, kind: Punctuality) -> int:
        """Return how many rows stand so to their deadline, sheets among them."""
        of_notices = sum(one.punctuality is kind for one in self.rows)
        return of_notices + sum(one.punctuality is kind for one in self.sheets)

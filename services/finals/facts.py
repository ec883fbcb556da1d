"""Sheets of period marks, and what families read of them, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.bulk_entry.facts import PersonQuestion, WordQuestion
from services.diary.facts import ChildFacts
from services.journal.period_marks import Doubt
from services.roster.namesakes import UNLIKE, Apart
from services.vocabulary import FinalKind, PeriodKind

__all__ = [
    "FinalStep",
    "FinalTerm",
    "FinalValue",
    "FinalsDiscarded",
    "FinalsPage",
    "FinalsSaved",
    "FinalsUndone",
    "OwnSheet",
    "OwnSheets",
    "PeriodName",
    "Proposal",
    "Sheet",
    "SheetRow",
    "SubjectFinals",
]


@dataclass(frozen=True, slots=True)
class FinalValue:
    """What was decided: a mark, a pass or fail, or (None) that the student is not attested."""

    mark: int | None


@dataclass(frozen=True, slots=True)
class PeriodName:
    """A period as people call it: the second quarter."""

    kind: PeriodKind
    number: int


@dataclass(frozen=True, slots=True)
class FinalTerm:
    """What is summed up; without a period it is the whole year.

    *result_on*: the day of the result, of what has one of its own (exam, attestation, contest).
    Where it was not named it is today's, and a result that stands keeps its own.
    """

    kind: FinalKind
    year_id: int
    period_id: int | None = None
    period: PeriodName | None = None
    result_on: date | None = None
    is_day_named: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the marks come to, with its arithmetic; *parts* are the periods of a year.

    ``total`` and ``weight`` are the sums of mark·weight and of weights; ``missed`` of ``held``
    lessons were missed; ``passes`` and ``fails`` were given where there are no figures.
    """

    value: FinalValue | None
    doubt: Doubt = Doubt.NONE
    average: Fraction | None = None
    count: int = 0
    total: Fraction = Fraction(0)
    weight: Fraction = Fraction(0)
    lowest: int | None = None
    missed: int = 0
    held: int = 0
    passes: int = 0
    fails: int = 0
    parts: tuple[tuple[PeriodName, FinalValue | None], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A student of a sheet: what is proposed, what stands already, what the teacher chose."""

    student_id: int
    family_name: str
    given_name: str
    proposal: Proposal
    stands: FinalValue | None = None
    chosen: FinalValue | None = None
    apart: Apart = UNLIKE

    @property
    def changes(self) -> bool:
        """Whether saving would change something here."""
        return self.chosen is not None and self.chosen != self.stands


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everybody of a group in one subject and period. *is_review*: the teacher has chosen.

    ``due_at``: when families would hear, saved now.
    """

    entry_id: int
    group: str
    subject: str
    term: FinalTerm
    rows: tuple[SheetRow, ...]
    minimum: int
    threshold: Fraction
    zone: ZoneInfo
    due_at: datetime
    can_record: bool = True
    is_review: bool = False
    is_pass_fail: bool = False

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to save."""
        return any(row.changes for row in self.rows)


FinalStep = WordQuestion | PersonQuestion | Sheet


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A group and subject somebody gives marks to."""

    group_id: int
    subject_id: int
    group: str
    subject: str


@dataclass(frozen=True, slots=True)
class OwnSheets:
    """Everything somebody gives marks to."""

    sheets: tuple[OwnSheet, ...]


@dataclass(frozen=True, slots=True)
class FinalsSaved:
    """A saved sheet. *is_repeat*: it had been saved before, and nothing changed now."""

    entry_id: int
    group: str
    subject: str
    term: FinalTerm
    marks: int
    zone: ZoneInfo
    now: datetime
    saved_at: datetime
    held_until: datetime | None = None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class FinalsDiscarded:
    """A sheet that was not saved."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class FinalsUndone:
    """A sheet taken back: how many marks went back, how many had been changed since."""

    entry_id: int
    restored: int
    kept: int
    families_told: bool
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class SubjectFinals:
    """A subject's marks as a family sees them, in the order of the year."""

    subject: str
    marks: tuple[tuple[FinalTerm, FinalValue], ...]


@dataclass(frozen=True, slots=True)
class FinalsPage:
    """The marks of a child's school year."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    year: str
    subjects: tuple[SubjectFinals, ...]

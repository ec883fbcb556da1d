"""What a summary says, as plain values. Illness is not in it: families read only «excused»."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.debts.facts import OpenDebt
from services.diary.facts import ChildFacts
from services.finals.facts import FinalValue, PeriodName
from services.roster.names import PersonName

__all__ = [
    "ComingWork",
    "DraftList",
    "DraftRow",
    "DraftSummary",
    "FortnightFacts",
    "Point",
    "PointKind",
    "SignLine",
    "SubjectLine",
    "SummaryPage",
    "TopicLine",
    "Trend",
    "UnreadFamily",
    "UnreadSummaries",
    "Verdict",
]


class Trend(StrEnum):
    """A subject's average against the child's own fortnight before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


class Verdict(StrEnum):
    """What stands first in a summary."""

    NOTHING_NEW = "nothing_new"  # no marks, nothing missed, no topics
    WELL = "well"
    MOSTLY_WELL = "mostly_well"  # look at one or two things
    LOOK = "look"  # more than two things, or a weighty one


class PointKind(StrEnum):
    """Why something deserves a look."""

    COMES_OUT_LOW = "comes_out_low"
    FELL = "fell"
    OWES = "owes"
    UNEXCUSED = "unexcused"
    REASON_UNKNOWN = "reason_unknown"
    MUCH_MISSED = "much_missed"
    OFTEN_LATE = "often_late"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that deserves a look: a subject, or a number of lessons."""

    kind: PointKind
    subject: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A marked subject: the fortnight, the fortnight before, and where the period stands.

    ``outcome`` is the mark the period's average gives now; ``given`` what the teacher has decided.
    """

    subject_id: int
    subject: str
    marks: tuple[int, ...] = ()
    average: Fraction | None = None
    count_before: int = 0
    average_before: Fraction | None = None
    standing: Fraction | None = None
    outcome: int | None = None
    period: PeriodName | None = None
    given: FinalValue | None = None


@dataclass(frozen=True, slots=True)
class SignLine:
    """Passes and fails of a subject in the fortnight, in order of time."""

    subject: str
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TopicLine:
    """What was gone through in a subject, where there are no marks."""

    subject: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComingWork:
    """A control work planned for the two weeks after."""

    subject: str
    on: date


@dataclass(frozen=True, slots=True)
class FortnightFacts:
    """Fourteen days of a child, as the family may see them at one moment.

    ``lessons`` were held in these days; the averages over all subjects weigh every mark.
    ``debts`` are open at that moment, ``works`` lie ahead.
    """

    starts_on: date
    ends_on: date
    is_marked: bool
    subjects: tuple[SubjectLine, ...] = ()
    topics: tuple[TopicLine, ...] = ()
    average: Fraction | None = None
    average_before: Fraction | None = None
    lessons: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    late: int = 0
    debts: tuple[OpenDebt, ...] = ()
    works: tuple[ComingWork, ...] = ()
    signs: tuple[SignLine, ...] = ()

    @property
    def missed(self) -> int:
        """Lessons missed, whatever the reason."""
        return self.excused + self.unexcused + self.unknown

    @property
    def marks(self) -> tuple[int, ...]:
        """Every mark of the fortnight."""
        return tuple(value for line in self.subjects for value in line.marks)


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """A summary as a family asks for it; *facts* are missing where none was made yet.

    ``is_running``: the fortnight goes on, these are the facts of now; ``has_last``: there is one
    of before to turn to. ``is_read``: this reader
    has pressed «read»; None where there is nothing to press.
    """

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    facts: FortnightFacts | None
    zone: ZoneInfo
    next_at: datetime | None = None
    is_running: bool = False
    has_last: bool = True
    summary_id: int = 0
    sentence: str = ""
    teacher: PersonName | None = None
    is_read: bool | None = None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A student of the class, and whether there is a sentence already."""

    student_id: int
    name: PersonName
    has_sentence: bool


@dataclass(frozen=True, slots=True)
class DraftList:
    """The drafts of a class; they go at *due_at*, with sentences or without."""

    class_id: int
    class_name: str
    ends_on: date
    starts_on: date
    due_at: datetime
    zone: ZoneInfo
    rows: tuple[DraftRow, ...] = ()
    other_classes: tuple[tuple[int, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One student's draft as it would read now."""

    drafts: DraftList
    row: DraftRow
    facts: FortnightFacts
    sentence: str
    next_id: int | None  # the next student without a sentence


@dataclass(frozen=True, slots=True)
class UnreadFamily:
    """A guardian who has not pressed «read», and whether the summary reached the chat at all."""

    student_id: int
    student: PersonName
    guardian: PersonName
    was_told: bool


@dataclass(frozen=True, slots=True)
class UnreadSummaries:
    """Who of a class has not read the last summary."""

    class_name: str
    starts_on: date
    ends_on: date
    families: tuple[UnreadFamily, ...]
    total: int

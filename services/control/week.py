"""A week of duties, summed up by teacher and class, and marks that are too few or late; pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar

from services.control.duties import Duty, DutyState, state_of
from services.regulation.deadlines import DutySort

__all__ = [
    "Breach",
    "Tally",
    "TallyRow",
    "breaches_of",
    "is_too_few",
    "judged",
    "ranked",
    "share_passed",
    "tally_by",
    "tally_of",
    "week_of",
]

_Key = TypeVar("_Key", bound=Hashable)
Judged = tuple[Duty, DutyState]

_EARLIEST_SHARE = Fraction(1, 3)  # of a period: before it nobody can have gathered marks


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties came in time, came late, and have not come."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def breaches(self) -> int:
        """What was not done in time."""
        return self.late + self.overdue

    @property
    def share_in_time(self) -> Fraction | None:
        """The part that came in time; None where nothing was due yet."""
        due = self.in_time + self.breaches
        return Fraction(self.in_time, due) if due else None


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The tally of one teacher or class."""

    key: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Breach:
    """A duty that was not done in time; *is_done*: it came later."""

    sort: DutySort
    on: date
    number: int
    subject: str
    group: str
    class_ids: frozenset[int]
    teacher_id: int
    is_done: bool


def week_of(on: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's week."""
    first = on - timedelta(days=on.weekday())
    return first, first + timedelta(days=6)


def judged(duties: Iterable[Duty], *, now: datetime) -> list[Judged]:
    """Return duties with how they stand, asked once."""
    return [(duty, state_of(duty, now=now)) for duty in duties]


def tally_of(duties: Iterable[Judged]) -> Tally:
    """Sum duties up; what has time left is not counted."""
    counts = Counter(state for _duty, state in duties)
    return Tally(counts[DutyState.IN_TIME], counts[DutyState.LATE], counts[DutyState.OVERDUE])


def tally_by(
    duties: Iterable[Judged], keys: Callable[[Duty], Iterable[_Key]]
) -> dict[_Key, Tally]:
    """Sum up by whom or what *keys* says."""
    of_key: defaultdict[_Key, list[Judged]] = defaultdict(list)
    for one in duties:
        for key in keys(one[0]):
            of_key[key].append(one)
    return {key: tally_of(found) for key, found in of_key.items()}


def ranked(tallies: Mapping[int, Tally]) -> tuple[TallyRow, ...]:
    """Return who breached most first."""
    rows = [TallyRow(key, tally) for key, tally in tallies.items()]
    return tuple(sorted(rows, key=lambda row: (-row.tally.breaches, row.key)))


def breaches_of(duties: Iterable[Judged]) -> tuple[Breach, ...]:
    """Return what was not done in time: what is still missing first, the newest day first."""
    found = [
        Breach(
            sort=duty.sort,
            on=duty.lesson.on,
            number=duty.lesson.number,
            subject=duty.lesson.subject.name,
            group=duty.lesson.group.label,
            class_ids=duty.lesson.group.class_ids,
            teacher_id=duty.lesson.teacher_id,
            is_done=duty.done_at is not None,
        )
        for duty, state in duties
        if state in {DutyState.LATE, DutyState.OVERDUE}
    ]
    return tuple(sorted(found, key=lambda one: (one.is_done, -one.on.toordinal(), one.number)))


def share_passed(first: date, last: date, today: date) -> Fraction:
    """Return how much of a period is over."""
    days = (last - first).days + 1
    return Fraction(min(max((today - first).days, 0), days), days)


def is_too_few(*, marks: int, students: int, minimum: int, passed: Fraction) -> bool:
    """Whether a class has gathered fewer marks than the minimum asks of it by now.

    The minimum (three in a quarter) grows with the period; in its first third it says nothing.
    """
    if not students or passed < _EARLIEST_SHARE:
        return False
    return Fraction(marks, students) < minimum * passed

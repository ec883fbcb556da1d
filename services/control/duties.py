"""What each lesson owes the journal, by when, and whether it came in time; pure.

Nothing is owed for a lesson that was cancelled or fell on a frost or quarantine day; whoever
really gave the lesson answers for it. Of lessons from home topic and homework are owed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.control.works import announced_work, duty_of_work
from services.homework.class_day import takes_homework
from services.regulation.deadlines import DUTIES, HOMEWORK_BREACH_FACTOR, DutySort
from services.timetable.rules import PlannedLesson
from services.vocabulary import DayKind

__all__ = [
    "Duty",
    "DutyRules",
    "DutyState",
    "LessonRecord",
    "class_ends",
    "duties_of_day",
    "end_of",
    "is_owed",
    "state_of",
]

HomeworkKey = tuple[int, int, date]
"""Study group, subject and day: a double lesson has one homework."""

_FIRST_GRADE = 1


class DutyState(StrEnum):
    """How a duty stands at a moment."""

    AHEAD = "ahead"  # there is time, and it is not done
    IN_TIME = "in_time"
    LATE = "late"  # done after its deadline
    OVERDUE = "overdue"  # not done, and the deadline is over


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """A lesson of the timetable with what the journal says of it.

    *works*: when the first mark of each kind of work was recorded.
    """

    lesson: PlannedLesson
    attendance_at: datetime | None = None
    topic: str = ""
    topic_at: datetime | None = None
    works: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DutyRules:
    """What of a school decides over duties: its zone, subjects and hours."""

    zone: ZoneInfo
    homework_subjects: frozenset[int]
    marked_subjects: frozenset[int]
    homework_grace: timedelta
    in_first_grade: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed for a lesson."""

    sort: DutySort
    lesson: PlannedLesson
    deadline_at: datetime
    done_at: datetime | None


def state_of(duty: Duty, *, now: datetime) -> DutyState:
    """Return how a duty stands."""
    if duty.done_at is not None:
        return DutyState.IN_TIME if duty.done_at <= duty.deadline_at else DutyState.LATE
    return DutyState.OVERDUE if now > duty.deadline_at else DutyState.AHEAD


def is_owed(lesson: PlannedLesson) -> bool:
    """Whether anything is owed for a lesson: it takes place, be it from home."""
    return lesson.day_kind in {None, DayKind.REMOTE}


def end_of(on: date, zone: ZoneInfo, *, days: int = 0) -> datetime:
    """Return the end of a day, or of one so many days later."""
    return datetime.combine(on + timedelta(days=days + 1), time(), tzinfo=zone)


def class_ends(lessons: Iterable[PlannedLesson]) -> dict[int, datetime]:
    """Return when the last lesson of each class ends."""
    ends: dict[int, datetime] = {}
    for lesson in lessons:
        for class_id in lesson.group.class_ids:
            ends[class_id] = max(lesson.ends_at, ends.get(class_id, lesson.ends_at))
    return ends


def duties_of_day(
    records: Sequence[LessonRecord],
    homework: Mapping[HomeworkKey, datetime],
    *,
    on: date,
    rules: DutyRules,
) -> list[Duty]:
    """Return everything the lessons of one day owe, whether it is done or not.

    *homework*: when what was given at a group's lessons of a subject was first recorded.
    """
    owed = [one for one in records if is_owed(one.lesson)]
    found: list[Duty] = []
    for one in owed:
        found.extend(_journal(one, on=on, rules=rules))
        found.extend(_works(one, on=on, rules=rules))
    return [*found, *_homework([one.lesson for one in owed], homework, on=on, rules=rules)]


def _journal(one: LessonRecord, *, on: date, rules: DutyRules) -> Iterable[Duty]:
    deadline_at = end_of(on, rules.zone)
    if one.lesson.counts_absences:
        yield Duty(DutySort.ATTENDANCE, one.lesson, deadline_at, one.attendance_at)
    yield Duty(DutySort.TOPIC, one.lesson, deadline_at, one.topic_at if one.topic else None)


def _works(one: LessonRecord, *, on: date, rules: DutyRules) -> Iterable[Duty]:
    lesson = one.lesson
    if lesson.subject.subject_id not in rules.marked_subjects or lesson.group.grade == (
        _FIRST_GRADE
    ):
        return
    first_at: dict[DutySort, datetime | None] = {}
    for kind, recorded_at in one.works.items():
        sort = duty_of_work(kind)
        if sort is not None:
            first_at[sort] = min(recorded_at, first_at.get(sort) or recorded_at)
    announced = announced_work(one.topic)
    if announced is not None and not first_at:
        first_at[announced] = None
    for sort, done_at in first_at.items():
        deadline_at = end_of(on, rules.zone, days=DUTIES[sort].days)
        yield Duty(sort, lesson, deadline_at, done_at)


def _homework(
    lessons: Collection[PlannedLesson],
    homework: Mapping[HomeworkKey, datetime],
    *,
    on: date,
    rules: DutyRules,
) -> Iterable[Duty]:
    """One duty for a group's subject of the day; its last lesson stands for a double one."""
    ends = class_ends(lessons)
    last: defaultdict[tuple[int, int], list[PlannedLesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.subject.subject_id in rules.homework_subjects and takes_homework(
            lesson.group.grade, in_first_grade=rules.in_first_grade
        ):
            last[lesson.group.group_id, lesson.subject.subject_id].append(lesson)
    for (group_id, subject_id), given_at in last.items():
        lesson = max(given_at, key=lambda one: one.order)
        ends_at = max((ends[one] for one in lesson.group.class_ids), default=lesson.ends_at)
        yield Duty(
            DutySort.HOMEWORK,
            lesson,
            ends_at + rules.homework_grace * HOMEWORK_BREACH_FACTOR,
            homework.get((group_id, subject_id, on)),
        )

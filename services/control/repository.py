"""Rows behind duties and nudges: when what was recorded first; the school bound, read only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.control.nudge_rules import WantedNudge
from services.models import (
    Attendance,
    Enrollment,
    EntryChange,
    GradingPeriod,
    GroupMembership,
    Homework,
    JournalEntry,
    Lesson,
    Mark,
    Nudge,
    PeriodMark,
    Person,
    RoleAssignment,
    School,
    StudyGroup,
    Subject,
    TeachingAssignment,
)
from services.vocabulary import (
    Assessment,
    EntryState,
    FactKind,
    FinalKind,
    GroupKind,
    PersonKind,
    Role,
)

__all__ = [
    "LessonTimes",
    "Load",
    "assignments",
    "first_homework",
    "group_students",
    "holders_of",
    "lesson_times",
    "mark_counts",
    "nudges_known",
    "periods_between",
    "school_ids",
    "students_with_period_mark",
    "subjects",
    "takes_marks",
]

LessonKey = tuple[int, int, date, int]
"""Study group, subject, day, number."""


@dataclass(slots=True)
class LessonTimes:
    """What the journal says of a lesson and when it was first said."""

    topic: str = ""
    topic_at: datetime | None = None
    attendance_at: datetime | None = None
    works: dict[str, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Who teaches a subject to a group."""

    teacher_id: int
    group_id: int
    subject_id: int


async def school_ids(session: AsyncSession) -> list[int]:
    """Return all schools, none bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def lesson_times(
    session: AsyncSession, *, first: date, last: date
) -> dict[LessonKey, LessonTimes]:
    """Return what was recorded for the lessons between two days, and when first.

    Corrections do not count: the first save of a fact that was not undone does.
    """
    found: dict[LessonKey, LessonTimes] = {}
    by_id: dict[int, LessonTimes] = {}
    within = Lesson.lesson_on.between(first, last)
    lessons = await session.execute(
        select(
            Lesson.id,
            Lesson.study_group_id,
            Lesson.subject_id,
            Lesson.lesson_on,
            Lesson.number,
            Lesson.topic,
            Lesson.attendance_at,
        ).where(within)
    )
    for row in lessons:
        times = LessonTimes(topic=row.topic, attendance_at=row.attendance_at, works={})
        key = (row.study_group_id, row.subject_id, row.lesson_on, row.number)
        found[key] = by_id[row.id] = times
    topics = (
        select(Lesson.id, JournalEntry.saved_at, EntryChange.after)
        .join(EntryChange, EntryChange.fact_id == Lesson.id)
        .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
        .where(within, _is_saved(FactKind.LESSON))
    )
    for lesson_id, at, after in await session.execute(topics):
        if after.get("topic"):
            by_id[lesson_id].topic_at = _earlier(by_id[lesson_id].topic_at, at)
    seen = select(Attendance.lesson_id, func.min(Attendance.recorded_at)).where(
        Attendance.lesson_on.between(first, last)
    )
    for lesson_id, at in await session.execute(seen.group_by(Attendance.lesson_id)):
        times = by_id[lesson_id]
        times.attendance_at = _earlier(times.attendance_at, at)
    letters = (
        select(Attendance.lesson_id, func.min(JournalEntry.saved_at))
        .join(EntryChange, EntryChange.fact_id == Attendance.id)
        .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
        .where(Attendance.lesson_on.between(first, last), _is_saved(FactKind.ATTENDANCE))
        .group_by(Attendance.lesson_id)
    )
    for lesson_id, at in await session.execute(letters):
        times = by_id[lesson_id]
        times.attendance_at = _earlier(times.attendance_at, at)
    await _works(session, by_id, first=first, last=last)
    return found


async def _works(
    session: AsyncSession, by_id: dict[int, LessonTimes], *, first: date, last: date
) -> None:
    holding = and_(Mark.lesson_on.between(first, last), Mark.is_withdrawn.is_(False))
    keys = (Mark.lesson_id, Mark.work_kind)
    recorded = select(*keys, func.min(Mark.recorded_at)).where(holding).group_by(*keys)
    saved = (
        select(*keys, func.min(JournalEntry.saved_at))
        .join(EntryChange, EntryChange.fact_id == Mark.id)
        .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
        .where(holding, _is_saved(FactKind.MARK))
        .group_by(*keys)
    )
    for rows in (await session.execute(recorded), await session.execute(saved)):
        for lesson_id, kind, at in rows:
            works = by_id[lesson_id].works
            if works is not None and at is not None:
                works[kind] = min(at, works.get(kind, at))


def _is_saved(kind: FactKind) -> ColumnElement[bool]:
    """Whether a change is of that kind and was not undone."""
    return and_(EntryChange.fact_kind == kind, JournalEntry.state == EntryState.SAVED)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


async def first_homework(
    session: AsyncSession, *, first: date, last: date
) -> dict[tuple[int, int, date], datetime]:
    """Return when the homework of each group's subject and day was first recorded."""
    holding = and_(Homework.lesson_on.between(first, last), Homework.is_withdrawn.is_(False))
    keys = (Homework.study_group_id, Homework.subject_id, Homework.lesson_on)
    recorded = select(*keys, func.min(Homework.recorded_at)).where(holding).group_by(*keys)
    saved = (
        select(*keys, func.min(JournalEntry.saved_at))
        .join(EntryChange, EntryChange.fact_id == Homework.id)
        .join(JournalEntry, JournalEntry.id == EntryChange.entry_id)
        .where(holding, _is_saved(FactKind.HOMEWORK))
        .group_by(*keys)
    )
    found: dict[tuple[int, int, date], datetime] = {}
    for rows in (await session.execute(recorded), await session.execute(saved)):
        for group_id, subject_id, on, at in rows:
            if at is not None:
                key = (group_id, subject_id, on)
                found[key] = min(at, found.get(key, at))
    return found


async def subjects(session: AsyncSession) -> dict[int, Subject]:
    """Return every subject of the school."""
    return {row.id: row for row in await session.scalars(select(Subject))}


async def assignments(session: AsyncSession) -> list[Load]:
    """Return who teaches what to whom."""
    rows = await session.execute(
        select(
            TeachingAssignment.teacher_id,
            TeachingAssignment.study_group_id,
            TeachingAssignment.subject_id,
        ).order_by(TeachingAssignment.id)
    )
    return [Load(*row) for row in rows]


async def group_students(session: AsyncSession, *, on: date) -> dict[int, frozenset[int]]:
    """Return the students of every study group of the school on a day."""
    enrolled = and_(
        Enrollment.starts_on <= on, or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    whole = await session.execute(
        select(StudyGroup.id, Enrollment.student_id)
        .join(Enrollment, Enrollment.school_class_id == StudyGroup.school_class_id)
        .where(StudyGroup.kind == GroupKind.WHOLE_CLASS, enrolled)
    )
    parts = await session.execute(
        select(GroupMembership.study_group_id, GroupMembership.student_id).where(
            or_(GroupMembership.starts_on.is_(None), GroupMembership.starts_on <= on),
            or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on >= on),
            GroupMembership.student_id.in_(select(Enrollment.student_id).where(enrolled)),
        )
    )
    for group_id, student_id in (*whole, *parts):
        found[group_id].add(student_id)
    return {group_id: frozenset(students) for group_id, students in found.items()}


async def periods_between(
    session: AsyncSession, *, first: date, last: date
) -> list[GradingPeriod]:
    """Return grading periods that have a day between two days, in order of time."""
    rows = await session.scalars(
        select(GradingPeriod)
        .where(GradingPeriod.starts_on <= last, GradingPeriod.ends_on >= first)
        .order_by(GradingPeriod.starts_on, GradingPeriod.id)
    )
    return list(rows)


async def mark_counts(
    session: AsyncSession, *, first: date, last: date
) -> dict[tuple[int, int], int]:
    """Return how many figures each group has in each subject between two days."""
    rows = await session.execute(
        select(Lesson.study_group_id, Mark.subject_id, func.count())
        .join(Lesson, Lesson.id == Mark.lesson_id)
        .where(
            Mark.lesson_on.between(first, last),
            Mark.is_withdrawn.is_(False),
            Mark.value.is_not(None),
        )
        .group_by(Lesson.study_group_id, Mark.subject_id)
    )
    return {(group_id, subject_id): count for group_id, subject_id, count in rows}


async def students_with_period_mark(
    session: AsyncSession, period_ids: Collection[int]
) -> dict[tuple[int, int], frozenset[int]]:
    """Return who has a mark, by period and subject."""
    rows = await session.execute(
        select(PeriodMark.grading_period_id, PeriodMark.subject_id, PeriodMark.student_id).where(
            PeriodMark.grading_period_id.in_(period_ids),
            PeriodMark.kind == FinalKind.PERIOD,
            PeriodMark.is_withdrawn.is_(False),
        )
    )
    found: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for period_id, subject_id, student_id in rows:
        if period_id is not None:
            found[period_id, subject_id].add(student_id)
    return {key: frozenset(students) for key, students in found.items()}


async def holders_of(
    session: AsyncSession, roles: Collection[Role], *, on: date
) -> frozenset[int]:
    """Return the staff who hold one of *roles* on a day."""
    stays: ColumnElement[bool] = or_(Person.left_on.is_(None), Person.left_on > on)
    return frozenset(
        await session.scalars(
            select(RoleAssignment.person_id)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(RoleAssignment.role.in_(roles), Person.kind == PersonKind.STAFF, stays)
        )
    )


async def nudges_known(session: AsyncSession, wanted: Iterable[WantedNudge]) -> set[WantedNudge]:
    """Return which of these reminders were written before."""
    rows = await session.scalars(
        select(Nudge).where(Nudge.day_on.in_({one.day_on for one in wanted}))
    )
    return {
        WantedNudge(row.person_id, row.sort, row.day_on, row.number, row.study_group_id)
        for row in rows
    }


def takes_marks(subject: Subject, *, on: date) -> bool:
    """Whether a subject has marks on a day."""
    is_yet = subject.unmarked_until is not None and on <= subject.unmarked_until
    return subject.assessment is Assessment.MARKS and not is_yet

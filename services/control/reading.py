"""The duties of some days of a school, read in a handful of statements, whatever its size."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.control import repository
from services.control.duties import Duty, DutyRules, LessonRecord, duties_of_day
from services.control.repository import LessonTimes, takes_marks
from services.control.week import is_too_few, share_passed
from services.models import GradingPeriod, Subject
from services.regulation.deadlines import PERIOD_BREACH_DAYS
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_work_days
from services.roster.individual_plans import individual_plans
from services.timetable.changes import DayPlan
from services.timetable.day_range import plans_between
from services.timetable.repository import taught_groups
from services.timetable.rules import PlannedLesson, TaughtGroup
from services.vocabulary import Assessment, PeriodKind

__all__ = [
    "LatePeriod",
    "ThinMarks",
    "duties_between",
    "duties_of_plans",
    "late_periods",
    "rules_of",
    "thin_marks",
]

_FIRST_GRADE = 1
_LOOK_BACK = timedelta(days=60)  # period marks later than that are another year's affair


@dataclass(frozen=True, slots=True)
class ThinMarks:
    """A group's subject with too few marks: so many on a student."""

    group: TaughtGroup
    subject: str
    teacher_id: int
    on_student: Fraction
    minimum: int


@dataclass(frozen=True, slots=True)
class LatePeriod:
    """A group's subject without all marks of a period; *deadline_on* is the last day for them."""

    group: TaughtGroup
    subject: str
    teacher_id: int
    period: str
    missing: int
    deadline_on: date


async def rules_of(session: AsyncSession, profile: SchoolProfile, *, on: date) -> DutyRules:
    """Return what of the school decides over duties."""
    rows = await repository.subjects(session)
    return DutyRules(
        zone=profile.timezone,
        homework_subjects=frozenset(row.id for row in rows.values() if row.has_homework),
        marked_subjects=frozenset(row.id for row in rows.values() if takes_marks(row, on=on)),
        homework_grace=timedelta(minutes=profile.homework_minutes),
        in_first_grade=profile.homework_in_first_grade,
    )


async def duties_between(
    session: AsyncSession, profile: SchoolProfile, *, first: date, last: date
) -> list[Duty]:
    """Return everything the lessons between two days owe."""
    plans = await plans_between(session, first=first, last=last)
    return await duties_of_plans(session, profile, plans)


async def duties_of_plans(
    session: AsyncSession, profile: SchoolProfile, plans: Mapping[date, DayPlan]
) -> list[Duty]:
    """Return the same of days that are known already."""
    if not plans:
        return []
    first, last = min(plans), max(plans)
    rules = await rules_of(session, profile, on=last)
    times = await repository.lesson_times(session, first=first, last=last)
    homework = await repository.first_homework(session, first=first, last=last)
    found: list[Duty] = []
    for on, plan in plans.items():
        records = [
            _record(one, times.get((one.group.group_id, one.subject.subject_id, on, one.number)))
            for one in plan.lessons
        ]
        found.extend(duties_of_day(records, homework, on=on, rules=rules))
    return found


def _record(lesson: PlannedLesson, times: LessonTimes | None) -> LessonRecord:
    if times is None:
        return LessonRecord(lesson)
    return LessonRecord(
        lesson, times.attendance_at, times.topic, times.topic_at, times.works or {}
    )


async def thin_marks(
    session: AsyncSession, profile: SchoolProfile, *, today: date
) -> tuple[ThinMarks, ...]:
    """Return which groups have too few marks in the period of today."""
    periods = await repository.periods_between(session, first=today, last=today)
    subjects = await repository.subjects(session)
    students = await repository.group_students(session, on=today)
    plans = await individual_plans(session)
    loads = await repository.assignments(session)
    groups = await taught_groups(session, sorted({one.group_id for one in loads}), on=today)
    counts = {
        period.id: await repository.mark_counts(session, first=period.starts_on, last=today)
        for period in periods
    }
    found: list[ThinMarks] = []
    for load in loads:
        group, subject = groups[load.group_id], subjects[load.subject_id]
        if not _is_summed_up(group, subject, on=today):
            continue
        period = _period_of(periods, grade=group.grade, subject_id=load.subject_id)
        if period is None:
            continue
        minimum = (
            profile.minimum_marks_half_year
            if period.kind is PeriodKind.HALF_YEAR
            else profile.minimum_marks
        )
        marks = counts[period.id].get((load.group_id, load.subject_id), 0)
        size = len(plans.studying(students.get(load.group_id, ()), load.subject_id, on=today))
        passed = share_passed(period.starts_on, period.ends_on, today)
        if is_too_few(marks=marks, students=size, minimum=minimum, passed=passed):
            found.append(
                ThinMarks(group, subject.name, load.teacher_id, Fraction(marks, size), minimum)
            )
    return tuple(sorted(found, key=lambda one: (one.on_student, one.group.label)))


async def late_periods(
    session: AsyncSession,
    profile: SchoolProfile,
    *,
    today: date,
    days: int = PERIOD_BREACH_DAYS,
) -> tuple[LatePeriod, ...]:
    """Return which groups lack marks of a period that ended *days* working days ago or earlier.

    Where the working days of a year are not known nothing is said to be late.
    """
    work_days = await load_work_days(session, profile)
    ended = [
        (period, work_days.after(period.marks_until or period.ends_on, days))
        for period in await repository.periods_between(
            session, first=today - _LOOK_BACK, last=today
        )
        if period.ends_on < today
    ]
    due = {period.id: (period, on) for period, on in ended if on is not None and on < today}
    if not due:
        return ()
    subjects = await repository.subjects(session)
    loads = await repository.assignments(session)
    groups = await taught_groups(session, sorted({one.group_id for one in loads}), on=today)
    marked = await repository.students_with_period_mark(session, list(due))
    found: list[LatePeriod] = []
    plans = await individual_plans(session)
    members = {
        key: await repository.group_students(session, on=period.ends_on)
        for key, (period, _on) in due.items()
    }
    for load in loads:
        group, subject = groups[load.group_id], subjects[load.subject_id]
        for key, (period, deadline_on) in due.items():
            has_pass = group.grade > _FIRST_GRADE and _has_pass_fail(group, subject)
            if not (has_pass or _is_summed_up(group, subject, on=period.ends_on)):
                continue
            of_grade = [one for one, _on in due.values()]
            if _period_of(of_grade, grade=group.grade, subject_id=load.subject_id) is not period:
                continue
            missing = len(
                plans.studying(
                    members[key].get(load.group_id, ()), load.subject_id, on=period.ends_on
                )
                - marked.get((key, load.subject_id), frozenset())
            )
            if missing:
                found.append(
                    LatePeriod(
                        group, subject.name, load.teacher_id, period.name, missing, deadline_on
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.deadline_on, one.group.label, one.subject)))


def _is_summed_up(group: TaughtGroup, subject: Subject, *, on: date) -> bool:
    return group.grade > _FIRST_GRADE and not group.is_club and takes_marks(subject, on=on)


def _has_pass_fail(group: TaughtGroup, subject: Subject) -> bool:
    return subject.assessment is Assessment.PASS_FAIL and not group.is_club


def _period_of(
    periods: list[GradingPeriod], *, grade: int, subject_id: int
) -> GradingPeriod | None:
    """The period that holds for a grade and subject: the subject's own goes before the common."""
    fitting = [
        one
        for one in periods
        if (not one.grades or grade in one.grades) and one.subject_id in {None, subject_id}
    ]
    return max(fitting, key=lambda one: (one.subject_id is not None, one.starts_on), default=None)

"""Putting a page together from timetable, journal and roster, inside the caller's session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary import repository
from services.diary.facts import (
    DatedMark,
    FamilyAttendance,
    LessonLine,
    MarkFacts,
    PeriodFacts,
    SubjectMarks,
    as_family_reads,
)
from services.diary.periods import number_periods, period_at
from services.diary.timetable_lines import LinedLesson, lines_of_plans
from services.journal.averages import WeightedMark, weighted_average
from services.journal.period_marks import mark_for
from services.journal.visible import (
    VisibleAttendance,
    VisibleMark,
    visible_attendance,
    visible_marks,
)
from services.models import GradingPeriod, Lesson
from services.regulation.mark_names import is_figure
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import individual_plans
from services.roster.membership import places_by_day
from services.timetable.changes import DayPlan
from services.timetable.rules import PlannedLesson

__all__ = ["dated_marks", "day_lessons", "lessons_of_days", "periods_of", "subject_marks"]

_LATELY = timedelta(days=14)  # a trend is what the last two weeks have changed
_LessonKey = tuple[int, int, int]  # study group, subject, number


async def day_lessons(
    session: AsyncSession,
    student_id: int,
    plan: DayPlan,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> tuple[LessonLine, ...]:
    """Return a student's lessons of a planned day, and what is recorded beside them."""
    return (await lessons_of_days(session, student_id, [plan], profile=profile, now=now))[0]


async def lessons_of_days(
    session: AsyncSession,
    student_id: int,
    plans: Sequence[DayPlan],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> list[tuple[LessonLine, ...]]:
    """Return the same for several days, in their order, in as many statements as for one."""
    days = [plan.on for plan in plans]
    first, last = min(days), max(days)
    marks = _by_lesson(
        await visible_marks(session, student_id, starts_on=first, ends_on=last, now=now)
    )
    attendance = {
        one.lesson_id: one
        for one in await visible_attendance(
            session, student_id, starts_on=first, ends_on=last, profile=profile, now=now
        )
    }
    places = await places_by_day(session, student_id, days)
    recorded = await repository.lessons_between(
        session,
        {one for place in places.values() for one in place.group_ids},
        [*marks, *attendance],
        first=first,
        last=last,
    )
    own = await individual_plans(session, [student_id])
    lines: list[list[LessonLine]] = []
    beside: list[list[Lesson]] = []
    for plan, lined in zip(plans, await lines_of_plans(session, plans), strict=True):
        by_key = {
            _key(row): row
            for row in recorded
            if row.lesson_on == plan.on
            and (
                row.study_group_id in places[plan.on].group_ids
                or row.id in marks
                or row.id in attendance
            )
        }
        lines.append(
            [
                _planned_line(one, by_key.pop(_planned_key(one.lesson), None), marks, attendance)
                for one in lined
            ]
        )
        # The timetable may have changed since: what happened stays where it happened.
        left_out = own.left_out(student_id, on=plan.on)
        beside.append(
            [
                row
                for row in by_key.values()
                if row.id in marks
                or row.id in attendance
                or (row.topic and row.subject_id not in left_out)
            ]
        )
    subject_ids = {row.subject_id for rows in beside for row in rows}
    names = await repository.subject_names(session, subject_ids) if subject_ids else {}
    for of_day, rows in zip(lines, beside, strict=True):
        of_day.extend(_line_beside(row, names[row.subject_id], marks, attendance) for row in rows)
    return [
        tuple(sorted(of_day, key=lambda line: (line.starts_at, line.number, line.subject)))
        for of_day in lines
    ]


def _line_beside(
    row: Lesson,
    subject: str,
    marks: Mapping[int, Sequence[VisibleMark]],
    attendance: Mapping[int, VisibleAttendance],
) -> LessonLine:
    return LessonLine(
        number=row.number,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        subject=subject,
        topic=row.topic,
        marks=_mark_facts(marks.get(row.id, ())),
        attendance=_letter(attendance.get(row.id)),
        minutes_late=_minutes(attendance.get(row.id)),
    )


def _key(row: Lesson) -> _LessonKey:
    return row.study_group_id, row.subject_id, row.number


def _planned_key(lesson: PlannedLesson) -> _LessonKey:
    return lesson.group.group_id, lesson.subject.subject_id, lesson.number


def _planned_line(
    lined: LinedLesson,
    row: Lesson | None,
    marks: Mapping[int, Sequence[VisibleMark]],
    attendance: Mapping[int, VisibleAttendance],
) -> LessonLine:
    lesson = lined.lesson
    lesson_id = row.id if row else 0
    return LessonLine(
        number=lesson.number,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        subject=lesson.subject.name,
        room=lesson.room,
        topic=row.topic if row else "",
        marks=_mark_facts(marks.get(lesson_id, ())),
        attendance=_letter(attendance.get(lesson_id)),
        minutes_late=_minutes(attendance.get(lesson_id)),
        timetable=lined.line,
    )


def _letter(seen: VisibleAttendance | None) -> FamilyAttendance | None:
    return as_family_reads(seen.code) if seen else None


def _minutes(seen: VisibleAttendance | None) -> int | None:
    return seen.minutes_late if seen else None


def _average(marks: Iterable[VisibleMark]) -> Fraction | None:
    return weighted_average(
        WeightedMark(mark.value, mark.weight_tenths) for mark in marks if is_figure(mark.value)
    )


def _by_lesson(marks: Iterable[VisibleMark]) -> dict[int, list[VisibleMark]]:
    found: dict[int, list[VisibleMark]] = defaultdict(list)
    for mark in marks:
        found[mark.lesson_id].append(mark)
    return dict(found)


def _mark_facts(marks: Iterable[VisibleMark]) -> tuple[MarkFacts, ...]:
    return tuple(
        MarkFacts(mark.value, mark.weight_tenths, mark.work_kind, mark.on, mark.part)
        for mark in marks
    )


def periods_of(
    rows: Iterable[GradingPeriod], *, subject_id: int | None
) -> tuple[PeriodFacts, ...]:
    """Return the periods of one subject, or (None) those common to all, in order of time."""
    return number_periods(
        [
            (row.id, row.kind, row.starts_on, row.ends_on)
            for row in rows
            if row.subject_id == subject_id
        ]
    )


async def dated_marks(
    session: AsyncSession, student_id: int, period: PeriodFacts, *, now: datetime
) -> tuple[DatedMark, ...]:
    """Return every mark of a period with its subject and comment, the newest first."""
    seen = await visible_marks(
        session, student_id, starts_on=period.starts_on, ends_on=period.ends_on, now=now
    )
    names = await repository.subject_names(session, {mark.subject_id for mark in seen})
    dated = [
        DatedMark(names[mark.subject_id], facts, mark.comment)
        for mark, facts in zip(seen, _mark_facts(seen), strict=True)
    ]
    return tuple(sorted(dated, key=lambda one: one.mark.on, reverse=True))


async def subject_marks(
    session: AsyncSession,
    student_id: int,
    period: PeriodFacts,
    rows: Sequence[GradingPeriod],
    *,
    threshold: Fraction,
    today: date,
    now: datetime,
) -> tuple[SubjectMarks, ...]:
    """Return marks by subject in a period, by name.

    A subject with periods of its own (half-years for one lesson a week) shows the one that holds
    the period's last day, or today's while the period goes on. *threshold* is the school's least
    average of a 3.
    """
    moment = min(max(today, period.starts_on), period.ends_on)
    spans = {None: period} | {
        subject_id: own
        for subject_id in {row.subject_id for row in rows if row.subject_id is not None}
        if (own := period_at(periods_of(rows, subject_id=subject_id), moment)) is not None
    }
    seen = await visible_marks(
        session,
        student_id,
        starts_on=min(span.starts_on for span in spans.values()),
        ends_on=max(span.ends_on for span in spans.values()),
        now=now,
    )
    by_subject: dict[int, list[VisibleMark]] = defaultdict(list)
    for mark in seen:
        span = spans.get(mark.subject_id, period)
        if not mark.is_club and span.starts_on <= mark.on <= span.ends_on:
            by_subject[mark.subject_id].append(mark)
    names = await repository.subject_names(session, list(by_subject))
    found: list[SubjectMarks] = []
    for subject_id, marks in by_subject.items():
        average = _average(marks)
        goes_on = spans.get(subject_id, period).ends_on >= today
        found.append(
            SubjectMarks(
                subject=names[subject_id],
                marks=_mark_facts(marks),
                average=average,
                outcome=mark_for(average, of_three=threshold)
                if average is not None and goes_on
                else None,
                average_before=_average([mark for mark in marks if mark.on <= moment - _LATELY]),
            )
        )
    return tuple(sorted(found, key=lambda one: one.subject))

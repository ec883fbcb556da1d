"""Gathering the figures of a fortnight for many students at once, inside the caller's session."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.debts.repository import open_debts_of
from services.diary.repository import subject_names
from services.finals.lessons import lessons_between
from services.finals.outlook import forecasts_and_marks
from services.journal.planned_works import planned_between
from services.journal.visible import visible_attendance_of
from services.regulation.mark_names import is_figure
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import individual_plans
from services.roster.membership import class_ids_of, grades_of_classes, group_ids_of_students
from services.summaries import repository
from services.summaries.calendar import FORTNIGHT, Fortnight
from services.summaries.facts import ComingWork, FortnightFacts, TopicLine
from services.summaries.figures import figures
from services.timetable.repository import load_calendar
from services.timetable.rules import is_school_day

__all__ = ["gather", "has_school_days"]

_DAY = timedelta(days=1)
_FIRST_GRADE = 1  # without marks
_Key = tuple[int | None, frozenset[int], frozenset[int]]  # class, groups, subjects left out


async def gather(
    session: AsyncSession,
    student_ids: Collection[int],
    fortnight: Fortnight,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, FortnightFacts]:
    """Return the fortnight of each student as families may see it at *now*."""
    today = now.astimezone(profile.timezone).date()
    on = min(fortnight.ends_on, today)
    class_of = await class_ids_of(session, student_ids, on=on)
    grades = await grades_of_classes(session, set(class_of.values()))
    grade_of = {one: grades.get(class_id, 0) for one, class_id in class_of.items()}
    groups_of = await group_ids_of_students(session, student_ids, on=on)
    plans = await individual_plans(session, student_ids)
    keys: dict[int, _Key] = {
        one: (
            class_of.get(one),
            groups_of.get(one, frozenset()),
            plans.left_out(one, on=on),
        )
        for one in student_ids
    }
    forecasts, marks = await forecasts_and_marks(
        session,
        student_ids,
        days=(fortnight.before_starts_on, fortnight.ends_on),
        profile=profile,
        now=now,
    )
    attendance = await visible_attendance_of(
        session,
        student_ids,
        starts_on=fortnight.starts_on,
        ends_on=fortnight.ends_on,
        profile=profile,
        now=now,
    )
    lessons = await _lessons_held(session, set(keys.values()), fortnight, on=on, now=now)
    unmarked = [one for one in student_ids if grade_of.get(one, 0) <= _FIRST_GRADE]
    topics = await _topics(session, {one: keys[one] for one in unmarked}, fortnight, on=on)
    debts = await open_debts_of(session, student_ids, on=on, now=now)
    works = await _works_ahead(session, keys, days=(today + _DAY, on + FORTNIGHT))
    signed = {
        mark.subject_id for one in marks.values() for mark in one if not is_figure(mark.value)
    }
    names = await subject_names(session, signed) if signed else {}
    found: dict[int, FortnightFacts] = {}
    for one in student_ids:
        found[one] = figures(
            fortnight,
            is_marked=one not in topics,
            marks=[mark for mark in marks[one] if not mark.is_club],
            attendance=[seen for seen in attendance[one] if not seen.is_club],
            forecasts=forecasts[one],
            topics=topics.get(one, ()),
            lessons=lessons[keys[one]],
            debts=debts[one],
            works=works[one],
            names=names,
        )
        await asyncio.sleep(0)  # of a whole class nobody else would be answered meanwhile
    return found


async def has_school_days(session: AsyncSession, grade: int, fortnight: Fortnight) -> bool:
    """Whether a grade had any school day in a fortnight: of holidays there is nothing to tell."""
    calendar = await load_calendar(session, on=fortnight.ends_on)
    return any(
        is_school_day(calendar, on=date.fromordinal(day), grade=grade)
        for day in range(fortnight.starts_on.toordinal(), fortnight.ends_on.toordinal() + 1)
    )


async def _lessons_held(
    session: AsyncSession, keys: Collection[_Key], fortnight: Fortnight, *, on: date, now: datetime
) -> Mapping[_Key, int]:
    held: dict[_Key, int] = {}
    for key in keys:
        class_id, group_ids, left_out = key
        lessons = await lessons_between(
            session, group_ids, class_id=class_id, first=fortnight.starts_on, last=on, as_of=now
        )
        held[key] = sum(
            one.counts_absences
            and one.starts_at <= now
            and one.subject.subject_id not in left_out
            and not one.group.is_club
            for one in lessons
        )
    return held


async def _works_ahead(
    session: AsyncSession, keys: Mapping[int, _Key], *, days: tuple[date, date]
) -> dict[int, tuple[ComingWork, ...]]:
    """Return the control works planned between two days, in order."""
    group_ids = {one for _, groups, _ in keys.values() for one in groups}
    rows = await planned_between(session, group_ids, first=days[0], last=days[1])
    names = await subject_names(session, {row.subject_id for row in rows})
    return {
        student_id: tuple(
            ComingWork(names[row.subject_id], row.work_on)
            for row in rows
            if row.study_group_id in groups and row.subject_id not in left_out
        )
        for student_id, (_, groups, left_out) in keys.items()
    }


async def _topics(
    session: AsyncSession,
    keys: Mapping[int, _Key],
    fortnight: Fortnight,
    *,
    on: date,
) -> dict[int, tuple[TopicLine, ...]]:
    """Return what students without marks went through, by subject."""
    group_ids = {one for _class, groups, _left_out in keys.values() for one in groups}
    rows = await repository.topics(session, group_ids, starts_on=fortnight.starts_on, ends_on=on)
    names = await subject_names(session, {row.subject_id for row in rows})
    found: dict[int, tuple[TopicLine, ...]] = {}
    for student_id, (_class_id, own, left_out) in keys.items():
        by_subject: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows:
            if row.group_id in own and row.subject_id not in left_out:
                by_subject[names[row.subject_id]][row.topic] = None
        found[student_id] = tuple(
            TopicLine(subject, tuple(topics)) for subject, topics in sorted(by_subject.items())
        )
    return found

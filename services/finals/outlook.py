"""/forecast: what a child's marks come to, what is still possible, what a 5 or a 4 needs."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school
from services.debts.facts import OpenDebt
from services.debts.repository import open_debts
from services.diary.facts import ChildFacts, PeriodFacts
from services.diary.periods import period_at
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.diary.repository import grading_periods
from services.errors import NotFound
from services.finals import repository
from services.finals.facts import FinalValue, PeriodName
from services.finals.history import visible_values
from services.finals.lessons import is_taught, lessons_between
from services.finals.needs import CONTROL_WEIGHT
from services.finals.periods import name_of, subject_periods
from services.journal.forecast import Reach, Standing, reachable
from services.journal.planned_works import planned_between
from services.journal.visible import VisibleMark, visible_marks_of
from services.models import GradingPeriod, Subject
from services.regulation.mark_names import is_figure
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import individual_plans
from services.roster.membership import class_ids_of, grades_of_classes, group_ids_of_students
from services.vocabulary import Assessment, FinalKind

__all__ = [
    "ForecastPage",
    "ForecastService",
    "SubjectForecast",
    "SubjectNeed",
    "forecasts_and_marks",
    "forecasts_of_students",
]

_ONCE = Fraction(1)
_TENTHS = 10
_FIRST_GRADE = 1
_NAMED_AHEAD = timedelta(days=21)  # what has a lesson by then is named; holidays are shorter


@dataclass(frozen=True, slots=True)
class SubjectForecast:
    """One subject: where it stands in its period, what it can still come to.

    ``works`` are the days of control works planned until its end; ``given`` is the mark the
    teacher has decided on already.
    """

    subject_id: int
    subject: str
    period: PeriodName
    standing: Standing
    count: int
    lessons_left: int
    reach: Reach
    given: FinalValue | None = None
    works: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """Every marked subject of a child, and what is not handed in."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    subjects: tuple[SubjectForecast, ...]
    debts: tuple[OpenDebt, ...]
    today: date


@dataclass(frozen=True, slots=True)
class SubjectNeed:
    """One subject looked at closely; *threshold* is the school's least average of a 3."""

    child: ChildFacts
    forecast: SubjectForecast
    threshold: Fraction
    debts: tuple[OpenDebt, ...]
    today: date


class ForecastService:
    """Reckons for families from what they may see; the teacher decides."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> ForecastPage:
        """Return where every subject stands; without a child of the first one.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                subjects = await _forecasts_of(session, child_id, profile=profile, now=now)
                debts = await open_debts(session, child_id, on=today, now=now)
                return ForecastPage(child, children, subjects, debts, today)

    async def need(
        self, family: Sequence[Identity], *, student_id: int, subject_id: int, now: datetime
    ) -> SubjectNeed:
        """Return one subject, to reckon with; errors as in ``page``.

        Raises:
            NotFound: the child has no such subject with marks.
        """
        who, child_id = reader_of(family, student_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                subjects = await _forecasts_of(session, child_id, profile=profile, now=now)
                debts = await open_debts(session, child_id, on=today, now=now)
                for one in subjects:
                    if one.subject_id == subject_id:
                        owed = tuple(debt for debt in debts if debt.subject == one.subject)
                        return SubjectNeed(child, one, profile.mark_threshold, owed, today)
                raise NotFound


async def _forecasts_of(
    session: AsyncSession, student_id: int, *, profile: SchoolProfile, now: datetime
) -> tuple[SubjectForecast, ...]:
    found = await forecasts_of_students(session, [student_id], profile=profile, now=now)
    return found[student_id]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all forecasts of some students stand on."""

    today: date
    threshold: Fraction
    subjects: Mapping[int, Subject]
    given: Mapping[tuple[int, int, int | None], FinalValue]
    works: Mapping[int, Mapping[int, Sequence[date]]]


async def forecasts_of_students(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, tuple[SubjectForecast, ...]]:
    """Return every marked subject of each student in its period of today, by name.

    Classmates of the same groups share their timetable, so a class costs hardly more than one.
    """
    today = now.astimezone(profile.timezone).date()
    days = today, today
    forecasts, _ = await forecasts_and_marks(
        session, student_ids, days=days, profile=profile, now=now
    )
    return forecasts


async def forecasts_and_marks(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    days: tuple[date, date],
    profile: SchoolProfile,
    now: datetime,
) -> tuple[dict[int, tuple[SubjectForecast, ...]], dict[int, list[VisibleMark]]]:
    """Return the same, and the marks of at least these *days*, read at once with the periods'."""
    today = now.astimezone(profile.timezone).date()
    class_of = await class_ids_of(session, student_ids, on=today)
    grades = await grades_of_classes(session, set(class_of.values()))
    periods: dict[int, list[GradingPeriod]] = {}
    for grade in sorted({grade for grade in grades.values() if grade > _FIRST_GRADE}):
        periods[grade] = await grading_periods(session, grade=grade, on=today)
    grade_of = {
        one: grades[class_id]
        for one, class_id in class_of.items()
        if periods.get(grades.get(class_id, 0))
    }
    spans = [one for grade in set(grade_of.values()) for one in _current(periods[grade], today)]
    marks = await visible_marks_of(
        session,
        student_ids,
        starts_on=min([days[0], *(one.starts_on for one in spans)]),
        ends_on=max([days[1], *(one.ends_on for one in spans)]),
        now=now,
    )
    found: dict[int, tuple[SubjectForecast, ...]] = dict.fromkeys(student_ids, ())
    if not grade_of:
        return found, marks
    last = max(today + _NAMED_AHEAD, *(one.ends_on for one in spans))
    groups_of = await group_ids_of_students(session, grade_of, on=today)
    ahead = await _lessons_ahead(
        session, grade_of, class_of, groups_of, days=(today, last), now=now
    )
    plans = await individual_plans(session, list(grade_of))
    named = {one for dates in ahead.values() for one in dates}
    named |= {mark.subject_id for of_student in marks.values() for mark in of_student}
    ground = _Ground(
        today=today,
        threshold=profile.mark_threshold,
        subjects=await repository.subjects(session, named),
        given=await _given(session, list(grade_of), today=today, now=now),
        works=await _works_ahead(session, groups_of, first=today + timedelta(days=1), last=last),
    )
    for one, grade in grade_of.items():
        found[one] = tuple(
            forecast
            for forecast in _forecasts(one, periods[grade], ahead[one], marks[one], ground)
            if plans.studies(one, forecast.subject_id, on=today)
        )
        await asyncio.sleep(0)  # of a whole class nobody else would be answered meanwhile
    return found, marks


def _current(periods: Sequence[GradingPeriod], today: date) -> list[PeriodFacts]:
    """The periods of today: subjects may have periods of their own."""
    found = [
        period_at(subject_periods(periods, subject_id), today)
        for subject_id in {row.subject_id or 0 for row in periods}
    ]
    return [one for one in found if one is not None]


def _forecasts(
    student_id: int,
    periods: Sequence[GradingPeriod],
    ahead: Mapping[int, Sequence[date]],
    marks: Sequence[VisibleMark],
    ground: _Ground,
) -> tuple[SubjectForecast, ...]:
    by_subject: dict[int, list[VisibleMark]] = defaultdict(list)
    for mark in marks:
        if not mark.is_club:
            by_subject[mark.subject_id].append(mark)
    found: list[SubjectForecast] = []
    for subject_id in {*ahead, *by_subject}:
        subject = ground.subjects[subject_id]
        period = period_at(subject_periods(periods, subject_id), ground.today)
        is_unmarked = subject.unmarked_until is not None and ground.today <= subject.unmarked_until
        if period is None or is_unmarked or subject.assessment is not Assessment.MARKS:
            continue
        given = [
            mark
            for mark in by_subject[subject_id]
            if period.starts_on <= mark.on <= period.ends_on
        ]
        if not given and subject_id not in ahead:
            continue  # it was taught in a period before
        counted = [mark for mark in given if is_figure(mark.value)]
        standing = Standing(
            Fraction(sum(mark.value * mark.weight_tenths for mark in counted), _TENTHS),
            Fraction(sum(mark.weight_tenths for mark in counted), _TENTHS),
        )
        left = sum(on <= period.ends_on for on in ahead.get(subject_id, ()))
        planned = ground.works.get(student_id, {}).get(subject_id, ())
        works = tuple(on for on in planned if on <= period.ends_on)
        found.append(
            SubjectForecast(
                subject_id=subject_id,
                subject=subject.name,
                period=name_of(period),
                standing=standing,
                count=len(counted),
                lessons_left=left,
                reach=reachable(
                    standing,
                    of_three=ground.threshold,
                    ahead=((max(left - len(works), 0), _ONCE), (len(works), CONTROL_WEIGHT)),
                ),
                works=works,
                given=ground.given.get((student_id, subject_id, period.period_id)),
            )
        )
    return tuple(sorted(found, key=lambda one: one.subject))


async def _lessons_ahead(
    session: AsyncSession,
    student_ids: Collection[int],
    class_of: Mapping[int, int],
    groups_of: Mapping[int, frozenset[int]],
    *,
    days: tuple[date, date],
    now: datetime,
) -> dict[int, Mapping[int, list[date]]]:
    """Return the days of lessons to come of each student, by subject."""
    today, last = days
    shared: dict[tuple[int | None, frozenset[int]], Mapping[int, list[date]]] = {}
    found: dict[int, Mapping[int, list[date]]] = {}
    for one in student_ids:
        key = class_of.get(one), groups_of.get(one, frozenset())
        if key not in shared:
            dates: dict[int, list[date]] = defaultdict(list)
            if last >= today:
                for lesson in await lessons_between(
                    session, key[1], class_id=key[0], first=today, last=last, as_of=now
                ):
                    if is_taught(lesson) and lesson.starts_at > now and not lesson.group.is_club:
                        dates[lesson.subject.subject_id].append(lesson.on)
            shared[key] = dates
        found[one] = shared[key]
    return found


async def _works_ahead(
    session: AsyncSession, groups_of: Mapping[int, frozenset[int]], *, first: date, last: date
) -> Mapping[int, Mapping[int, Sequence[date]]]:
    """Return the days of planned control works of each student, by subject."""
    groups = {one for of_student in groups_of.values() for one in of_student}
    works = await planned_between(session, groups, first=first, last=last)
    found: dict[int, Mapping[int, Sequence[date]]] = {}
    for student_id, own in groups_of.items():
        dates: dict[int, list[date]] = defaultdict(list)
        for work in works:
            if work.study_group_id in own:
                dates[work.subject_id].append(work.work_on)
        found[student_id] = dates
    return found


async def _given(
    session: AsyncSession, student_ids: Collection[int], *, today: date, now: datetime
) -> Mapping[tuple[int, int, int | None], FinalValue]:
    """Return the marks of periods families may see, by student, subject and period."""
    year = await repository.year_of(session, on=today)
    if year is None:
        return {}
    rows = await repository.year_marks(session, student_ids, year_id=year.id)
    seen = await visible_values(session, rows, now=now)
    return {
        (row.student_id, row.subject_id, row.grading_period_id): seen[row.id]
        for row in rows
        if row.id in seen and row.kind is FinalKind.PERIOD
    }

"""/forecast: what a child's marks come to, what is still possible, what a 5 or a 4 needs."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school
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
from services.finals.periods import name_of, subject_periods
from services.journal.forecast import Reach, Standing, reachable
from services.journal.visible import visible_marks
from services.models import GradingPeriod
from services.regulation.profile import SchoolProfile
from services.roster.membership import class_id_of, group_ids_of
from services.vocabulary import Assessment, FinalKind

__all__ = ["ForecastPage", "ForecastService", "SubjectForecast", "SubjectNeed"]

_ONCE = Fraction(1)
_TENTHS = 10
_FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class SubjectForecast:
    """One subject: where it stands in its period, what it can still come to.

    ``given`` is the mark the teacher has decided on already.
    """

    subject_id: int
    subject: str
    period: PeriodName
    standing: Standing
    count: int
    lessons_left: int
    reach: Reach
    given: FinalValue | None = None


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """Every marked subject of a child."""

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    subjects: tuple[SubjectForecast, ...]


@dataclass(frozen=True, slots=True)
class SubjectNeed:
    """One subject looked at closely; *threshold* is the school's least average of a 3."""

    child: ChildFacts
    forecast: SubjectForecast
    threshold: Fraction


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
                profile = await profile_for_reading(session)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                subjects = await subject_forecasts(session, child_id, profile=profile, now=now)
                return ForecastPage(child, children, subjects)

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
                profile = await profile_for_reading(session)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                subjects = await subject_forecasts(session, child_id, profile=profile, now=now)
                for one in subjects:
                    if one.subject_id == subject_id:
                        return SubjectNeed(child, one, profile.mark_threshold)
                raise NotFound


async def subject_forecasts(
    session: AsyncSession, student_id: int, *, profile: SchoolProfile, now: datetime
) -> tuple[SubjectForecast, ...]:
    """Return every marked subject of a student in its period of today, by name."""
    today = now.astimezone(profile.timezone).date()
    row = await student_on(session, student_id, on=today)
    if row.grade <= _FIRST_GRADE:
        return ()
    periods = await grading_periods(session, grade=row.grade, on=today)
    if not periods:
        return ()
    first = min(one.starts_on for one in periods)
    last = max(one.ends_on for one in periods)
    dates = await _lessons_ahead(session, student_id, today=today, last=last, now=now)
    standings = await _standings(
        session, student_id, periods, first=first, last=last, today=today, now=now
    )
    given = await _given(session, student_id, today=today, now=now)
    subjects = await repository.subjects(session, {*dates, *standings})
    found: list[SubjectForecast] = []
    for subject_id, subject in subjects.items():
        period = period_at(subject_periods(periods, subject_id), today)
        is_unmarked = subject.unmarked_until is not None and today <= subject.unmarked_until
        if period is None or is_unmarked or subject.assessment is not Assessment.MARKS:
            continue
        standing, count = standings.get(subject_id, (Standing(Fraction(0), Fraction(0)), 0))
        left = sum(on <= period.ends_on for on in dates.get(subject_id, ()))
        found.append(
            SubjectForecast(
                subject_id=subject_id,
                subject=subject.name,
                period=name_of(period),
                standing=standing,
                count=count,
                lessons_left=left,
                reach=reachable(
                    standing, of_three=profile.mark_threshold, marks_left=left, weight=_ONCE
                ),
                given=given.get((subject_id, period.period_id)),
            )
        )
    return tuple(sorted(found, key=lambda one: one.subject))


async def _lessons_ahead(
    session: AsyncSession, student_id: int, *, today: date, last: date, now: datetime
) -> Mapping[int, list[date]]:
    """Return the days of lessons to come, by subject."""
    if last < today:
        return {}
    lessons = await lessons_between(
        session,
        await group_ids_of(session, student_id, on=today),
        class_id=await class_id_of(session, student_id, on=today),
        first=today,
        last=last,
        as_of=now,
    )
    found: dict[int, list[date]] = defaultdict(list)
    for lesson in lessons:
        if is_taught(lesson) and lesson.starts_at > now:
            found[lesson.subject.subject_id].append(lesson.on)
    return found


async def _standings(
    session: AsyncSession,
    student_id: int,
    periods: Sequence[GradingPeriod],
    *,
    first: date,
    last: date,
    today: date,
    now: datetime,
) -> Mapping[int, tuple[Standing, int]]:
    """Return sums and number of the marks of each subject in its period of today."""
    spans: dict[int, PeriodFacts | None] = {}
    sums: dict[int, Standing] = {}
    counts: Counter[int] = Counter()
    for mark in await visible_marks(session, student_id, starts_on=first, ends_on=last, now=now):
        subject_id = mark.subject_id
        if subject_id not in spans:
            spans[subject_id] = period_at(subject_periods(periods, subject_id), today)
        span = spans[subject_id]
        if span is not None and span.starts_on <= mark.on <= span.ends_on:
            before = sums.get(subject_id, Standing(Fraction(0), Fraction(0)))
            weight = Fraction(mark.weight_tenths, _TENTHS)
            sums[subject_id] = before.with_marks(mark.value, weight=weight)
            counts[subject_id] += 1
    return {one: (standing, counts[one]) for one, standing in sums.items()}


async def _given(
    session: AsyncSession, student_id: int, *, today: date, now: datetime
) -> Mapping[tuple[int, int | None], FinalValue]:
    """Return the marks of periods that families may see, by subject and period."""
    year = await repository.year_of(session, on=today)
    if year is None:
        return {}
    rows = await repository.year_marks(session, [student_id], year_id=year.id)
    seen = await visible_values(session, rows, now=now)
    return {
        (row.subject_id, row.grading_period_id): seen[row.id]
        for row in rows
        if row.id in seen and row.kind is FinalKind.PERIOD
    }

"""What a report is about: its classes with their spans, and marks looked up in one place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary.facts import PeriodFacts
from services.diary.pages import periods_of
from services.diary.periods import period_at
from services.finals.facts import PeriodName
from services.finals.periods import names_of_periods
from services.models import AcademicYear, GradingPeriod, PeriodMark, SchoolClass, Subject
from services.regulation.profile import SchoolProfile
from services.reports.office import data
from services.reports.office.ask import PeriodWish, Term, term_for
from services.reports.office.data import ClassRoll, GroupRow
from services.reports.words import DASH, period_text, span_text
from services.roster.individual_plans import IndividualPlans, individual_plans
from services.roster.names import PersonName, names_of
from services.vocabulary import Assessment, FinalKind

__all__ = ["ClassScope", "Scope", "load_scope"]

_FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class ClassScope:
    """One class with its span, groups and marks of that span."""

    roll: ClassRoll
    term: Term
    groups: tuple[GroupRow, ...]
    subject_ids: tuple[int, ...]  # those that have marks to sum up, by name
    marks: Mapping[tuple[int, int], int | None]
    plans: IndividualPlans = field(default_factory=IndividualPlans)

    @property
    def last(self) -> date:
        """The day the list of students is of: the span's end."""
        return self.term.ends_on

    def learners(self, group: GroupRow, subject_id: int, on: date) -> tuple[data.StudentRow, ...]:
        """Return the students of this class who are taught a subject in a group on a day."""
        if group.is_whole_class and group.class_id != self.roll.class_id:
            return ()
        return tuple(
            one
            for one in self.roll.on(on)
            if (group.is_whole_class or group.has(one.student_id, on))
            and self.plans.studies(one.student_id, subject_id, on=on)
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything a report reads of the school."""

    profile: SchoolProfile
    year: AcademicYear
    now: datetime
    classes: tuple[ClassScope, ...]
    periods: tuple[GradingPeriod, ...]
    period_names: Mapping[int, PeriodName]
    subjects: Mapping[int, Subject]
    names: Mapping[int, PersonName]
    finals: tuple[PeriodMark, ...] = field(default=())

    @property
    def zone(self) -> ZoneInfo:
        """The school's zone."""
        return self.profile.timezone

    @property
    def today(self) -> date:
        """The school's date."""
        return self.now.astimezone(self.zone).date()

    @property
    def school(self) -> str:
        """The school's name."""
        return self.profile.name or self.profile.short_name

    def term_text(self, term: Term) -> str:
        """Return a span in words: «II четверть 2026/2027 (02.11.2026 – 30.12.2026)»."""
        if term.period is None:
            return f"{self.year.name} ({span_text(term.starts_on, term.ends_on)})"
        name = period_text(PeriodName(term.period.kind, term.period.number))
        return f"{name} {self.year.name} ({span_text(term.starts_on, term.ends_on)})"

    def name_of(self, person_id: int | None) -> PersonName:
        """Return a name; an empty one for nobody."""
        return self.names.get(person_id or 0, PersonName(DASH, ""))


async def load_scope(
    session: AsyncSession,
    classes: Sequence[SchoolClass],
    wish: PeriodWish,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> Scope | None:
    """Read what reports need of some classes; None before the first school year.

    Classes without such a period are left out.
    """
    today = now.astimezone(profile.timezone).date()
    meant = wish.on or today
    year = await data.year_at(session, on=meant)
    if year is None:
        return None
    periods = await data.periods_of_grade(session, year.id)
    terms: dict[int, Term] = {}
    for one in classes:
        own = periods_of(_of_grade(periods, one.grade_level), subject_id=None)
        term = term_for(wish, own, year=(year.starts_on, year.ends_on), today=meant)
        if term is not None:
            terms[one.id] = term
    chosen = [one for one in classes if one.id in terms]
    rolls = await data.class_rolls(session, chosen, first=year.starts_on, last=year.ends_on)
    groups = await data.groups_of_classes(session, rolls)
    subjects = await data.subjects_by_id(session)
    finals = await data.period_marks(session, year_id=year.id, kinds=tuple(FinalKind))
    plans = await individual_plans(session)
    taught = defaultdict(set)
    staff: set[int] = set()
    for load in await data.teachers(session):
        taught[load.study_group_id].add(load.subject_id)
        staff.add(load.teacher_id)
    staff |= {roll.homeroom_teacher_id for roll in rolls if roll.homeroom_teacher_id is not None}
    scopes = tuple(
        _class_scope(
            roll,
            terms[roll.class_id],
            groups[roll.class_id],
            taught,
            subjects,
            finals,
            periods,
            plans,
        )
        for roll in rolls
    )
    return Scope(
        profile=profile,
        year=year,
        now=now,
        classes=scopes,
        periods=tuple(periods),
        period_names=names_of_periods(periods),
        subjects=subjects,
        names=await names_of(session, staff),
        finals=tuple(finals),
    )


def _of_grade(periods: Sequence[GradingPeriod], grade: int) -> list[GradingPeriod]:
    return [one for one in periods if not one.grades or grade in one.grades]


def _class_scope(
    roll: ClassRoll,
    term: Term,
    groups: Sequence[GroupRow],
    taught: Mapping[int, set[int]],
    subjects: Mapping[int, Subject],
    finals: Sequence[PeriodMark],
    periods: Sequence[GradingPeriod],
    plans: IndividualPlans,
) -> ClassScope:
    students = {stay.student.student_id for stay in roll.stays}
    marks: dict[tuple[int, int], int | None] = {}
    wanted = _periods_wanted(term, _of_grade(periods, roll.grade))
    for row in finals:
        is_figure = subjects[row.subject_id].assessment is Assessment.MARKS
        if row.student_id not in students or not is_figure:
            continue
        is_of_term = (
            row.kind is FinalKind.YEAR
            if term.is_year
            else row.kind is FinalKind.PERIOD
            and row.grading_period_id == wanted.get(row.subject_id, wanted.get(None))
        )
        if is_of_term:
            marks[row.student_id, row.subject_id] = row.value
    ids = {one for group in groups if not group.is_club for one in taught.get(group.group_id, ())}
    ids |= {subject_id for _, subject_id in marks}
    ids = {one for one in ids if one in subjects and _is_summed_up(subjects[one], roll.grade)}
    order = {one: place for place, one in enumerate(subjects)}
    return ClassScope(
        roll=roll,
        term=term,
        groups=tuple(groups),
        subject_ids=tuple(sorted(ids, key=order.__getitem__)),
        marks=marks,
        plans=plans,
    )


def _is_summed_up(subject: Subject, grade: int) -> bool:
    return grade > _FIRST_GRADE and subject.assessment is Assessment.MARKS


def _periods_wanted(term: Term, periods: Sequence[GradingPeriod]) -> dict[int | None, int]:
    """Return the period of each subject with periods of its own, and (None) that of the others.

    A subject with half-years is summed up where its half-year ends with the span.
    """
    if term.period is None:
        return {}
    wanted: dict[int | None, int] = {None: term.period.period_id}
    for subject_id in {one.subject_id for one in periods if one.subject_id is not None}:
        own: Sequence[PeriodFacts] = periods_of(periods, subject_id=subject_id)
        found = period_at(own, term.ends_on)
        ends_here = found is not None and term.starts_on <= found.ends_on <= term.ends_on
        wanted[subject_id] = found.period_id if found is not None and ends_here else 0
    return wanted

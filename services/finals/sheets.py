"""Putting a sheet together: its students, what their marks come to, what stands already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.diary.facts import PeriodFacts
from services.finals import lessons_repository, repository
from services.finals.facts import FinalTerm, FinalValue, Proposal, SheetRow
from services.finals.history import value_of
from services.finals.lessons import lessons_between
from services.finals.periods import name_of
from services.finals.proposals import (
    certificate_proposal,
    minimum_of,
    pass_fail_proposal,
    period_proposal,
    year_proposal,
)
from services.models import Subject
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import individual_plans
from services.timetable.rules import TaughtGroup
from services.vocabulary import Assessment, FinalKind

_TWO_YEARS = timedelta(days=400)  # this school year and the one before it

__all__ = ["SheetPlace", "listed_students", "period_proposals", "sheet_rows"]


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Which sheet it is: group, subject, and what is summed up."""

    group: TaughtGroup
    subject: Subject
    term: FinalTerm
    periods: tuple[PeriodFacts, ...]

    @property
    def is_pass_fail(self) -> bool:
        """Whether the subject has pass and fail in the place of marks."""
        return self.subject.assessment is Assessment.PASS_FAIL

    @property
    def span(self) -> PeriodFacts | None:
        """The period summed up; None for a year."""
        return next((one for one in self.periods if one.period_id == self.term.period_id), None)

    def list_day(self, today: date) -> date:
        """The day whose class list counts: today, but inside the period."""
        if self.span is None:
            return today
        return min(max(today, self.span.starts_on), self.span.ends_on)


async def listed_students(
    session: AsyncSession, place: SheetPlace, *, today: date
) -> tuple[ListedStudent, ...]:
    """Return the students of the sheet in the order of the class list."""
    class_id = place.group.class_id
    whole_id = await whole_class_group_id(session, class_id) if class_id else None
    return await class_list(
        session,
        place.group.group_id,
        on=place.list_day(today),
        subject_id=place.subject.id,
        numbered_by=whole_id,
    )


async def sheet_rows(
    session: AsyncSession,
    place: SheetPlace,
    listed: Sequence[ListedStudent],
    chosen: Mapping[int, FinalValue],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> tuple[SheetRow, ...]:
    """Return everybody of the sheet with proposal, standing mark and choice."""
    ids = [one.student_id for one in listed]
    if place.term.kind is FinalKind.YEAR:
        proposals = await _year_proposals(session, place, ids)
    elif place.term.kind is FinalKind.FINAL:
        proposals = await _certificate_proposals(session, place, ids, now=now)
    elif place.term.kind is not FinalKind.PERIOD:
        proposals = dict.fromkeys(ids, Proposal(None))  # a result is not reckoned, it is there
    else:
        proposals = await period_proposals(session, place, ids, profile=profile, now=now)
    stands = await repository.period_marks(
        session, ids, subject_id=place.subject.id, term=place.term
    )
    return tuple(
        SheetRow(
            student_id=one.student_id,
            family_name=one.family_name,
            given_name=one.given_name,
            proposal=proposals[one.student_id],
            stands=value_of(stands.get(one.student_id)),
            chosen=chosen.get(one.student_id),
            apart=one.apart,
        )
        for one in listed
    )


async def period_proposals(
    session: AsyncSession,
    place: SheetPlace,
    student_ids: Sequence[int],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, Proposal]:
    """Return what the marks of the period come to, those of a former class among them."""
    span = place.span
    if span is None:
        return {}
    marks = await lessons_repository.marks_of_subject(
        session,
        student_ids,
        subject_id=place.subject.id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
    )
    missed = await lessons_repository.missed_lessons(
        session,
        student_ids,
        subject_id=place.subject.id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
    )
    held = await _held_lessons(session, place.subject.id, span, student_ids, now=now)
    if place.is_pass_fail:
        signs = await lessons_repository.signs_of_subject(
            session,
            student_ids,
            subject_id=place.subject.id,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
        )
        return {
            one: pass_fail_proposal(signs.get(one, ()), missed=missed[one], held=held[one])
            for one in student_ids
        }
    return {
        one: period_proposal(
            marks.get(one, ()),
            of_three=profile.mark_threshold,
            minimum=minimum_of(span.kind, profile),
            missed=missed[one],
            held=held[one],
        )
        for one in student_ids
    }


async def _held_lessons(
    session: AsyncSession,
    subject_id: int,
    span: PeriodFacts,
    student_ids: Sequence[int],
    *,
    now: datetime,
) -> dict[int, int]:
    """Count the lessons that took place for each student, group by group of the period."""
    stints = await lessons_repository.stints(
        session, student_ids, first=span.starts_on, last=span.ends_on
    )
    plans = await individual_plans(session, student_ids)
    days: dict[int, list[date]] = {}
    for group_id in {one.group_id for one in stints}:
        lessons = await lessons_between(
            session, [group_id], class_id=None, first=span.starts_on, last=span.ends_on
        )
        days[group_id] = [
            lesson.on
            for lesson in lessons
            if lesson.subject.subject_id == subject_id
            and not lesson.group.is_club
            and lesson.counts_absences
            and lesson.ends_at <= now
        ]
    held: dict[int, int] = defaultdict(int)
    for one in stints:
        held[one.student_id] += sum(
            one.starts_on <= on <= one.ends_on and plans.studies(one.student_id, subject_id, on=on)
            for on in days[one.group_id]
        )
    return held


async def _certificate_proposals(
    session: AsyncSession, place: SheetPlace, student_ids: Sequence[int], *, now: datetime
) -> dict[int, Proposal]:
    year = await repository.year_of(session, on=now.date())
    starts_on = year.starts_on if year else now.date()
    rows = await repository.certificate_marks(
        session, student_ids, subject_id=place.subject.id, since=starts_on - _TWO_YEARS
    )

    def marks(student_id: int, *kinds: FinalKind) -> list[int]:
        return [
            row.value
            for row in sorted(rows, key=lambda one: one.academic_year_id)
            if row.student_id == student_id and row.kind in kinds and row.value is not None
        ]

    return {
        one: certificate_proposal(
            place.group.grade,
            years=marks(one, FinalKind.YEAR),
            halves=marks(one, FinalKind.PERIOD),
            exam=next(iter(marks(one, FinalKind.EXAM)[-1:]), None),
        )
        for one in student_ids
    }


async def _year_proposals(
    session: AsyncSession, place: SheetPlace, student_ids: Sequence[int]
) -> dict[int, Proposal]:
    rows = await repository.year_marks(
        session, student_ids, year_id=place.term.year_id, subject_id=place.subject.id
    )
    values = {
        (row.student_id, row.grading_period_id): value_of(row)
        for row in rows
        if row.kind is FinalKind.PERIOD
    }
    return {
        one: year_proposal(
            [(name_of(period), values.get((one, period.period_id))) for period in place.periods]
        )
        for one in student_ids
    }

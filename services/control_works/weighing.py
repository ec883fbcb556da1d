"""Lessons a control work could stand at, and what the rules say of each; nothing is written."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.control_works import repository
from services.control_works.facts import ControlWorkFacts
from services.control_works.rules import ControlDoubt, PlannedWork, Proposal, doubts_of
from services.diary.repository import grading_periods
from services.finals import repository as finals
from services.finals.periods import subject_periods
from services.journal.planned_works import planned_between
from services.models import ControlWork, Subject
from services.timetable.planner import lessons_of_class, lessons_of_group
from services.timetable.repository import group_ids_touching_class, taught_groups
from services.timetable.rules import PlannedLesson, TaughtGroup

__all__ = ["Weighing", "facts_of", "facts_of_all", "lessons_ahead"]


class Weighing:
    """Everything the rules ask about a group and subject, read once."""

    def __init__(
        self,
        group: TaughtGroup,
        subject: Subject,
        *,
        others: Sequence[PlannedWork],
        periods: Sequence[tuple[date, date]],
        hours: int,
    ) -> None:
        self._group = group
        self._subject = subject
        self._others = others
        self._periods = periods
        self._hours = hours

    @classmethod
    async def of(
        cls,
        session: AsyncSession,
        group: TaughtGroup,
        subject: Subject,
        *,
        today: date,
        besides: int | None = None,
    ) -> "Weighing":
        """Read what the rules need; *besides*: the work itself, which is no other one."""
        classes = group.class_ids or ({group.class_id} if group.class_id else set())
        groups = {group.group_id}
        for class_id in classes:
            groups |= await group_ids_touching_class(session, class_id, on=today)
        year = await finals.year_of(session, on=today)
        first = year.starts_on if year else today - timedelta(days=365)
        last = year.ends_on if year else today + timedelta(days=365)
        rows = await planned_between(session, groups, first=first, last=last)
        periods = subject_periods(
            await grading_periods(session, grade=group.grade, on=today), subject.id
        )
        return cls(
            group,
            subject,
            # The other half of a class writing the same subject is no other control work.
            others=[
                PlannedWork(one.subject_id, one.work_on)
                for one in rows
                if one.id != besides
                and (one.subject_id != subject.id or one.study_group_id == group.group_id)
            ],
            periods=[(one.starts_on, one.ends_on) for one in periods],
            hours=await repository.hours_of(
                session, group_id=group.group_id, subject_id=subject.id
            ),
        )

    async def doubts(
        self, session: AsyncSession, on: date, number: int
    ) -> tuple[ControlDoubt, ...]:
        """Return what stands against a lesson."""
        numbers: set[int] = set()
        for class_id in self._group.class_ids:
            lessons = await lessons_of_class(session, class_id, on=on)
            numbers |= {one.number for one in lessons}
        wanted = Proposal(
            subject_id=self._subject.id,
            subject=self._subject.name,
            on=on,
            number=number,
            numbers=tuple(sorted(numbers)),
            period=next((one for one in self._periods if one[0] <= on <= one[1]), None),
            hours=self._hours,
        )
        return doubts_of(wanted, self._others)


async def lessons_ahead(
    session: AsyncSession, group_id: int, subject_id: int, *, after: date, days: int = 14
) -> list[PlannedLesson]:
    """Return a group's lessons of a subject in the *days* after a day."""
    found: list[PlannedLesson] = []
    for ahead in range(1, days + 1):
        lessons = await lessons_of_group(session, group_id, on=after + timedelta(days=ahead))
        found += [one for one in lessons if one.subject.subject_id == subject_id]
    return found


async def facts_of(session: AsyncSession, work: ControlWork) -> ControlWorkFacts:
    """Return a control work as screens show it."""
    return (await facts_of_all(session, [work]))[0]


async def facts_of_all(
    session: AsyncSession, works: Sequence[ControlWork]
) -> tuple[ControlWorkFacts, ...]:
    """Return the same of many, in a few statements."""
    if not works:
        return ()
    subjects = await finals.subjects(session, {one.subject_id for one in works})
    groups = await taught_groups(
        session, [one.study_group_id for one in works], on=min(one.work_on for one in works)
    )
    return tuple(_facts(one, groups[one.study_group_id], subjects) for one in works)


def _facts(
    work: ControlWork, group: TaughtGroup, subjects: Mapping[int, Subject]
) -> ControlWorkFacts:
    return ControlWorkFacts(
        work_id=work.id,
        group=group.label,
        subject=subjects[work.subject_id].name,
        on=work.work_on,
        number=work.number,
        title=work.title,
        work_kind=work.work_kind,
        note=work.override_note,
    )

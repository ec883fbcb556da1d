"""Who studies a subject on a day: a student with an individual plan leaves some of them out.

The one place that decides it (S0 row 4; domain B.3): lists, denominators, timetables, proposals
and reports ask here. What a student has instead is a membership of another group.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, read_once
from services.models import SubjectExemption
from services.roster.membership import student_ids_of_group

__all__ = ["Exemption", "IndividualPlans", "individual_plans", "student_ids_of_lesson"]


@dataclass(frozen=True, slots=True)
class Exemption:
    """A subject a student does not study, from a day to a day (both included; None: open)."""

    student_id: int
    subject_id: int
    starts_on: date | None = None
    ends_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the student is free of the subject on a day."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on <= self.ends_on
        )


class IndividualPlans:
    """Answers who studies what; a student it knows nothing of studies everything."""

    def __init__(self, exemptions: Iterable[Exemption] = ()) -> None:
        found: defaultdict[int, list[Exemption]] = defaultdict(list)
        for one in exemptions:
            found[one.student_id].append(one)
        self._of_student: Mapping[int, list[Exemption]] = dict(found)

    def studies(self, student_id: int, subject_id: int, *, on: date) -> bool:
        """Whether a student has to be at a subject's lessons of a day."""
        return subject_id not in self.left_out(student_id, on=on)

    def left_out(self, student_id: int, *, on: date) -> frozenset[int]:
        """Return the subjects a student does not study on a day."""
        return frozenset(
            one.subject_id for one in self._of_student.get(student_id, ()) if one.holds(on)
        )

    def studying(self, student_ids: Iterable[int], subject_id: int, *, on: date) -> frozenset[int]:
        """Return who of these students studies a subject on a day."""
        return frozenset(one for one in student_ids if self.studies(one, subject_id, on=on))


_ALL = prepared(select(SubjectExemption))
_OF_SOME = _ALL.where(SubjectExemption.student_id.in_(bindparam("student_ids", expanding=True)))


async def individual_plans(
    session: AsyncSession, student_ids: Collection[int] | None = None
) -> IndividualPlans:
    """Read the plans of some students, or (None) of the school; few have any."""
    whose = None if student_ids is None else frozenset(student_ids)

    async def read() -> IndividualPlans:
        if whose is None:
            rows = await session.scalars(_ALL)
        else:
            rows = await session.scalars(_OF_SOME, {"student_ids": list(whose)})
        return IndividualPlans(
            Exemption(row.student_id, row.subject_id, row.starts_on, row.ends_on) for row in rows
        )

    return await read_once(session, ("individual plans", whose), read)


async def student_ids_of_lesson(
    session: AsyncSession, study_group_id: int, subject_id: int, *, on: date
) -> frozenset[int]:
    """Return who has to be at the lessons a group has in a subject on a day."""
    ids = await student_ids_of_group(session, study_group_id, on=on)
    return (await individual_plans(session, ids)).studying(ids, subject_id, on=on)

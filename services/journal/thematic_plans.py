"""Thematic plans (КТП): which topic comes next, and how far a plan has been given.

Source: S0 row 14 and S2 14.2 (the plan is kept in the journal), S0 7.3 (programme fulfilled).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import Lesson, PlannedTopic

__all__ = [
    "PlanPlace",
    "PlannedLine",
    "next_in_plan",
    "place_in_plan",
    "plans_of",
    "taught_topics",
]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of a plan: a topic and how many lessons it takes."""

    number: int
    topic: str
    hours: int = 1


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Where a plan stands: the line that comes next (None: it is through), of how many lines.

    ``hours_before`` are those of the plan before the next lesson.
    """

    next: PlannedLine | None
    lines: int
    hours: int
    hours_before: int


def next_in_plan(plan: Sequence[PlannedLine], taught: Sequence[str]) -> PlanPlace:
    """Return where a plan stands after the *taught* topics, in the order they were given.

    The last topic that is one of the plan decides; a topic of several hours stays until they are
    given. What a teacher wrote freely moves nothing; of a plan nobody follows by its words the
    number of lessons decides.
    """
    place, used = -1, 0
    for said in map(_folded, taught):
        if place >= 0 and said == _folded(plan[place].topic) and used < plan[place].hours:
            used += 1
            continue
        found = next(
            (at for at in range(place + 1, len(plan)) if _folded(plan[at].topic) == said), None
        )
        if found is not None:
            place, used = found, 1
    if place < 0:
        return _by_hours(plan, len(taught))
    if used >= plan[place].hours:
        place, used = place + 1, 0
    return _at(plan, place, used)


def _by_hours(plan: Sequence[PlannedLine], given: int) -> PlanPlace:
    left = given
    for place, line in enumerate(plan):
        if left < line.hours:
            return _at(plan, place, left)
        left -= line.hours
    return _at(plan, len(plan), 0)


def _at(plan: Sequence[PlannedLine], place: int, used: int) -> PlanPlace:
    return PlanPlace(
        next=plan[place] if place < len(plan) else None,
        lines=len(plan),
        hours=sum(line.hours for line in plan),
        hours_before=sum(line.hours for line in plan[:place]) + used,
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(".")


async def plans_of(
    session: AsyncSession, class_ids: Collection[int]
) -> dict[tuple[int, int], tuple[PlannedLine, ...]]:
    """Return the plans of some classes, by class and subject, in the order of their numbers."""
    found: dict[tuple[int, int], list[PlannedLine]] = {}
    rows = await session.scalars(
        select(PlannedTopic)
        .where(PlannedTopic.school_class_id.in_(class_ids))
        .order_by(PlannedTopic.number)
    )
    for row in rows:
        key = row.school_class_id, row.subject_id
        found.setdefault(key, []).append(PlannedLine(row.number, row.topic, max(row.hours, 1)))
    return {key: tuple(lines) for key, lines in found.items()}


async def taught_topics(
    session: AsyncSession,
    study_group_id: int,
    subject_id: int,
    *,
    since: date,
    before: tuple[date, int],
) -> list[str]:
    """Return the topics a group was given in a subject, before the lesson of a day and number."""
    on, number = before
    return list(
        await session.scalars(
            select(Lesson.topic)
            .where(
                Lesson.study_group_id == study_group_id,
                Lesson.subject_id == subject_id,
                Lesson.topic != "",
                Lesson.lesson_on >= since,
                or_(Lesson.lesson_on < on, and_(Lesson.lesson_on == on, Lesson.number < number)),
            )
            .order_by(Lesson.lesson_on, Lesson.number)
        )
    )


async def place_in_plan(
    session: AsyncSession,
    study_group_id: int,
    subject_id: int,
    class_ids: Sequence[int],
    *,
    since: date,
    before: tuple[date, int],
) -> PlanPlace | None:
    """Return where the plan of a group's lesson stands; None where its classes have no plan."""
    plans = await plans_of(session, class_ids)
    plan = next((plans[one, subject_id] for one in class_ids if (one, subject_id) in plans), None)
    if plan is None:
        return None
    taught = await taught_topics(session, study_group_id, subject_id, since=since, before=before)
    return next_in_plan(plan, taught)

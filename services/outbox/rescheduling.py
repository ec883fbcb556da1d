"""Moving what waits: together with other facts that have come, or back behind those still missing.

Which facts belong together, and when they are due, is known by whoever owes them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id
from services.outbox import waiting_repository as waiting
from services.outbox.keys import held_key
from services.outbox.kinds import timing_of
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactRef, NoticeKind

__all__ = ["WaitingNews", "bring_forward", "put_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNews:
    """What waits to be told together: facts of one kind of notice, about some students."""

    kind: NoticeKind
    facts: Sequence[FactRef]
    student_ids: Collection[int]
    merge_key: str
    result_at: datetime


async def bring_forward(
    session: AsyncSession,
    news: WaitingNews,
    *,
    due_at: datetime,
    student_due_at: datetime,
    profile: SchoolProfile,
) -> int:
    """Let what would leave later leave at *due_at* (students: *student_due_at*); return how many.

    Quiet hours are added here. What is due before stays.
    """
    return await _move(session, news, (due_at, student_due_at), is_earlier=True, profile=profile)


async def put_off(
    session: AsyncSession,
    news: WaitingNews,
    *,
    due_at: datetime,
    student_due_at: datetime,
    profile: SchoolProfile,
) -> int:
    """Let what would leave before wait until *due_at* (students: *student_due_at*)."""
    return await _move(session, news, (due_at, student_due_at), is_earlier=False, profile=profile)


async def _move(
    session: AsyncSession,
    news: WaitingNews,
    due: tuple[datetime, datetime],
    *,
    is_earlier: bool,
    profile: SchoolProfile,
) -> int:
    moved = 0
    for are_students, due_at in zip((False, True), due, strict=True):
        timing = timing_of(
            news.kind,
            due_at=due_at,
            result_at=news.result_at,
            recorded_at=due_at,
            profile=profile,
        )
        moved += await waiting.reschedule(
            session,
            news.facts,
            school_id=bound_school_id(),
            student_ids=news.student_ids,
            are_students=are_students,
            is_earlier=is_earlier,
            due_at=timing.due_at,
            deadline_at=timing.deadline_at,
            merge_key=held_key(timing.due_at) if timing.is_held else news.merge_key,
        )
    return moved

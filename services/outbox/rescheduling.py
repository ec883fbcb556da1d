"""Moving what waits: together with other facts that have come, or back behind those still missing.

Which facts belong together, and when they are due, is known by whoever owes them. Whose quiet
hours stand in the way is known here: each reader's own.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.database import bound_school_id
from services.outbox import waiting_repository as waiting
from services.outbox.keys import held_key, is_held, marks_key
from services.outbox.kinds import Timing, timing_of
from services.outbox.waiting_repository import WaitingNotice
from services.preferences.choices import with_hours_of
from services.preferences.repository import choices
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactRef, PreferenceKey

__all__ = ["WaitingNews", "bring_forward", "postpone", "put_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNews:
    """What waits to be told together: facts about some students."""

    facts: Sequence[FactRef]
    student_ids: Collection[int]
    merge_key: str


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
    return await _move_news(
        session, news, (due_at, student_due_at), is_earlier=True, profile=profile
    )


async def put_off(
    session: AsyncSession,
    news: WaitingNews,
    *,
    due_at: datetime,
    student_due_at: datetime,
    profile: SchoolProfile,
) -> int:
    """Let what would leave before wait until *due_at* (students: *student_due_at*)."""
    return await _move_news(
        session, news, (due_at, student_due_at), is_earlier=False, profile=profile
    )


async def postpone(
    session: AsyncSession,
    sitting: str,
    *,
    student_ids: Collection[int],
    due_at: datetime,
    profile: SchoolProfile,
) -> int:
    """Let what waits of a sitting wait until *due_at*, or the end of quiet hours after it.

    *student_ids*: everybody of the group whose sitting goes on; most have nothing waiting.
    """
    keys = [marks_key(sitting, student_id=one) for one in student_ids]
    rows = await waiting.waiting_under(session, keys, school_id=bound_school_id())
    return await _move(session, rows, due_at=due_at, is_earlier=False, profile=profile)


async def _move_news(
    session: AsyncSession,
    news: WaitingNews,
    due: tuple[datetime, datetime],
    *,
    is_earlier: bool,
    profile: SchoolProfile,
) -> int:
    moved = 0
    for are_students, due_at in zip((False, True), due, strict=True):
        rows = await waiting.waiting_about(
            session,
            news.facts,
            school_id=bound_school_id(),
            student_ids=news.student_ids,
            are_students=are_students,
        )
        moved += await _move(
            session,
            rows,
            due_at=due_at,
            is_earlier=is_earlier,
            merge_key=news.merge_key,
            profile=profile,
        )
    return moved


async def _move(
    session: AsyncSession,
    rows: Sequence[WaitingNotice],
    *,
    due_at: datetime,
    is_earlier: bool,
    merge_key: str | None = None,
    profile: SchoolProfile,
) -> int:
    """Move each notice to *due_at* or the end of its reader's own quiet hours after it."""
    quiet = await choices(session, PreferenceKey.QUIET_HOURS, {one.person_id for one in rows})
    together: dict[tuple[datetime, datetime, str], list[WaitingNotice]] = defaultdict(list)
    for row in rows:
        timing = timing_of(
            row.kind,
            due_at=due_at,
            result_at=row.result_at,
            recorded_at=row.recorded_at,
            profile=with_hours_of(quiet.get(row.person_id), profile),
        )
        key = held_key(timing.due_at) if timing.is_held else merge_key or row.merge_key
        together[timing.due_at, _deadline(row, timing), key].append(row)
    moved = 0
    for (moved_to, deadline_at, key), notices in together.items():
        moved += await waiting.move(
            session,
            notices,
            is_earlier=is_earlier,
            due_at=moved_to,
            deadline_at=deadline_at,
            merge_key=key,
        )
    return moved


def _deadline(row: WaitingNotice, timing: Timing) -> datetime:
    """Moving a notice gives no more time than it had, unless quiet hours begin or end to count."""
    if timing.is_held or is_held(row.merge_key):
        return timing.deadline_at
    return max(row.deadline_at, timing.due_at)

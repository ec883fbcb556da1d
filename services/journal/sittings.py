"""A sitting: the saves of one teacher for one study group, told to families as one message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.journal import repository
from services.journal.drafts import drafts_of
from services.models import JournalEntry
from services.outbox.keys import marks_sitting
from services.outbox.rescheduling import postpone
from services.outbox.sitting import sitting_due
from services.regulation.profile import SchoolProfile

__all__ = ["Sitting", "expected_due", "join_sitting"]

_SITTINGS = "sittings"  # in an entry's JSON: study group → first moment of the sitting


@dataclass(frozen=True, slots=True)
class Sitting:
    """An open sitting of one study group: its name in merge keys, and when it is due."""

    key: str
    due_at: datetime


async def join_sitting(
    session: AsyncSession,
    entry: JournalEntry,
    group_id: int,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> Sitting:
    """Let *entry* go on with the author's open sitting of this group, or begin a new one.

    What earlier saves of the sitting owe to families waits with it.
    """
    earlier = _of_group(
        await repository.open_entries(session, entry.author_id, now=now, is_locked=True), group_id
    )
    started_at = _started_at(earlier, group_id, now)
    due_at = sitting_due(first_save_at=started_at, last_save_at=now, hold=profile.mark_hold)
    key = marks_sitting(teacher_id=entry.author_id, group_id=group_id, started_at=started_at)
    if earlier:
        await postpone(
            session,
            key,
            student_ids=_students(earlier, group_id),
            due_at=due_at,
            profile=profile,
        )
    for one in earlier:
        one.held_until = due_at
    starts = {**entry.resolved.get(_SITTINGS, {}), str(group_id): started_at.isoformat()}
    entry.resolved = {**entry.resolved, _SITTINGS: starts}
    return Sitting(key, due_at)


async def expected_due(
    session: AsyncSession, author_id: int, group_id: int, *, profile: SchoolProfile, now: datetime
) -> datetime:
    """When marks of a group would be due if they were saved now."""
    earlier = _of_group(await repository.open_entries(session, author_id, now=now), group_id)
    return sitting_due(
        first_save_at=_started_at(earlier, group_id, now),
        last_save_at=now,
        hold=profile.mark_hold,
    )


def _of_group(entries: Iterable[JournalEntry], group_id: int) -> list[JournalEntry]:
    return [one for one in entries if str(group_id) in one.resolved.get(_SITTINGS, {})]


def _started_at(earlier: Iterable[JournalEntry], group_id: int, now: datetime) -> datetime:
    starts = (datetime.fromisoformat(one.resolved[_SITTINGS][str(group_id)]) for one in earlier)
    return min(starts, default=now)


def _students(entries: Iterable[JournalEntry], group_id: int) -> frozenset[int]:
    return frozenset(
        student.student_id
        for entry in entries
        for draft in drafts_of(entry.resolved)
        if draft.lesson.study_group_id == group_id
        for student in draft.students
    )

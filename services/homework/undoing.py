"""Taking back the homework of a saved entry: it returns to what it was, as a new revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework import repository
from services.homework.history import restore, snapshot
from services.homework.telling import Change, owe_homework
from services.models import EntryChange
from services.outbox.enqueue import cancel_waiting
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactKind, FactRef

__all__ = ["HomeworkUndone", "undo_homework"]


@dataclass(frozen=True, slots=True)
class HomeworkUndone:
    """How much went back, how much had changed again, whether families had heard of it."""

    restored: int = 0
    kept: int = 0
    families_told: bool = False


async def undo_homework(
    session: AsyncSession,
    changes: Sequence[EntryChange],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> HomeworkUndone:
    """Put back the homework among an entry's changes that still stands as the entry left it."""
    restored: list[Change] = []
    kept = 0
    for change in reversed(changes):
        if change.fact_kind is not FactKind.HOMEWORK:
            continue
        row, lesson = await repository.with_lesson(session, change.fact_id)
        files = (await repository.files_of(session, [row.id]))[row.id]
        if snapshot(row, files) != change.after:
            kept += 1
            continue
        restore(row, files, change.before, now=now)
        restored.append(Change(row, lesson))
    if not restored:
        return HomeworkUndone(kept=kept)
    await session.flush()
    ids = {change.row.id for change in restored}
    told = await repository.told_ids(session, ids)
    await cancel_waiting(session, [FactRef(FactKind.HOMEWORK, one) for one in ids])
    # A message may be leaving at this moment: looked at once more when it is due, the new
    # revision corrects whoever was told; nobody else hears anything.
    await owe_homework(session, restored, profile=profile, now=now)
    return HomeworkUndone(len(restored), kept, bool(told))

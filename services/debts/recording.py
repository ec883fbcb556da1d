"""Opening debts, closing them, and owing families the news; in the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.debts import repository
from services.debts.facts import due_for
from services.models import Debt, Lesson
from services.outbox.enqueue import FactNews
from services.outbox.keys import debt_key
from services.regulation.profile import SchoolProfile
from services.regulation.work_kinds import LESSON_WORK
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["close_debt", "debt_news", "debt_snapshot", "open_debt", "restore_debt"]

_Snapshot = dict[str, Any]


async def open_debt(
    session: AsyncSession,
    lesson: Lesson,
    student_id: int,
    *,
    work_kind: str,
    author_id: int,
    profile: SchoolProfile,
    now: datetime,
) -> tuple[Debt, _Snapshot | None] | None:
    """Open a debt and return it with what stood before; None: it is open already."""
    row = await repository.debt_at(session, lesson.id, student_id)
    before = None if row is None else debt_snapshot(row)
    if row is not None and row.closed_at is None and not row.is_withdrawn:
        return None
    if row is None:
        row = Debt(
            lesson_id=lesson.id,
            student_id=student_id,
            subject_id=lesson.subject_id,
            lesson_on=lesson.lesson_on,
            revision=1,
        )
        session.add(row)
    else:
        row.revision += 1
    row.work_kind = work_kind
    row.due_on = due_for(now.astimezone(profile.timezone).date())
    row.author_id = author_id
    row.recorded_at = now
    row.told_from = now + profile.mark_hold
    row.closed_at = None
    row.is_withdrawn = False
    row.reminded_on = None
    await session.flush()
    return row, before


async def close_debt(
    session: AsyncSession, lesson_id: int, student_id: int, *, work_kind: str, now: datetime
) -> tuple[Debt, _Snapshot] | None:
    """Close the debt a mark is for and return it with what stood before; None: there is none.

    Of a lesson's work in class any mark is enough, of a named work only a mark for it.
    """
    row = await repository.debt_at(session, lesson_id, student_id)
    if row is None or row.closed_at is not None or row.is_withdrawn:
        return None
    if row.work_kind not in {work_kind, LESSON_WORK}:
        return None
    before = debt_snapshot(row)
    row.closed_at = now
    row.revision += 1
    await session.flush()
    return row, before


def debt_snapshot(row: Debt) -> _Snapshot:
    """Return what of a debt an entry may change."""
    return {
        "is_withdrawn": row.is_withdrawn,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "due_on": row.due_on.isoformat(),
    }


def restore_debt(row: Debt, before: Mapping[str, Any] | None) -> None:
    """Put a debt back; one that was not there is withdrawn. The revision grows."""
    if before is None:
        row.is_withdrawn = True
    else:
        closed_at = before["closed_at"]
        row.is_withdrawn = before["is_withdrawn"]
        row.closed_at = datetime.fromisoformat(closed_at) if closed_at else None
        row.due_on = date.fromisoformat(before["due_on"])
    row.revision += 1


def debt_news(row: Debt, lesson: Lesson, *, due_at: datetime) -> FactNews:
    """Return what a debt's family is owed."""
    return FactNews(
        student_id=row.student_id,
        fact=FactRef(FactKind.DEBT, row.id),
        revision=row.revision,
        kind=NoticeKind.DEBT,
        merge_key=debt_key(student_id=row.student_id),
        result_at=lesson.ends_at,
        due_at=due_at,
    )

"""Taking a saved entry back: what it changed returns to what it was, as a new revision.

Within the hold nobody hears of it; what families were told already is corrected for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.debts.recording import debt_news, debt_snapshot, restore_debt
from services.debts.repository import locked_debt
from services.journal import repository
from services.journal.attendance_rules import absence_was_told, attendance_due, told_kind
from services.journal.errors import NothingToUndo
from services.journal.history import (
    attendance_snapshot,
    lesson_snapshot,
    mark_snapshot,
    restore_attendance,
    restore_lesson,
    restore_mark,
)
from services.models import Attendance, EntryChange, JournalEntry, Lesson, Mark
from services.outbox.enqueue import FactNews, cancel_waiting, tell_family
from services.outbox.keys import absence_key, marks_key, marks_sitting
from services.regulation.profile import SchoolProfile
from services.vocabulary import AttendanceCode, EntryState, FactKind, FactRef, NoticeKind

__all__ = ["Undone", "undo_entry"]


@dataclass(frozen=True, slots=True)
class Undone:
    """How many facts went back, how many had changed again, whether families are corrected."""

    restored: int
    kept: int
    families_told: bool


async def undo_entry(
    session: AsyncSession,
    entry: JournalEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
    restored_beside: int = 0,
) -> Undone:
    """Put back everything the entry changed that still stands as it left it.

    *restored_beside*: how much of it, homework, was put back before.

    Raises:
        NothingToUndo: all of it was changed again since; the entry stays saved.
    """
    changes = await repository.changes_of(session, entry.id)
    undoing = _Undoing(session, entry, profile=profile, now=now)
    for change in reversed(changes):
        await undoing.put_back(change)
    if changes and not undoing.restored and not restored_beside:
        raise NothingToUndo
    entry.state = EntryState.UNDONE
    await session.flush()
    await cancel_waiting(session, undoing.facts)
    # Even within the hold a message may be leaving at this moment. Looked at once more when it is
    # due, the new revision corrects whoever was told; nobody else hears anything.
    await tell_family(session, undoing.news, profile=profile, now=now)
    return Undone(undoing.restored, undoing.kept, undoing.families_told)


class _Undoing:
    """Carries one entry's undoing through its rows."""

    def __init__(
        self,
        session: AsyncSession,
        entry: JournalEntry,
        *,
        profile: SchoolProfile,
        now: datetime,
    ) -> None:
        self._session = session
        self._entry = entry
        self._profile = profile
        self._now = now
        self.restored = self.kept = 0
        self.facts: list[FactRef] = []
        self.news: list[FactNews] = []
        self.families_told = False

    async def put_back(self, change: EntryChange) -> None:
        """Put one fact back, unless somebody changed it again."""
        match change.fact_kind:
            case FactKind.MARK:
                await self._mark(change)
            case FactKind.ATTENDANCE:
                await self._attendance(change)
            case FactKind.LESSON:
                await self._topic(change)
            case FactKind.DEBT:
                await self._debt(change)

    async def _mark(self, change: EntryChange) -> None:
        mark, lesson = await repository.with_lesson(self._session, Mark, change.fact_id)
        if not self._stands(mark_snapshot(mark), change.after):
            return
        restore_mark(mark, change.before, now=self._now)
        self.facts.append(FactRef(FactKind.MARK, mark.id))
        held_until = self._entry.held_until
        self.families_told |= held_until is not None and held_until <= self._now
        sitting = marks_sitting(
            teacher_id=self._entry.author_id,
            group_id=lesson.study_group_id,
            started_at=self._now,
        )
        self.news.append(
            FactNews(
                student_id=mark.student_id,
                fact=self.facts[-1],
                revision=mark.revision,
                kind=NoticeKind.MARK,
                merge_key=marks_key(sitting, student_id=mark.student_id),
                result_at=lesson.ends_at,
                due_at=self._now + self._profile.mark_hold,
            )
        )

    async def _attendance(self, change: EntryChange) -> None:
        row, lesson = await repository.with_lesson(self._session, Attendance, change.fact_id)
        if not self._stands(attendance_snapshot(row), change.after):
            return
        code, recorded_at = row.code, row.recorded_at
        restore_attendance(row, change.before, now=self._now)
        self.facts.append(FactRef(FactKind.ATTENDANCE, row.id))
        was = AttendanceCode(change.before["code"]) if change.before else None
        told_as, kind = told_kind(was, code), told_kind(code, row.code)
        if told_as is None or kind is None:
            return
        due_at = attendance_due(
            told_as,
            recorded_at=recorded_at,
            lesson_starts_at=lesson.starts_at,
            profile=self._profile,
            was_told=change.before is not None
            and absence_was_told(
                was,
                recorded_at=datetime.fromisoformat(change.before["recorded_at"]),
                lesson_starts_at=lesson.starts_at,
                profile=self._profile,
                now=recorded_at,
            ),
        )
        self.families_told |= due_at <= self._now
        self.news.append(
            FactNews(
                student_id=row.student_id,
                fact=self.facts[-1],
                revision=row.revision,
                kind=kind,
                merge_key=absence_key(student_id=row.student_id, on=lesson.lesson_on),
                result_at=lesson.ends_at,
                due_at=self._now,
            )
        )

    async def _debt(self, change: EntryChange) -> None:
        found = await locked_debt(self._session, change.fact_id)
        if found is None or not self._stands(debt_snapshot(found[0]), change.after):
            return
        row, lesson = found
        restore_debt(row, change.before)
        await self._session.flush()
        self.facts.append(FactRef(FactKind.DEBT, row.id))
        self.news.append(debt_news(row, lesson, due_at=self._now + self._profile.mark_hold))

    async def _topic(self, change: EntryChange) -> None:
        lesson = await self._session.get_one(Lesson, change.fact_id)
        if self._stands(lesson_snapshot(lesson, change.after), change.after):
            restore_lesson(lesson, change.before)

    def _stands(self, now: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Whether the fact is as the entry left it; counted either way."""
        if dict(now) == dict(after):
            self.restored += 1
            return True
        self.kept += 1
        return False

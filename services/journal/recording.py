"""Saving entries: rows, their revisions, what stood before, and what families are owed for it.

Everything happens in the caller's transaction; nothing here commits or sends.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.explained import code_to_record
from services.debts.recording import close_debt, debt_news, debt_snapshot, open_debt
from services.journal import repository
from services.journal.attendance_rules import told_kind
from services.journal.drafts import EntryDraft
from services.journal.history import (
    attendance_snapshot,
    mark_snapshot,
    roll_snapshot,
    topic_snapshot,
)
from services.journal.mark_rules import AddMark, MarkStep, ReplaceMark, WithdrawMark
from services.journal.planning import AttendanceStep, plan_draft
from services.journal.sittings import Sitting, join_sitting
from services.models import Attendance, Debt, EntryChange, JournalEntry, Lesson, Mark
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.keys import absence_key, marks_key
from services.regulation.profile import SchoolProfile
from services.regulation.work_kinds import DEFAULT_WORK_KINDS, LESSON_WORK
from services.roster.membership import class_id_of
from services.timetable.changes_repository import no_alert_class_ids
from services.timetable.planner import school_day_end
from services.vocabulary import EntryState, FactKind, FactRef, NoticeKind

__all__ = ["record_drafts"]


class _Recorder:
    """Carries one entry's author, moment and news through its rows."""

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
        self._lessons_end: dict[int, datetime | None] = {}
        self.news: list[FactNews] = []
        self._sittings: dict[int, Sitting] = {}
        self._not_missed: dict[date, frozenset[int]] = {}  # by day: classes

    async def record(self, draft: EntryDraft) -> None:
        """Write what differs from the journal."""
        plan = await plan_draft(self._session, draft, is_locked=True)
        if plan.is_empty:
            return
        lesson = await repository.ensure_lesson(self._session, draft.lesson)
        if plan.topic is not None:
            before = topic_snapshot(lesson)
            lesson.topic = plan.topic
            self._changed(FactKind.LESSON, lesson.id, before, topic_snapshot(lesson))
        if plan.takes_roll:
            before = roll_snapshot(lesson)
            lesson.attendance_at = self._now
            self._changed(FactKind.LESSON, lesson.id, before, roll_snapshot(lesson))
        rows = {
            row.id: row
            for row in await repository.marks_at(
                self._session, lesson.id, [one.student_id for one in plan.students]
            )
        }
        attendance = await repository.attendance_at(
            self._session, lesson.id, [one.student_id for one in plan.students]
        )
        for student in plan.students:
            for step in (step for mark in student.marks for step in mark.steps):
                await self._mark(step, lesson, student.student_id, rows)
            if student.attendance is not None:
                await self._attendance(
                    student.attendance,
                    lesson,
                    student.student_id,
                    attendance.get(student.student_id),
                )
        owed = {one.student_id: one.owed_kind for one in draft.students if one.owed_kind}
        for student in plan.students:
            if student.opens_debt:
                await self._owe(lesson, student.student_id, owed[student.student_id])

    async def _owe(self, lesson: Lesson, student_id: int, work_kind: str) -> None:
        opened = await open_debt(
            self._session,
            lesson,
            student_id,
            work_kind=work_kind,
            author_id=self._entry.author_id,
            profile=self._profile,
            now=self._now,
        )
        if opened is not None:
            self._debt_changed(*opened, lesson)

    def _debt_changed(self, row: Debt, before: dict[str, object] | None, lesson: Lesson) -> None:
        self._changed(FactKind.DEBT, row.id, before, debt_snapshot(row))
        self.news.append(debt_news(row, lesson, due_at=self._now + self._profile.mark_hold))

    async def _mark(
        self,
        step: MarkStep,
        lesson: Lesson,
        student_id: int,
        rows: dict[int, Mark],
    ) -> None:
        match step:
            case AddMark():
                row = Mark(
                    lesson_id=lesson.id,
                    student_id=student_id,
                    subject_id=lesson.subject_id,
                    lesson_on=lesson.lesson_on,
                    given=step.value,
                    work_kind=step.work_kind,
                    weight_tenths=_weight(step.work_kind),
                    part=step.part,
                    comment=step.comment,
                    is_withdrawn=False,
                    revision=1,
                    author_id=self._entry.author_id,
                    recorded_at=self._now,
                )
                self._session.add(row)
                await self._session.flush()
                before = None
            case ReplaceMark():
                row = rows[step.mark_id]
                before = mark_snapshot(row)
                row.given = step.value
                row.comment = step.comment
                self._touch(row)
            case WithdrawMark():
                row = rows[step.mark_id]
                before = mark_snapshot(row)
                row.is_withdrawn = True
                self._touch(row)
        self._changed(FactKind.MARK, row.id, before, mark_snapshot(row))
        if not isinstance(step, WithdrawMark):
            closed = await close_debt(
                self._session, lesson.id, student_id, work_kind=step.work_kind, now=self._now
            )
            if closed is not None:
                self._debt_changed(*closed, lesson)
        sitting = await self._sitting(lesson.study_group_id)
        self.news.append(
            FactNews(
                student_id=student_id,
                fact=FactRef(FactKind.MARK, row.id),
                revision=row.revision,
                kind=NoticeKind.MARK,
                merge_key=marks_key(sitting.key, student_id=student_id),
                result_at=lesson.ends_at,
                due_at=sitting.due_at,
                student_due_at=await self._after_lessons(student_id, sitting.due_at),
            )
        )

    async def _attendance(
        self, step: AttendanceStep, lesson: Lesson, student_id: int, row: Attendance | None
    ) -> None:
        code = await code_to_record(
            self._session, step.code, student_id, on=lesson.lesson_on, number=lesson.number
        )
        if row is None:
            before = None
            row = Attendance(
                lesson_id=lesson.id,
                student_id=student_id,
                lesson_on=lesson.lesson_on,
                code=code,
                minutes_late=step.minutes_late,
                revision=1,
                author_id=self._entry.author_id,
                recorded_at=self._now,
            )
            self._session.add(row)
            await self._session.flush()
        else:
            before = attendance_snapshot(row)
            row.code = code
            row.minutes_late = step.minutes_late
            self._touch(row)
        self._changed(FactKind.ATTENDANCE, row.id, before, attendance_snapshot(row))
        kind = told_kind(step.was, code)
        if kind is NoticeKind.ABSENCE and not await self._is_missed(student_id, lesson.lesson_on):
            kind = None
        if kind is not None:
            self.news.append(
                FactNews(
                    student_id=student_id,
                    fact=FactRef(FactKind.ATTENDANCE, row.id),
                    revision=row.revision,
                    kind=kind,
                    merge_key=absence_key(student_id=student_id, on=lesson.lesson_on),
                    result_at=lesson.ends_at,
                    due_at=step.due_at(
                        kind,
                        lesson_starts_at=lesson.starts_at,
                        profile=self._profile,
                        now=self._now,
                    ),
                )
            )

    async def _is_missed(self, student_id: int, on: date) -> bool:
        """On a frost, quarantine or remote day nobody is: the letter is for the journal alone."""
        if on not in self._not_missed:
            self._not_missed[on] = await no_alert_class_ids(self._session, on=on)
        if not self._not_missed[on]:
            return True
        return await class_id_of(self._session, student_id, on=on) not in self._not_missed[on]

    async def _sitting(self, group_id: int) -> Sitting:
        if group_id not in self._sittings:
            self._sittings[group_id] = await join_sitting(
                self._session, self._entry, group_id, profile=self._profile, now=self._now
            )
        return self._sittings[group_id]

    async def _after_lessons(self, student_id: int, due_at: datetime) -> datetime:
        """Phones are banned in lessons: a student hears after the last one of today."""
        today = self._now.astimezone(self._profile.timezone).date()
        if student_id not in self._lessons_end:
            class_id = await class_id_of(self._session, student_id, on=today)
            self._lessons_end[student_id] = (
                None
                if class_id is None
                else await school_day_end(self._session, class_id, on=today)
            )
        return max(due_at, self._lessons_end[student_id] or due_at)

    def _touch(self, row: Mark | Attendance) -> None:
        row.author_id = self._entry.author_id
        row.recorded_at = self._now
        row.revision += 1

    def _changed(
        self,
        kind: FactKind,
        fact_id: int,
        before: dict[str, object] | None,
        after: dict[str, object],
    ) -> None:
        self._session.add(
            EntryChange(
                entry_id=self._entry.id,
                fact_kind=kind,
                fact_id=fact_id,
                before=before,
                after=after,
            )
        )


async def record_drafts(
    session: AsyncSession,
    entry: JournalEntry,
    drafts: Sequence[EntryDraft],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Record everything an entry says, and turn the entry into a saved one.

    It is held until its marks are told, or without marks its absences; an entry that families hear
    nothing of is not held.
    """
    recorder = _Recorder(session, entry, profile=profile, now=now)
    for draft in drafts:
        await recorder.record(draft)
        await session.flush()
    await tell_family(session, recorder.news, profile=profile, now=now)
    dues: dict[FactKind, list[datetime]] = defaultdict(list)
    for news in recorder.news:
        dues[news.fact.kind].append(news.due_at)
    entry.state = EntryState.SAVED
    entry.saved_at = now
    held = dues[FactKind.MARK] or dues[FactKind.DEBT] or dues[FactKind.ATTENDANCE]
    entry.held_until = max(held, default=None)
    await session.flush()


def _weight(work_kind: str) -> int:
    return DEFAULT_WORK_KINDS.get(work_kind, DEFAULT_WORK_KINDS[LESSON_WORK]).weight_tenths

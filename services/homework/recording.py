"""Saving homework as a part of a journal entry, in the entry's transaction; nothing is sent here.

What the entry changed is kept beside it, so that it can be taken back exactly.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework import repository
from services.homework.drafts import FileRef, HomeworkDraft
from services.homework.estimate import estimated_minutes
from services.homework.history import snapshot
from services.homework.planning import differs
from services.homework.telling import Change, owe_homework
from services.journal.drafts import LessonSlot
from services.journal.repository import ensure_lesson, find_lesson
from services.models import EntryChange, Homework, HomeworkFile, JournalEntry, Lesson
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactKind

__all__ = ["record_homework"]


async def record_homework(
    session: AsyncSession,
    entry: JournalEntry,
    slots: Sequence[LessonSlot],
    drafts: Sequence[HomeworkDraft],
    files: Sequence[FileRef],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> int:
    """Record the homework of an entry and owe it to families; return how much has changed.

    The entry is held like one with marks: a slip taken back within the hold is never seen.
    """
    recorder = _Recorder(session, entry, files, now=now)
    for draft in drafts:
        await recorder.record(draft, slots[draft.place])
    if recorder.changes:
        await session.flush()
        await owe_homework(session, recorder.changes, profile=profile, now=now)
        if entry.held_until is None:
            entry.held_until = now + profile.mark_hold
        await session.flush()
    return len(recorder.changes)


@dataclass(slots=True)
class _Standing:
    """What stands at the lesson for the addressee of a draft."""

    lesson: Lesson
    row: Homework | None
    files: list[HomeworkFile]


class _Recorder:
    """Carries one entry's author and moment through its rows."""

    def __init__(
        self,
        session: AsyncSession,
        entry: JournalEntry,
        files: Sequence[FileRef],
        *,
        now: datetime,
    ) -> None:
        self._session = session
        self._entry = entry
        self._files = files
        self._now = now
        self.changes: list[Change] = []

    async def record(self, draft: HomeworkDraft, slot: LessonSlot) -> None:
        """Write what differs from the journal."""
        takes_back = draft.is_none and draft.addressee_id is not None
        if takes_back and await find_lesson(self._session, slot) is None:
            return
        standing = await self._standing(draft, slot)
        row = standing.row
        if takes_back and row is None:
            return
        if row is not None and not differs(row, standing.files, draft, self._files):
            return
        before = None if row is None else snapshot(row, standing.files)
        if row is None:
            row = self._new(draft, standing.lesson)
            self._session.add(row)
        else:
            row.revision += 1
        self._write(row, draft, takes_back=takes_back)
        await self._session.flush()
        files = await self._keep_files(row, standing.files, draft)
        self._session.add(
            EntryChange(
                entry_id=self._entry.id,
                fact_kind=FactKind.HOMEWORK,
                fact_id=row.id,
                before=before,
                after=snapshot(row, files),
            )
        )
        self.changes.append(Change(row, standing.lesson))

    async def _standing(self, draft: HomeworkDraft, slot: LessonSlot) -> _Standing:
        lesson = await ensure_lesson(self._session, slot)
        row = await repository.find_homework(
            self._session, lesson.id, addressee_id=draft.addressee_id
        )
        files = (await repository.files_of(self._session, [row.id]))[row.id] if row else []
        return _Standing(lesson, row, files)

    def _new(self, draft: HomeworkDraft, lesson: Lesson) -> Homework:
        return Homework(
            lesson_id=lesson.id,
            study_group_id=lesson.study_group_id,
            subject_id=lesson.subject_id,
            lesson_on=lesson.lesson_on,
            addressee_id=draft.addressee_id,
            revision=1,
        )

    def _write(self, row: Homework, draft: HomeworkDraft, *, takes_back: bool) -> None:
        row.is_withdrawn = takes_back
        row.author_id = self._entry.author_id
        row.recorded_at = self._now
        if takes_back:
            return
        row.text = draft.text
        row.is_none = draft.is_none
        row.due_on = draft.due_on
        row.due_number = draft.due_number
        row.minutes = estimated_minutes(draft.text)

    async def _keep_files(
        self, row: Homework, known: Collection[HomeworkFile], draft: HomeworkDraft
    ) -> list[HomeworkFile]:
        """Return the row's files with the entry's among them; none stand under «не задано»."""
        files = list(known)
        for old in files:
            old.is_withdrawn = old.is_withdrawn or draft.is_none
        standing = {one.file_id for one in files if not one.is_withdrawn}
        for file in () if draft.is_none else self._files:
            if file.file_id not in standing:
                new = HomeworkFile(
                    homework_id=row.id,
                    kind=file.kind,
                    file_id=file.file_id,
                    name=file.name,
                    is_withdrawn=False,
                )
                self._session.add(new)
                files.append(new)
        await self._session.flush()
        return files

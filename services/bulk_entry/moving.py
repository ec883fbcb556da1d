"""A saved entry that was meant for another lesson, class or kind of work: moved as a whole.

A move is a new preview that remembers the old entry; saving it withdraws the one and records the
other in the same transaction, so that families hear of both in one message.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.facts import LessonOption
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.pending import new_entry_json, text_in
from services.bulk_entry.questions import lesson_option
from services.errors import OutOfDate
from services.homework.undoing import undo_homework
from services.journal import repository as journal
from services.journal.drafts import EntryDraft, drafts_of, with_drafts
from services.journal.slots import slot_of_lesson
from services.journal.undoing import undo_entry
from services.models import JournalEntry
from services.regulation.profile import SchoolProfile
from services.timetable.planner import lessons_of_group, lessons_of_teacher
from services.timetable.rules import PlannedLesson
from services.vocabulary import EntryState

__all__ = ["MoveOptions", "moved_json", "options_of", "withdraw_moved"]

_MOVES = "moves"  # in a new entry's JSON: the entry it takes the place of
_LOOK_BACK_DAYS = 7
_MOST_LESSONS = 12


@dataclass(frozen=True, slots=True)
class MoveOptions:
    """Where an entry may go: lessons of the last days, the newest first; or another kind."""

    entry_id: int
    lesson: LessonOption
    lessons: tuple[LessonOption, ...]
    has_marks: bool


async def options_of(
    session: AsyncSession, who: Identity, entry: JournalEntry, *, today: date, now: datetime
) -> MoveOptions:
    """Return where a saved entry may go.

    Raises:
        OutOfDate: it is about several lessons, or about none that is still planned.
    """
    draft = _only_draft(entry)
    is_typed = bool(text_in(entry.resolved))
    found: list[PlannedLesson] = []
    for back in range(_LOOK_BACK_DAYS + 1):
        day = await lessons_of_teacher(session, who.person_id, on=today - timedelta(days=back))
        found += [one for one in reversed(day) if one.starts_at <= now]
    here = await _lesson_of(session, draft)
    return MoveOptions(
        entry.id,
        lesson_option(here),
        tuple(
            lesson_option(one)
            for one in found
            if slot_of_lesson(one) != draft.lesson
            and (is_typed or one.group.group_id == draft.lesson.study_group_id)
        )[:_MOST_LESSONS],
        has_marks=any(student.marks for student in draft.students),
    )


async def moved_json(
    session: AsyncSession,
    entry: JournalEntry,
    *,
    lesson: LessonKey | None = None,
    work_kind: str | None = None,
) -> dict[str, Any]:
    """Return the JSON of the entry that takes the place of *entry*.

    What was typed is read again for the other lesson; what was pressed on buttons goes to another
    lesson of the same students as it is.

    Raises:
        OutOfDate: the entry cannot go there.
    """
    draft = _only_draft(entry)
    text = text_in(entry.resolved)
    if lesson is not None and text:
        return {**new_entry_json(text, lesson=lesson), _MOVES: entry.id}
    if lesson is not None:
        if lesson[0] != draft.lesson.study_group_id:
            raise OutOfDate
        draft = replace(draft, lesson=slot_of_lesson(await _planned(session, lesson)))
    if work_kind is not None:
        draft = _of_kind(draft, work_kind)
    return with_drafts({**new_entry_json(""), _MOVES: entry.id}, [draft])


async def withdraw_moved(
    session: AsyncSession,
    who: Identity,
    resolved: Mapping[str, Any],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Take back the entry that a new one takes the place of, if it does and that still stands."""
    if _MOVES not in resolved:
        return
    old = await journal.find_entry(
        session, resolved[_MOVES], author_id=who.person_id, is_locked=True
    )
    if old is None or old.state is not EntryState.SAVED:
        return
    changes = await journal.changes_of(session, old.id)
    homework = await undo_homework(session, changes, profile=profile, now=now)
    await undo_entry(session, old, profile=profile, now=now, restored_beside=homework.restored)


def _only_draft(entry: JournalEntry) -> EntryDraft:
    drafts = drafts_of(entry.resolved)
    if entry.state is not EntryState.SAVED or len(drafts) != 1:
        raise OutOfDate
    return drafts[0]


def _of_kind(draft: EntryDraft, work_kind: str) -> EntryDraft:
    students = tuple(
        replace(one, marks=tuple(replace(mark, work_kind=work_kind) for mark in one.marks))
        for one in draft.students
    )
    return replace(draft, students=students)


async def _lesson_of(session: AsyncSession, draft: EntryDraft) -> PlannedLesson:
    slot = draft.lesson
    key = (slot.study_group_id, slot.subject_id, slot.on.isoformat(), slot.number)
    return await _planned(session, key)


async def _planned(session: AsyncSession, key: LessonKey) -> PlannedLesson:
    group_id, subject_id, on, number = key
    for lesson in await lessons_of_group(session, group_id, on=date.fromisoformat(on)):
        if (lesson.subject.subject_id, lesson.number) == (subject_id, number):
            return lesson
    raise OutOfDate

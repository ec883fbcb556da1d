"""What saving homework would change, against what stands in the journal now; stores nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework import repository
from services.homework.drafts import FileRef, HomeworkDraft
from services.journal.drafts import LessonSlot
from services.journal.repository import find_lesson
from services.models import Homework, HomeworkFile

__all__ = ["HomeworkPlan", "StandingHomework", "differs", "plan_homework"]


@dataclass(frozen=True, slots=True)
class StandingHomework:
    """What was given at the lesson before."""

    text: str
    is_none: bool
    due_on: date | None


@dataclass(frozen=True, slots=True)
class HomeworkPlan:
    """A draft, what stood there, and whether anything changes."""

    draft: HomeworkDraft
    was: StandingHomework | None
    is_unchanged: bool


async def plan_homework(
    session: AsyncSession,
    slots: Sequence[LessonSlot],
    drafts: Sequence[HomeworkDraft],
    files: Collection[FileRef],
) -> tuple[HomeworkPlan, ...]:
    """Compare drafts with the journal; a draft's place counts the *slots*."""
    return tuple([await _plan(session, slots[draft.place], draft, files) for draft in drafts])


async def _plan(
    session: AsyncSession, slot: LessonSlot, draft: HomeworkDraft, files: Collection[FileRef]
) -> HomeworkPlan:
    lesson = await find_lesson(session, slot)
    row = (
        await repository.find_homework(session, lesson.id, addressee_id=draft.addressee_id)
        if lesson is not None
        else None
    )
    if row is None:
        return HomeworkPlan(draft, None, is_unchanged=_takes_back(draft))
    known = (await repository.files_of(session, [row.id]))[row.id]
    was = None if row.is_withdrawn else StandingHomework(row.text, row.is_none, row.due_on)
    return HomeworkPlan(draft, was, is_unchanged=not differs(row, known, draft, files))


def differs(
    row: Homework, known: Sequence[HomeworkFile], draft: HomeworkDraft, files: Collection[FileRef]
) -> bool:
    """Whether a draft says anything else than the row."""
    if _takes_back(draft):
        return not row.is_withdrawn
    new_files = {one.file_id for one in files} - {
        one.file_id for one in known if not one.is_withdrawn
    }
    return (
        row.is_withdrawn
        or (row.text, row.is_none, row.due_on) != (draft.text, draft.is_none, draft.due_on)
        or (bool(new_files) and not draft.is_none)
    )


def _takes_back(draft: HomeworkDraft) -> bool:
    """«Не задано» for one student: what was given to that student alone is taken back."""
    return draft.is_none and draft.addressee_id is not None

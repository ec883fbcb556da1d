"""Opening a lesson or a sheet for one press: rights are asked again, taps come one by one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.saving import own_entry, require_preview
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.journal.rights import teaching_of
from services.journal.slots import still_planned
from services.lesson_cards.reading import LessonList, lesson_list
from services.lesson_cards.sheets import Sheet, sheet_in, sheet_json
from services.models import JournalEntry
from services.regulation.repository import load_profile
from services.timetable.planner import lessons_of_group
from services.timetable.rules import PlannedLesson
from services.vocabulary import EntryState

__all__ = ["NAMES_ON_PAGE", "OpenSheet", "add_sheet", "open_sheet", "own_lesson", "place_of"]

NAMES_ON_PAGE = 30  # Telegram takes 100 buttons; more names than that are hard to find


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet being edited, with everything its screen needs."""

    session: AsyncSession
    entry: JournalEntry
    sheet: Sheet
    lesson: PlannedLesson
    listed: LessonList


async def own_lesson(
    session: AsyncSession, who: Identity, key: LessonKey, *, begun_at: datetime | None = None
) -> PlannedLesson:
    """Return the lesson of a button; *begun_at*: it must have begun by then, at least its day.

    Raises:
        OutOfDate: the timetable has no such lesson any more, or it is still to come.
        NotYourLesson: somebody else gives it.
    """
    group_id, subject_id, on, number = key
    day = date.fromisoformat(on)
    for lesson in await lessons_of_group(session, group_id, on=day):
        if (lesson.subject.subject_id, lesson.number) == (subject_id, number):
            (await teaching_of(session, who)).require_record(lesson)
            if (
                begun_at is not None
                and lesson.on > begun_at.astimezone((await load_profile(session)).timezone).date()
            ):
                raise OutOfDate
            return lesson
    raise OutOfDate


@asynccontextmanager
async def open_sheet(
    database: Database, who: Identity, entry_id: int, kind: str, *, now: datetime
) -> AsyncIterator[OpenSheet]:
    """Open a sheet for one edit; the entry's row is locked, so that taps come one by one.

    Raises:
        EntryGone: the sheet was saved or thrown away, or is too old.
        OutOfDate: the lesson is gone.
        NotYourLesson: rights have changed since.
    """
    with acting(who.person_id), bind_school(who.school_id):
        async with database.transaction() as session:
            entry = await own_entry(session, who, entry_id)
            require_preview(entry, now=now)
            sheet = sheet_in(entry.resolved)
            if sheet is None or sheet.kind != kind:
                raise EntryGone(state=entry.state)
            lesson = await still_planned(session, sheet.draft.lesson)
            if lesson is None:
                raise OutOfDate
            (await teaching_of(session, who)).require_record(lesson)
            listed = await lesson_list(session, lesson)
            yield OpenSheet(session, entry, sheet, lesson, listed)


async def add_sheet(
    session: AsyncSession, who: Identity, sheet: Sheet, *, now: datetime
) -> JournalEntry:
    """Keep a new sheet as an entry that is not saved yet."""
    entry = JournalEntry(
        author_id=who.person_id,
        state=EntryState.PREVIEWED,
        source="",
        resolved=sheet_json(sheet),
        created_at=now,
    )
    session.add(entry)
    await session.flush()
    return entry


def place_of(listed: LessonList, student_id: int) -> int:
    """Return the place of a student on the list.

    Raises:
        OutOfDate: the student left the group since.
    """
    for place, one in enumerate(listed.names):
        if one.student_id == student_id:
            return place
    raise OutOfDate

"""A small school with a teacher who writes journal lines, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import pytest
from sqlalchemy import select

from services.bulk_entry.facts import PreviewFacts, SavedFacts
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.models import Attendance, EntryChange, JournalEntry, Lesson, Mark, Notice
from services.vocabulary import NoticeState
from tests.factories import SmallSchool, build_school

_Row = TypeVar("_Row", Attendance, EntryChange, JournalEntry, Lesson, Mark, Notice)


@dataclass(frozen=True)
class Journal:
    """The journal of the small school, as its algebra teacher uses it and a test reads it."""

    database: Database
    school: SmallSchool
    entries: EntryService

    async def save(self, line: str, *, now: datetime, by: str = "algebra") -> SavedFacts:
        """Type a line without open points and press «Сохранить»."""
        who = self.school.staff(by)
        preview = await self.entries.preview(who, line, now=now)
        assert isinstance(preview, PreviewFacts)
        return await self.entries.save(who, preview.entry_id, now=now)

    async def _rows(self, model: type[_Row]) -> list[_Row]:
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                return list(await session.scalars(select(model).order_by(model.id)))

    def name(self, person_id: int) -> str:
        """Return the short key of a person."""
        people = self.school.people.items()
        return next((key for key, found in people if found == person_id), str(person_id))

    async def marks(self) -> list[tuple[str, int, str]]:
        """Return the marks that stand: student, value, kind of work."""
        return [
            (self.name(row.student_id), row.given, row.work_kind)
            for row in await self._rows(Mark)
            if not row.is_withdrawn
        ]

    async def mark_rows(self) -> list[Mark]:
        """Return all rows of marks."""
        return await self._rows(Mark)

    async def attendance(self) -> list[tuple[str, str, int | None]]:
        """Return attendance: student, letter, minutes late."""
        return [
            (self.name(row.student_id), row.code.value, row.minutes_late)
            for row in await self._rows(Attendance)
        ]

    async def attendance_rows(self) -> list[Attendance]:
        """Return all rows of attendance."""
        return await self._rows(Attendance)

    async def topics(self) -> list[tuple[int, str]]:
        """Return recorded lessons: number and topic."""
        return [(row.number, row.topic) for row in await self._rows(Lesson)]

    async def states(self) -> list[str]:
        """Return the states of all entries, as stored."""
        return [row.state.value for row in await self._rows(JournalEntry)]

    async def changes(self) -> list[EntryChange]:
        """Return what entries changed."""
        return await self._rows(EntryChange)

    async def waiting(self) -> list[tuple[str, str, int, datetime]]:
        """Return waiting notices: whom, of what kind, at which revision, when due."""
        return [
            (self.name(row.person_id), row.kind.value, row.revision, row.due_at)
            for row in await self._rows(Notice)
            if row.state is NoticeState.WAITING
        ]

    async def merge_keys(self) -> set[str]:
        """Return under which keys notices wait."""
        return {
            row.merge_key for row in await self._rows(Notice) if row.state is NoticeState.WAITING
        }


@pytest.fixture
async def journal(database: Database) -> Journal:
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))

"""The small school on a Tuesday at 10:35: a teacher's lines in, what families are sent out.

7Б has physics, English in two groups and algebra on that day, and the last lesson ends at 11:00:
without the last piece homework is told at 12:00.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.bulk_entry.facts import PreviewFacts, SavedFacts, UndoneFacts
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.diary.homework import HomeworkDiaryService
from services.homework.drafts import FileRef
from services.homework.service import HomeworkJournalService
from services.models import Homework, HomeworkFile, Notice, Subject
from services.vocabulary import NoticeState
from tests.factories import SmallSchool, at
from tests.integration.outbox.family import FamilyWorld

__all__ = ["ALGEBRA", "ENGLISH", "HOLD", "PHYSICS", "HomeworkWorld"]

HOLD = timedelta(minutes=5)
ALGEBRA = ("7б алгебра дз № 214, 216", "algebra")
PHYSICS = ("7б физика дз § 12", "physics")
ENGLISH = (("7б английский дз Ex. 5", "english1"), ("7б английский дз Ex. 7", "english2"))


@dataclass(frozen=True)
class HomeworkWorld:
    """Entries, pages and delivery of one school."""

    families: FamilyWorld
    entries: EntryService
    journal: HomeworkJournalService
    pages: HomeworkDiaryService

    @property
    def school(self) -> SmallSchool:
        """The school everything is about."""
        return self.families.school

    @property
    def database(self) -> Database:
        """Where it is stored."""
        return self.families.database

    @property
    def now(self) -> datetime:
        """The moment the clock stands at."""
        return self.families.clock.now()

    async def preview(
        self, line: str, *, by: str = "algebra", file: FileRef | None = None
    ) -> PreviewFacts:
        """Type a line without open points."""
        step = await self.entries.preview(self.school.staff(by), line, now=self.now, file=file)
        assert isinstance(step, PreviewFacts)
        return step

    async def save(
        self, line: str, by: str = "algebra", *, file: FileRef | None = None
    ) -> SavedFacts:
        """Type a line without open points and press «Сохранить»."""
        preview = await self.preview(line, by=by, file=file)
        return await self.entries.save(self.school.staff(by), preview.entry_id, now=self.now)

    async def undo(self, saved: SavedFacts, by: str = "algebra") -> UndoneFacts:
        """Press «Отменить запись»."""
        who, reason = self.school.staff(by), "Wrong class or lesson"
        return await self.entries.undo(who, saved.entry_id, now=self.now, reason=reason)

    async def save_the_others(self) -> None:
        """Save what is missing besides algebra."""
        await self.save(*PHYSICS)
        for line in ENGLISH:
            await self.save(*line)

    def pass_time(self, by: timedelta) -> None:
        """Let time pass."""
        self.families.pass_minutes(by.total_seconds() / 60)

    async def go_to(self, clock: str, *, day: int = 24) -> None:
        """Let time pass until a moment of the school's own clock, and deliver what is due."""
        self.pass_time(at(day, clock) - self.now)
        await self.families.steps()

    @property
    def texts(self) -> list[str]:
        """What was sent so far."""
        return self.families.sender.texts

    async def rows(self) -> list[Homework]:
        """Return all rows of homework."""
        return await self._rows(Homework)

    async def files(self) -> list[HomeworkFile]:
        """Return all rows of files."""
        return await self._rows(HomeworkFile)

    async def waiting(self) -> list[tuple[str, datetime]]:
        """Return who waits for homework, and until when."""
        names = {person_id: key for key, person_id in self.school.people.items()}
        return sorted(
            (names[row.person_id], row.due_at)
            for row in await self._rows(Notice)
            if row.state is NoticeState.WAITING
        )

    async def set_subject(self, subject: str, **values: Any) -> None:
        """Change a subject of the school."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                row = (
                    await session.scalars(
                        select(Subject).where(Subject.id == self.school.subjects[subject])
                    )
                ).one()
                for key, value in values.items():
                    setattr(row, key, value)

    async def add(self, *rows: Any) -> None:
        """Store rows of the school."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                session.add_all(rows)

    async def _rows(self, entity: Any) -> list[Any]:
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                return list(await session.scalars(select(entity).order_by(entity.id)))

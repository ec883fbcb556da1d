"""The small school with delivery, and teachers who sum up a quarter in it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from services.database import Database, bind_school
from services.finals.facts import FinalsSaved, FinalValue, Sheet
from services.finals.family import FamilyFinalsService
from services.finals.outlook import ForecastService
from services.finals.service import FinalsService
from services.models import Lesson, Mark, PeriodMark
from tests.factories import SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world


@dataclass(frozen=True)
class Finals:
    """Sheets of the small school, the families of it, and the clock of both."""

    world: FamilyWorld
    service: FinalsService
    pages: FamilyFinalsService
    forecasts: ForecastService

    @property
    def database(self) -> Database:
        """The database."""
        return self.world.database

    @property
    def school(self) -> SmallSchool:
        """The school."""
        return self.world.school

    async def read(self, line: str, *, by: str = "algebra") -> Sheet:
        """Type a line without open points."""
        step = await self.service.read(self.school.staff(by), line, now=self.world.clock.now())
        assert isinstance(step, Sheet)
        return step

    async def save(self, line: str, *, by: str = "algebra") -> FinalsSaved:
        """Type a line and press «Сохранить»."""
        sheet = await self.read(line, by=by)
        return await self.press_save(sheet, by=by)

    async def press_save(self, sheet: Sheet, *, by: str = "algebra") -> FinalsSaved:
        """Press «Сохранить» under a sheet."""
        now = self.world.clock.now()
        return await self.service.save(self.school.staff(by), sheet.entry_id, now=now)

    async def marks(self) -> dict[str, int | None]:
        """Return the marks that stand, by student."""
        return {
            self.name(row.student_id): row.value
            for row in await self.rows()
            if not row.is_withdrawn
        }

    async def rows(self) -> list[PeriodMark]:
        """Return every mark, withdrawn ones too."""
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                return list(await session.scalars(select(PeriodMark).order_by(PeriodMark.id)))

    def name(self, person_id: int) -> str:
        """Return the short key of a person."""
        return next(key for key, found in self.school.people.items() if found == person_id)

    def row(self, sheet: Sheet, student: str) -> object:
        """Return a student's row of a sheet."""
        student_id = self.school.people[student]
        return next(row for row in sheet.rows if row.student_id == student_id)

    async def given(
        self,
        student: str,
        values: Mapping[date, int],
        *,
        subject: str = "algebra",
        group: str = "7Б",
        weight: int = 10,
    ) -> None:
        """Store marks of lessons."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                for number, (on, value) in enumerate(values.items(), start=1):
                    lesson = Lesson(
                        study_group_id=self.school.groups[group],
                        subject_id=self.school.subjects[subject],
                        teacher_id=self.school.people["algebra"],
                        lesson_on=on,
                        number=number + 20 + self.school.people[student],
                        starts_at=at(on.day, "10:20", month=on.month),
                        ends_at=at(on.day, "11:00", month=on.month),
                    )
                    session.add(lesson)
                    await session.flush()
                    session.add(
                        Mark(
                            lesson_id=lesson.id,
                            student_id=self.school.people[student],
                            subject_id=lesson.subject_id,
                            lesson_on=on,
                            value=value,
                            work_kind="lesson",
                            weight_tenths=weight,
                            author_id=lesson.teacher_id,
                            recorded_at=lesson.ends_at,
                        )
                    )


def november(*pairs: tuple[int, int]) -> dict[date, int]:
    """Return marks of days of November."""
    return {date(2026, 11, day): value for day, value in pairs}


NOT_ATTESTED = FinalValue(None)


@pytest.fixture
async def finals(database: Database) -> AsyncIterator[Finals]:
    """Give the small school with delivery; Maria's mother has consented."""
    world = await make_family_world(database, await build_school(database))
    await world.link("mother_maria", account_id=1000, student="maria")
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield Finals(
            world,
            FinalsService(database),
            FamilyFinalsService(database),
            ForecastService(database),
        )
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)

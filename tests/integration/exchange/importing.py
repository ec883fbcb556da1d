"""Importing a folder as a test sees it: what the last line said, what is stored now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from services.audit import Verification, verify_chain
from services.database import Base, Database, bind_school
from services.exchange.service import ImportReport, ImportService
from services.exchange.workbook import read_workbook
from services.keys import Keys
from services.models import School
from tests.fakes import FakeClock
from tests.unit.exchange.spoiled import Folder

__all__ = ["DEMO_ROWS", "KEYS", "LESSON", "TODAY", "YESTERDAY", "Importing"]

KEYS = Keys("a secret of the tests, long enough")
DEMO_ROWS = 372
TODAY = date(2026, 11, 24)  # the clock of the tests, at school
YESTERDAY = date(2026, 11, 23)
LESSON = "10А;;пн;4;Физическая культура;"  # the beginning of a row of the timetable


@dataclass(frozen=True, slots=True)
class Importing:
    """One database and one folder."""

    database: Database
    clock: FakeClock
    folder: Folder

    async def run(self, **options: Any) -> ImportReport:
        """Import the folder as it is now."""
        service = ImportService(self.database, self.clock, KEYS)
        return await service.apply(read_workbook(self.folder.path), **options)

    async def plan(self, **options: Any) -> ImportReport:
        """Say what importing would do."""
        service = ImportService(self.database, self.clock, KEYS)
        return await service.plan(read_workbook(self.folder.path), **options)

    async def line(self, **options: Any) -> str:
        """Import and return the last line."""
        return (await self.run(**options)).counts.line()

    async def rows(self, statement: Select[Any], *, school_id: int = 1) -> Sequence[Any]:
        """Return what a statement finds in a school, through another session."""
        async with self.database.reading() as session:
            with bind_school(school_id):
                return [tuple(row) for row in await session.execute(statement)]

    async def counts(self) -> dict[str, int]:
        """Return how many rows every table has."""
        async with self.database.writer.begin() as connection:
            return {
                table.name: len((await connection.execute(select(table))).all())
                for table in Base.metadata.sorted_tables
            }

    async def schools(self) -> list[str]:
        """Return the names of all schools."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(School.short_name).order_by(School.id)))

    async def verified(self, school_id: int = 1) -> Verification:
        """Check the chain of a school."""
        return await verify_chain(self.database, school_id, keys=KEYS)

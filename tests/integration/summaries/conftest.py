"""A school whose families get summaries, with real delivery to fake chats."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from services.database import Database, bind_school
from services.models import Attendance, Lesson, Mark, Notice, Summary
from services.summaries.drafts import SummaryDraftService
from services.summaries.preparing import SummaryPreparing
from services.summaries.service import SummaryService
from services.vocabulary import AttendanceCode, NoticeState
from tests.factories import SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world


@dataclass(frozen=True)
class SummaryWorld:
    """The small school in the fortnight 14.11–27.11: marks by hand, summaries by the clock."""

    families: FamilyWorld
    preparing: SummaryPreparing
    pages: SummaryService
    drafts: SummaryDraftService

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

    @property
    def texts(self) -> list[str]:
        """What was sent so far."""
        return self.families.sender.texts

    async def lesson(self, day: int, *, subject: str = "algebra", group: str = "7Б") -> int:
        """Store a lesson of November and return its id."""
        row = Lesson(
            study_group_id=self.school.groups[group],
            subject_id=self.school.subjects[subject],
            teacher_id=self.school.people["algebra"],
            lesson_on=date(2026, 11, day),
            number=3,
            starts_at=at(day, "10:20"),
            ends_at=at(day, "11:00"),
            topic="",
        )
        await self.add(row)
        return row.id

    async def mark(self, lesson_id: int, value: int | None, *, day: int, **facts: Any) -> None:
        """Store a mark of Maria."""
        student = facts.pop("student", "maria")
        subject = facts.pop("subject", "algebra")
        await self.add(
            Mark(
                lesson_id=lesson_id,
                student_id=self.school.people[student],
                subject_id=self.school.subjects[subject],
                value=value,
                author_id=self.school.people["algebra"],
                recorded_at=at(day, "11:00"),
                lesson_on=date(2026, 11, day),
                **{"work_kind": "lesson", "weight_tenths": 10} | facts,
            )
        )

    async def attend(self, lesson_id: int, code: AttendanceCode, *, day: int) -> None:
        """Store a letter of Maria."""
        await self.add(
            Attendance(
                lesson_id=lesson_id,
                student_id=self.school.people["maria"],
                lesson_on=date(2026, 11, day),
                code=code,
                author_id=self.school.people["algebra"],
                recorded_at=at(day, "10:25"),
            )
        )

    async def marias_fortnight(self) -> None:
        """Give Maria three marks, the fortnight before two, an illness and a lateness."""
        before, sick, first, last = [await self.lesson(day) for day in (10, 16, 17, 24)]
        for value in (4, 3):
            await self.mark(before, value, day=10)
        await self.mark(first, 5, day=17)
        await self.mark(last, 4, day=24)
        await self.mark(last, 5, day=24, work_kind="control", weight_tenths=20)
        await self.attend(sick, AttendanceCode.ABSENT_SICK, day=16)
        await self.attend(last, AttendanceCode.TARDY, day=24)

    async def prepare(self) -> int:
        """Do all that is due and return in how many slices."""
        slices = 0
        while await self.preparing.work():
            slices += 1
        return slices

    async def go_to(self, day: int, clock: str, *, month: int = 11) -> None:
        """Let time pass until a moment, prepare what is due and deliver it."""
        minutes = (at(day, clock, month=month) - self.now).total_seconds() / 60
        self.families.pass_minutes(minutes)
        await self.prepare()
        await self.families.steps()

    async def add(self, *rows: Any) -> None:
        """Store rows of the school."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                session.add_all(rows)

    async def rows(self, entity: Any) -> list[Any]:
        """Return all rows of a table."""
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                return list(await session.scalars(select(entity).order_by(entity.id)))

    async def waiting(self) -> list[tuple[str, str, int]]:
        """Return who waits for what, at which revision."""
        names = {person_id: key for key, person_id in self.school.people.items()}
        return sorted(
            (names[row.person_id], row.kind.value, row.revision)
            for row in await self.rows(Notice)
            if row.state is NoticeState.WAITING
        )

    async def summary_of(self, student: str) -> Summary:
        """Return the last summary of a student."""
        student_id = self.school.people[student]
        rows: list[Summary] = await self.rows(Summary)
        return [row for row in rows if row.student_id == student_id][-1]


@pytest.fixture
async def world(database: Database) -> AsyncIterator[SummaryWorld]:
    """Give the school on Tuesday 24.11; Maria's mother (account 1) is linked and consented."""
    families = await make_family_world(database, await build_school(database))
    await families.link("mother_maria", account_id=1, student="maria")
    await families.link("physics", account_id=3)
    world = SummaryWorld(
        families,
        SummaryPreparing(database, families.clock),
        SummaryService(database),
        SummaryDraftService(database),
    )
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(families.pacer.run(stop))
        yield world
        await families.office.close()
        stop.set()
        families.pacer.wake()
        while not running.done():
            await families.time.advance(1.0)

"""A morning at the small school: Maria's parents and the staff are linked, lessons go on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy import select

from services.absences.alarms import AlarmService
from services.absences.calls import CallService
from services.absences.reasons import ReasonService
from services.access.identity import Identity
from services.bulk_entry.facts import PreviewFacts
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.models import AbsenceReason, Attendance, Person, RoleAssignment
from services.vocabulary import PersonKind, Role
from tests.factories import SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world

MOTHER, FATHER, TEACHER, DEPUTY, SECRETARY, DIRECTOR = 1, 2, 11, 12, 13, 14
TODAY = date(2026, 11, 24)


@dataclass
class Morning:
    """Everything real but Telegram and time."""

    families: FamilyWorld
    reasons: ReasonService
    alarms: AlarmService
    calls: CallService
    entries: EntryService

    @property
    def school(self) -> SmallSchool:
        """The school."""
        return self.families.school

    @property
    def maria(self) -> int:
        """The child."""
        return self.school.people["maria"]

    @property
    def mother(self) -> list[Identity]:
        """Who is behind the mother's account."""
        return [self.school.guardian("mother_maria")]

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.families.clock.now()

    def at(self, clock: str, *, day: int = 24) -> None:
        """Let it be that moment of November."""
        self.families.clock.move_to(at(day, clock))

    def staff(self, key: str, role: Role) -> Identity:
        """Return a member of the office as somebody who asks."""
        return Identity(
            self.school.school_id,
            self.school.people[key],
            PersonKind.STAFF,
            frozenset({role}),
        )

    async def line(self, text: str, *, by: str) -> None:
        """Let a teacher save a journal line."""
        who = self.school.staff(by)
        preview = await self.entries.preview(who, text, now=self.now)
        assert isinstance(preview, PreviewFacts)
        await self.entries.save(who, preview.entry_id, now=self.now)

    async def missing(self, clock: str = "08:35") -> None:
        """Let Maria miss the first lesson and her family hear of it."""
        self.at(clock)
        await self.line("7б физика 1 урок: Кузнецова Мария н", by="physics")
        await self.told(minutes=6)

    async def told(self, *, minutes: float = 0) -> dict[int, list[str]]:
        """Let minutes pass and return the messages each chat gets, by account."""
        self.families.pass_minutes(minutes)
        before = len(self.families.sender.sent)
        await self.families.steps()
        found: dict[int, list[str]] = {}
        for one in self.families.sender.sent[before:]:
            found.setdefault(one.chat_id - 5000, []).append(one.text)
        return found

    async def codes(self) -> list[str]:
        """Return the letters in the journal, in order."""
        with bind_school(self.school.school_id):
            async with self.families.database.reading() as session:
                rows = await session.scalars(select(Attendance).order_by(Attendance.id))
                return [row.code.value for row in rows]

    async def given(self) -> list[str]:
        """Return the kinds of all reasons that hold."""
        with bind_school(self.school.school_id):
            async with self.families.database.reading() as session:
                rows = await session.scalars(
                    select(AbsenceReason).where(AbsenceReason.is_withdrawn.is_(False))
                )
                return [row.kind.value for row in rows]


@pytest.fixture
async def morning(database: Database) -> AsyncIterator[Morning]:
    """Give a Tuesday morning; Maria has two linked parents, the class its teacher Orlov."""
    school = await _with_office(database, await build_school(database))
    world = await make_family_world(database, school)
    await world.guard("father_sidorov", "maria")
    await world.link("mother_maria", account_id=MOTHER, student="maria")
    await world.link("father_sidorov", account_id=FATHER, student="maria")
    await world.link("physics", account_id=TEACHER)
    await world.link("deputy", account_id=DEPUTY)
    await world.link("secretary", account_id=SECRETARY)
    await world.link("director", account_id=DIRECTOR)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield Morning(
            world,
            ReasonService(database),
            AlarmService(database),
            CallService(database, world.clock),
            EntryService(database),
        )
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)


async def _with_office(database: Database, school: SmallSchool) -> SmallSchool:
    people = dict(school.people)
    with bind_school(school.school_id):
        async with database.transaction() as session:
            for key, role in (("secretary", Role.SECRETARY), ("director", Role.DIRECTOR)):
                person = Person(
                    kind=PersonKind.STAFF, family_name="Лукина", given_name="Вера", patronymic=""
                )
                session.add(person)
                await session.flush()
                session.add(RoleAssignment(person_id=person.id, role=role))
                people[key] = person.id
    return SmallSchool(
        school.school_id, people, school.classes, school.groups, school.subjects, school.periods
    )

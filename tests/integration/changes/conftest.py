"""The small school with a deputy head who changes the timetable, and families who hear of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from services.access.identity import Identity
from services.change_entry.facts import ChangePreview, ChangeSaved, ChangeWithdrawn
from services.change_entry.service import ChangeService
from services.database import Database, bind_school
from services.diary.timetable import TimetableService
from services.models import Person, Subject, TeachingAssignment
from services.timetable.planner import lessons_of_student, lessons_of_teacher
from services.vocabulary import Assessment, PersonKind
from tests.factories import SmallSchool, at, build_school
from tests.integration.outbox.family import FamilyWorld, make_family_world

MOTHER, FATHER, PETROVA, TEACHER, SUBSTITUTE = 1, 2, 3, 11, 12


@dataclass
class Office:
    """A deputy head at work, and everybody's chats."""

    families: FamilyWorld
    changes: ChangeService
    timetable: TimetableService

    @property
    def school(self) -> SmallSchool:
        """The school."""
        return self.families.school

    @property
    def database(self) -> Database:
        """Its database."""
        return self.families.database

    @property
    def deputy(self) -> Identity:
        """Who changes the timetable."""
        return self.school.staff("deputy")

    def at(self, day: int, clock: str) -> None:
        """Let it be that moment of November."""
        self.families.clock.move_to(at(day, clock))

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.families.clock.now()

    async def preview(self, text: str, *, who: Identity | None = None) -> ChangePreview:
        """Type a message."""
        return await self.changes.preview(who or self.deputy, text, now=self.now)

    async def save(self, text: str) -> ChangeSaved:
        """Type a message and press «Сохранить»."""
        preview = await self.preview(text)
        return await self.changes.save(self.deputy, preview.entry_id, now=self.now)

    async def withdraw(self, saved: ChangeSaved) -> ChangeWithdrawn:
        """Press «Отменить изменение»."""
        return await self.changes.withdraw(self.deputy, saved.entry_id, now=self.now)

    async def told(self, *, minutes: float = 0) -> dict[int, list[list[str]]]:
        """Let minutes pass and return the messages each chat gets, by account, line by line."""
        self.families.pass_minutes(minutes)
        before = len(self.families.sender.sent)
        await self.families.steps()
        found: dict[int, list[list[str]]] = {}
        for one in self.families.sender.sent[before:]:
            found.setdefault(one.chat_id - 5000, []).append(one.text.splitlines())
        return found

    async def leave(self, key: str, *, on: date) -> None:
        """Let a person leave the school."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                person = await session.get_one(Person, self.school.people[key])
                person.left_on = on

    async def day_of_student(self, key: str, on: date) -> list[str]:
        """Return a student's lessons as a reader would say them."""
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                lessons = await lessons_of_student(session, self.school.people[key], on=on)
        return [f"{one.number} {one.subject.name}" for one in lessons]

    async def day_of_teacher(self, key: str, on: date) -> list[str]:
        """Return a teacher's lessons as a reader would say them."""
        with bind_school(self.school.school_id):
            async with self.database.reading() as session:
                lessons = await lessons_of_teacher(session, self.school.people[key], on=on)
        return [f"{one.number} {one.group.label} {one.subject.name}" for one in lessons]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    """Give the school on a Monday morning; two families and two teachers are linked.

    Smirnova teaches biology; Maria is in the first group of English, Sidorov in the second.
    """
    school = await _with_biology(database, await build_school(database))
    world = await make_family_world(database, school)
    office = Office(world, ChangeService(database), TimetableService(database))
    office.at(23, "12:00")
    await world.link("mother_maria", account_id=MOTHER, student="maria")
    await world.link("father_sidorov", account_id=FATHER, student="sidorov")
    await world.link("physics", account_id=TEACHER)
    await world.link("biology", account_id=SUBSTITUTE)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield office
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)


async def _with_biology(database: Database, school: SmallSchool) -> SmallSchool:
    with bind_school(school.school_id):
        async with database.transaction() as session:
            teacher = Person(
                kind=PersonKind.STAFF,
                family_name="Смирнова",
                given_name="Ольга",
                patronymic="Викторовна",
            )
            subject = Subject(
                name="Биология",
                short_name="Биол.",
                assessment=Assessment.MARKS,
                has_homework=True,
            )
            session.add_all([teacher, subject])
            await session.flush()
            session.add(
                TeachingAssignment(
                    teacher_id=teacher.id,
                    study_group_id=school.groups["7Б"],
                    subject_id=subject.id,
                )
            )
    return SmallSchool(
        school.school_id,
        {**school.people, "biology": teacher.id},
        school.classes,
        school.groups,
        {**school.subjects, "biology": subject.id},
        school.periods,
    )

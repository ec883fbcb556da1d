"""The small school with a class teacher who writes to families; everybody reads English."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.fsm.storage.memory import MemoryStorage
from sqlalchemy import update

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from handlers import build_router
from handlers.show import Say, Show
from services.access.identity import Actor, Identity
from services.access.service import AccessService
from services.broadcasts.facts import BroadcastPage, Scope
from services.broadcasts.service import BroadcastService
from services.database import Database, bind_school
from services.models import Account, Guardianship
from services.summaries.drafts import SummaryDraftService
from services.vocabulary import AccessMode, BroadcastScope
from tests.factories import SmallSchool, at, build_school
from tests.integration.joining.chat import Chat
from tests.integration.outbox.family import FamilyWorld, make_family_world

MARIA, PETROVA, SIDOROV, TEACHER = 1, 2, 3, 11


@dataclass
class Announcer:
    """A class teacher of 7Б with families in their chats."""

    families: FamilyWorld
    service: BroadcastService
    access: AccessService

    @property
    def school(self) -> SmallSchool:
        """The school."""
        return self.families.school

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.families.clock.now()

    @property
    def teacher(self) -> Identity:
        """The class teacher of 7Б."""
        return self.school.staff("physics", homeroom="7Б")

    @property
    def own_class(self) -> Scope:
        """Her class."""
        return Scope(BroadcastScope.SCHOOL_CLASS, self.school.classes["7Б"], "7Б")

    async def send(self, text: str) -> BroadcastPage:
        """Type a message for parents of the own class and press «Send»."""
        preview = await self.service.preview_typed(self.teacher, text, now=self.now)
        return await self.service.send(self.teacher, preview.broadcast_id, now=self.now)

    async def told(self, *, minutes: float = 0) -> dict[int, list[str]]:
        """Let minutes pass and return the messages each chat gets, by account."""
        self.families.pass_minutes(minutes)
        before = len(self.families.sender.sent)
        await self.families.steps()
        found: dict[int, list[str]] = {}
        for one in self.families.sender.sent[before:]:
            found.setdefault(one.chat_id - 5000, []).append(one.text)
        return found

    async def actor(self, account_id: int) -> Actor:
        """Return who is behind an account now."""
        found = await self.access.actor(bot_id=1, telegram_user_id=account_id)
        assert found is not None
        return found

    async def set_access(self, guardian: str, access: AccessMode) -> None:
        """Change how a guardian is informed."""
        with bind_school(self.school.school_id):
            async with self.families.database.transaction() as session:
                await session.execute(
                    update(Guardianship)
                    .where(Guardianship.guardian_id == self.school.people[guardian])
                    .values(access=access)
                )


class Line:
    """The way updates take into the program."""

    def __init__(self, announcer: Announcer) -> None:
        """Route updates to the services of *announcer*."""
        self._database = announcer.families.database
        self._update_ids = itertools.count(1)
        dispatcher = build_dispatcher(
            access=announcer.access,
            clock=announcer.families.clock,
            bot_id=1,
            storage=MemoryStorage(),
            router=build_router(),
            services={
                "access": announcer.access,
                "broadcasts": announcer.service,
                "summary_drafts": SummaryDraftService(self._database),
            },
        )
        self._feed = Feed(dispatcher, Bot("4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))

    def chat(self, user_id: int) -> Chat:
        """Give a person a private chat with the bot."""
        return Chat(self, user_id, "en")  # type: ignore[arg-type]  # a line of another make

    async def update(self, **content: Any) -> Sequence[Show]:
        """Handle one update as the program does: a unit of work, or nothing of it."""
        payload = {"update_id": next(self._update_ids), **content}
        try:
            async with self._database.unit_of_work():
                return await self._feed(payload)
        except Refused as refused:
            return (Say(refused.message),)


@pytest.fixture
async def announcer(database: Database) -> AsyncIterator[Announcer]:
    """Give the school on a Tuesday at noon; three families of 7Б are linked and consented."""
    world = await make_family_world(database, await build_school(database))
    world.clock.move_to(at(24, "12:00"))
    await world.link("mother_maria", account_id=MARIA, student="maria")
    await world.link("mother_petrov", account_id=PETROVA, student="petrov")
    await world.link("father_sidorov", account_id=SIDOROV, student="sidorov")
    await world.link("physics", account_id=TEACHER)
    async with database.transaction() as session:
        await session.execute(update(Account).values(language="en"))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield Announcer(world, BroadcastService(database), AccessService(database, world.clock))
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)


@pytest.fixture
def line(announcer: Announcer) -> Line:
    """Give the way into the program."""
    return Line(announcer)

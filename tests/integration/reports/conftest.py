"""The small school with delivery, for documents of what was told and recorded."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest
from aiogram import Bot
from aiogram.fsm.storage.memory import MemoryStorage
from sqlalchemy import update

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from handlers import build_router
from handlers.show import Say, Show
from services.access.service import AccessService
from services.audit import AuditRecorder
from services.database import Database
from services.i18n import use_locale
from services.keys import Keys
from services.models import Account
from tests.factories import build_school
from tests.fakes import FakeClock
from tests.integration.joining.chat import Chat
from tests.integration.outbox.family import FamilyWorld, make_family_world

TEACHER, MOTHER = 11, 1
KEYS = Keys("a secret of the tests, long enough")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read documents in the language of the code."""
    with use_locale("en"):
        yield


@pytest.fixture
async def recorded(database_url: str, clock: FakeClock) -> AsyncIterator[Database]:
    """Give a fresh database whose changes are audited."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield opened
    await opened.close()


@pytest.fixture
async def families(recorded: Database) -> AsyncIterator[FamilyWorld]:
    """Give the small school with delivery; nobody is linked yet."""
    world = await make_family_world(recorded, await build_school(recorded))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        yield world
        await world.office.close()
        stop.set()
        world.pacer.wake()
        while not running.done():
            await world.time.advance(1.0)


class Line:
    """The way updates take into the program."""

    def __init__(self, families: FamilyWorld, **services: object) -> None:
        """Route updates to *services*."""
        self._database = families.database
        self._update_ids = itertools.count(1)
        access = AccessService(families.database, families.clock)
        dispatcher = build_dispatcher(
            access=access,
            clock=families.clock,
            bot_id=1,
            storage=MemoryStorage(),
            router=build_router(),
            services={"access": access, **services},
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


async def speak_english(families: FamilyWorld) -> None:
    """Let everybody who is linked read English."""
    async with families.database.transaction() as session:
        await session.execute(update(Account).values(language="en"))

"""The office's chats through real routes, middlewares and services; only Telegram is left out."""

import itertools
from collections.abc import Sequence
from typing import Any

from aiogram import Bot
from aiogram.fsm.storage.memory import MemoryStorage

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from handlers import build_router
from handlers.show import Say, Show
from services.access.service import AccessService
from services.change_entry.service import ChangeService
from services.database import Database
from services.diary.service import DiaryService
from services.diary.timetable import TimetableService
from services.exchange.sent_lines import SentLines
from services.journal.service import JournalService
from services.preparation import NotPrepared, preparing
from services.timetable.takeover import TakeoverService
from tests.fakes import FakeClock, FakeFiles
from tests.integration.joining.chat import Chat

__all__ = ["OfficeLine"]

_TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # a bot that does not exist


class OfficeLine:
    """The way updates take into the program, with the services of the timetable."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        """Route updates to services on *database*."""
        self._database = database
        self._update_ids = itertools.count(1)
        access = AccessService(database, clock)
        self.files = FakeFiles()
        dispatcher = build_dispatcher(
            access=access,
            clock=clock,
            bot_id=1,
            storage=MemoryStorage(),
            router=build_router(),
            services={
                "access": access,
                "timetable": TimetableService(database),
                "changes": ChangeService(database),
                "sent_lines": SentLines(self.files),
                "takeovers": TakeoverService(database),
                "diary": DiaryService(database),
                "journal": JournalService(database),
            },
        )
        self._feed = Feed(dispatcher, Bot(_TOKEN))

    def chat(self, user_id: int) -> Chat:
        """Give a person a private chat with the bot."""
        return Chat(self, user_id, "ru")  # type: ignore[arg-type]  # a line of another make

    async def update(self, **content: Any) -> Sequence[Show]:
        """Handle one update as the program does: a unit of work, or nothing of it."""
        payload = {"update_id": next(self._update_ids), **content}
        with preparing() as ready:
            while True:
                try:
                    async with self._database.unit_of_work():
                        return await self._feed(payload)
                except NotPrepared as wanted:
                    await ready.get(wanted)
                except Refused as refused:
                    return (Say(refused.message),)

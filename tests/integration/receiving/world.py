"""A receiving side whose handlers and channel are plain lists; all the rest is the real thing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import select

from bot.inbox_worker import InboxWorker
from bot.telegram.callback_answers import CallbackAnswers
from bot.telegram.menu import CommandMenus
from bot.telegram.raw_update import chat_id_of
from bot.telegram.shows import Shows
from bot.update_handling import UpdateHandling
from handlers.show import Show
from services.access.service import AccessService
from services.clock import Clock
from services.database import Database
from services.inbox.bots import BotRegistry
from services.inbox.facts import ChatKey, NewUpdate
from services.inbox.service import InboxService
from services.keys import Keys
from services.models import Account, InboxState, InboxUpdate
from services.outbox.ports import Accepted, SendOutcome
from services.outbox.reachability import ReachabilityService
from services.outgoing import OutgoingMessage

__all__ = ["FakeChannel", "FakePace", "World", "message", "press"]


class FakeChannel:
    """A channel that takes everything, or what ``outcomes`` says, in this order."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int, str]] = []
        self._changed = asyncio.Event()
        self.outcomes: list[SendOutcome] = []
        self.on_show: Callable[[], Awaitable[None]] | None = None

    def parts(self, message: OutgoingMessage) -> tuple[OutgoingMessage, ...]:
        """Cut at blank lines."""
        return tuple(replace(message, text=text) for text in message.text.split("\n\n"))

    async def send(
        self, *, chat_id: int, message: OutgoingMessage, is_plain: bool = False
    ) -> SendOutcome:
        """Note a message."""
        return await self._note("plain" if is_plain else "say", chat_id, message.text)

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Note an edit."""
        return await self._note(f"edit {message_id}", chat_id, message.text)

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Note a deletion."""
        return await self._note(f"delete {message_id}", chat_id, "")

    async def answer(self, query_id: str, text: str, is_alert: bool) -> None:  # noqa: FBT001
        """Note the answer to a press."""
        self.shown.append((f"{'alert' if is_alert else 'answer'} {query_id}", 0, text))

    async def until_shown(self, count: int) -> None:
        """Return when so much has been shown."""
        while len(self.shown) < count:
            self._changed.clear()
            await self._changed.wait()

    async def _note(self, what: str, chat_id: int, text: str) -> SendOutcome:
        if self.on_show is not None:
            await self.on_show()
        self.shown.append((what, chat_id, text))
        self._changed.set()
        return self.outcomes.pop(0) if self.outcomes else Accepted(1)


class FakePace:
    """A pace that lets everything go at once."""

    def __init__(self) -> None:
        self.refusals: list[float] = []
        self.has_slots = True

    async def slot(self, *, priority: int, chat_id: int | None, patience_seconds: float) -> bool:
        """Give leave."""
        del priority, chat_id, patience_seconds
        return self.has_slots

    def refused(self, *, chat_id: int, retry_after: float) -> None:
        """Note a 429."""
        del chat_id
        self.refusals.append(retry_after)


class World:
    """The receiving side of one process; *handler* answers payloads."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handler: Callable[[Mapping[str, Any]], Awaitable[tuple[Show, ...]]],
        *,
        bot_id: int,
        is_alone: bool,
    ) -> None:
        self.bot_id = bot_id
        self.waits: list[float] = []
        self.menus: list[TelegramMethod[Any]] = []
        self.channel, self.pace = FakeChannel(), FakePace()
        self.answers = CallbackAnswers(self.channel.answer, monotonic=lambda: 0.0)
        self.shows = Shows(self.channel, self.pace, self.answers, pause=self._pause)
        self.inbox = InboxService(database, clock, Keys("a secret of thirty-two characters!!"))
        self._database, self._clock = database, clock
        self.handling = UpdateHandling(
            database=database,
            inbox=self.inbox,
            access=AccessService(database, clock),
            reachability=ReachabilityService(database, clock),
            feed=handler,
            shows=self.shows,
            menus=CommandMenus(self._set_menu),
        )
        self.worker = InboxWorker(
            inbox=self.inbox,
            handlings={bot_id: self.handling},
            is_alone=is_alone,
            pause=self._pause,
        )

    @classmethod
    async def make(
        cls,
        database: Database,
        clock: Clock,
        handler: Callable[[Mapping[str, Any]], Awaitable[tuple[Show, ...]]],
        *,
        telegram_bot_id: int = 4242,
        is_alone: bool = True,
    ) -> "World":
        """Return the receiving side of a new process on *database*."""
        bot_id = await BotRegistry(database).register(telegram_bot_id=telegram_bot_id)
        return cls(database, clock, handler, bot_id=bot_id, is_alone=is_alone)

    async def receive(self, *payloads: dict[str, Any]) -> None:
        """Let updates come in."""
        await self.inbox.accept(
            [
                NewUpdate(ChatKey(self.bot_id, chat_id_of(one)), one["update_id"], one)
                for one in payloads
            ]
        )

    async def handle(self, chat_id: int) -> float | None:
        """Handle the next update of a chat."""
        return await self.handling.handle_next(ChatKey(self.bot_id, chat_id))

    async def waiting_chats(self) -> list[ChatKey]:
        """Return the chats of this process's bot with something to handle."""
        return await self.inbox.waiting_chats(bot_ids=[self.bot_id], limit=10)

    async def run_until_shown(self, count: int) -> None:
        """Let the worker run until so much has been shown."""
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(self.worker.run())
            await self.channel.until_shown(count)
            self.worker.stop()

    async def add_account(self, user_id: int, *, language: str = "ru") -> None:
        """Make a person known."""
        async with self._database.transaction() as session:
            session.add(
                Account(
                    bot_id=self.bot_id,
                    telegram_user_id=user_id,
                    chat_id=user_id,
                    language=language,
                    created_at=self._clock.now(),
                )
            )

    async def accounts(self) -> list[int]:
        """Return who is known."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(Account.telegram_user_id)))

    async def states(self) -> list[InboxState]:
        """Return the states of all updates, oldest first."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(InboxUpdate.state).order_by(InboxUpdate.id)))

    async def _set_menu(self, method: TelegramMethod[Any]) -> None:
        self.menus.append(method)

    async def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)


def message(update_id: int, text: str = "hello", *, user_id: int = 7) -> dict[str, Any]:
    """Return an update with a private message."""
    person = {"id": user_id, "is_bot": False, "first_name": "О", "language_code": "ru"}
    chat = {"id": user_id, "type": "private"}
    body = {"message_id": 50 + update_id, "date": 1, "chat": chat, "from": person, "text": text}
    return {"update_id": update_id, "message": body}


def press(update_id: int, data: str = "menu", *, user_id: int = 7) -> dict[str, Any]:
    """Return an update with a press under message 40."""
    person = {"id": user_id, "is_bot": False, "first_name": "О", "language_code": "ru"}
    chat = {"id": user_id, "type": "private"}
    under = {"message_id": 40, "date": 1, "chat": chat, "text": "a screen"}
    query = {
        "id": f"q{update_id}", "from": person, "message": under, "chat_instance": "1", "data": data
    }  # fmt: skip
    return {"update_id": update_id, "callback_query": query}

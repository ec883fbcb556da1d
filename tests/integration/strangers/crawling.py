"""Somebody who tries everything: every command and every button, theirs or another's.

Nothing they do is kept: each update is handled in full and then rolled back, so that pressing what
destroys or saves changes nothing for the next press.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.fsm.storage.memory import MemoryStorage

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from bot.services import build_services
from handlers import build_router
from handlers.show import Edit, Say, Show, Toast
from services.outgoing import OutgoingMessage
from tests.fakes import FakeFiles
from tests.integration.joining.joining_world import KEYS, JoiningWorld

__all__ = ["COMMANDS", "Crawler", "Seen"]

_OF_A_KIND = 2
_TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
COMMANDS = (
    *("start", "menu", "help", "language", "settings", "privacy"),
    *("diary", "marks", "homework", "timetable", "absences", "finals", "debts", "forecast"),
    *("summary", "message", "calendar", "absence"),
    *("today", "mark", "absent", "topic", "hw", "journal", "final", "control_work", "undo"),
    *("broadcast", "class", "reasons", "unread", "report", "paper", "invite"),
    *("change", "control", "people", "import", "status"),
)


class _TakenBackError(Exception):
    """Ends a unit of work that must leave nothing."""


@dataclass(slots=True)
class Seen:
    """Everything a person was shown, and the data of every button under it."""

    texts: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)  # those of them that Telegram reads as HTML
    buttons: list[str] = field(default_factory=list)

    def take(self, shows: Iterable[Show]) -> None:
        """Add what was shown."""
        for show in shows:
            match show:
                case Say(message) | Edit(message):
                    self._take(message)
                case Toast(text) if text:
                    self.texts.append(text)
                case _:
                    continue

    def _take(self, message: OutgoingMessage) -> None:
        self.texts.append(message.text)
        self.messages.append(message.text)
        for button in itertools.chain.from_iterable(message.buttons):
            self.texts.append(button.caption)
            if button.data and button.data not in self.buttons:
                self.buttons.append(button.data)

    @property
    def sample(self) -> list[str]:
        """A few buttons of every kind: the days of a diary are all alike."""
        kinds = Counter[str]()
        found = []
        for data in self.buttons:
            kind = ":".join(part for part in data.split(":") if not part.isdigit())
            kinds[kind] += 1
            if kinds[kind] <= _OF_A_KIND:
                found.append(data)
        return found

    def naming(self, words: Iterable[str]) -> list[str]:
        """Return the texts in which one of some words stands."""
        wanted = tuple(words)
        return [text for text in self.texts if any(word in text for word in wanted)]


class Crawler:
    """Takes updates to the real routes and services, and takes back what they did."""

    def __init__(self, world: JoiningWorld) -> None:
        """Route to services on the world's database."""
        self._world = world
        self._update_ids = itertools.count(1)
        services = build_services(
            world.database,
            keys=KEYS,
            clock=world.clock,
            public_url="https://school.example",
            files=FakeFiles(),
        )
        dispatcher = build_dispatcher(
            access=services.access,
            clock=world.clock,
            bot_id=world.bot_id,
            storage=MemoryStorage(),
            router=build_router(),
            services=services.by_name(),
        )
        self._feed = Feed(dispatcher, Bot(_TOKEN))

    async def crawl(self, user_id: int, *, most: int = 80) -> Seen:
        """Send every command and press every button that comes up, breadth first."""
        seen = Seen()
        for command in COMMANDS:
            await self.command(user_id, command, seen)
        pressed: set[str] = set()
        while len(pressed) < most:
            data = next((one for one in seen.sample if one not in pressed), None)
            if data is None:
                break
            pressed.add(data)
            await self.press(user_id, data, seen)
        return seen

    async def press_all(self, user_id: int, buttons: Iterable[str]) -> Seen:
        """Press buttons that were shown to somebody else, or before."""
        seen = Seen()
        for data in buttons:
            await self.press(user_id, data, seen)
        return seen

    async def command(self, user_id: int, command: str, seen: Seen) -> None:
        """Type a command."""
        text = f"/{command}"
        content: dict[str, Any] = {
            "message_id": 1,
            "date": 1_700_000_000,
            "chat": _chat(user_id),
            "from": _user(user_id),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        }
        seen.take(await self._update(message=content))

    async def press(self, user_id: int, data: str, seen: Seen) -> None:
        """Press a button."""
        content: dict[str, Any] = {
            "id": "1",
            "from": _user(user_id),
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 2,
                "date": 1_700_000_000,
                "chat": _chat(user_id),
                "text": "x",
            },
        }
        seen.take(await self._update(callback_query=content))

    async def _update(self, **content: Any) -> Sequence[Show]:
        payload = {"update_id": next(self._update_ids), **content}
        shows: Sequence[Show] = ()
        try:
            async with self._world.database.unit_of_work():
                shows = await self._feed(payload)
                raise _TakenBackError
        except _TakenBackError:
            return shows
        except Refused as refused:
            return (Say(refused.message),)


def _chat(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "type": "private", "first_name": "X"}


def _user(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "X", "language_code": "ru"}

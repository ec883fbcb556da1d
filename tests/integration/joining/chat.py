"""A person at a telephone: real routes, middlewares and services; only Telegram is left out."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.fsm.storage.memory import MemoryStorage

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from handlers import build_router
from handlers.show import Delete, Edit, Say, Show, Toast
from services.exchange.desk import ImportDesk
from services.exchange.links import ImportLinks
from services.exchange.sent import SentWorkbooks
from services.joining.corrections import CorrectionDesk
from services.joining.status import StatusService
from services.outbox.wishes import WishService
from services.outgoing import ContactRequest, OutgoingMessage
from services.preferences.service import PreferencesService
from services.preparation import NotPrepared, preparing
from services.privacy.acts import Acts
from services.privacy.office import PrivacyOffice
from tests.fakes import FakeFiles
from tests.integration.joining.joining_world import KEYS, JoiningWorld

__all__ = ["Chat", "Line"]

_TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class Line:
    """The way updates take into the program, shared by the chats of a test."""

    def __init__(self, world: JoiningWorld) -> None:
        """Route updates to the world's services."""
        self._world = world
        self._update_ids = itertools.count(1)
        self.files = FakeFiles()
        dispatcher = build_dispatcher(
            access=world.access,
            clock=world.clock,
            bot_id=world.bot_id,
            storage=MemoryStorage(),
            router=build_router(),
            services={
                "access": world.access,
                "briefings": world.briefings,
                "joining": world.joining,
                "privacy": world.privacy,
                "invitations": world.invitations,
                "people": world.people,
                "access_desk": world.access_desk,
                "contacts": world.joining.contacts,
                "corrections": CorrectionDesk(world.database),
                "status": StatusService(world.database, version="1.2.3"),
                "preferences": PreferencesService(world.database),
                "wishes": WishService(world.database),
                "privacy_office": PrivacyOffice(world.database, world.clock),
                "acts": Acts(world.database),
                "import_desk": ImportDesk(world.database, world.clock, KEYS),
                "import_links": ImportLinks(
                    world.database, world.clock, KEYS, public_url="https://school.example"
                ),
                "workbooks": SentWorkbooks(self.files),
            },
        )
        self._feed = Feed(dispatcher, Bot(_TOKEN))

    def chat(self, user_id: int, *, language: str = "en") -> "Chat":
        """Give a person a private chat with the bot."""
        return Chat(self, user_id, language)

    async def update(self, **content: Any) -> Sequence[Show]:
        """Handle one update as the program does: a unit of work, or nothing of it."""
        payload = {"update_id": next(self._update_ids), **content}
        with preparing() as ready:
            while True:
                try:
                    async with self._world.database.unit_of_work():
                        return await self._feed(payload)
                except NotPrepared as wanted:
                    await ready.get(wanted)
                except Refused as refused:
                    return (Say(refused.message),)


@dataclass(slots=True)
class Chat:
    """One person's private chat; ``messages`` is everything they were ever shown."""

    line: Line
    user_id: int
    language: str
    messages: list[OutgoingMessage] = field(default_factory=list)
    deleted: int = 0  # messages of theirs that were taken out of the chat

    async def send(self, text: str) -> "Chat":
        """Type a message."""
        return await self._message(text=text, entities=self._command(text))

    async def send_file(self, name: str, content: bytes, caption: str = "") -> "Chat":
        """Send a document; the channel keeps it."""
        file_id = f"file{len(self.line.files.contents)}"
        self.line.files.contents[file_id] = content
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content),
        }
        entities = self._command(caption)
        return await self._message(
            document=document, caption=caption or None, caption_entities=entities
        )

    async def share_contact(
        self, phone: str, *, owner_id: int | None = None, is_forwarded: bool = False
    ) -> "Chat":
        """Send a contact card, by default one's own."""
        origin = {
            "type": "user",
            "date": 1_700_000_000,
            "sender_user": {"id": 1, "is_bot": False, "first_name": "X"},
        }
        contact = {
            "phone_number": phone,
            "first_name": "X",
            "user_id": owner_id or self.user_id,
        }
        extra = {"forward_origin": origin} if is_forwarded else {}
        return await self._message(contact=contact, **extra)

    async def press(self, caption: str, *, skip: int = 0) -> "Chat":
        """Press the newest button whose caption begins so; *skip* newer ones on the way back."""
        found = [
            button
            for message in reversed(self.messages)
            for row in message.buttons
            for button in row
            if button.data and button.caption.startswith(caption)
        ]
        await self.press_data(found[skip].data)
        return self

    @property
    def last(self) -> OutgoingMessage:
        """The newest message."""
        return self.messages[-1]

    @property
    def captions(self) -> list[str]:
        """The buttons of the newest message."""
        return [button.caption for row in self.last.buttons for button in row]

    @property
    def contact_button(self) -> str:
        """The caption of the contact button the newest message brings, if it brings one."""
        keyboard = self.last.keyboard
        return keyboard.caption if isinstance(keyboard, ContactRequest) else ""

    @property
    def texts(self) -> str:
        """Everything this person ever read, buttons included."""
        return "\n".join(
            "\n".join([one.text, *(button.caption for row in one.buttons for button in row)])
            for one in self.messages
        )

    async def _message(self, **content: Any) -> "Chat":
        shows = await self.line.update(
            message={
                "message_id": 1,
                "date": 1_700_000_000,
                "chat": self._chat(),
                "from": self._user(),
                **content,
            }
        )
        return self._show(shows)

    async def press_data(self, data: str) -> None:
        """Press a button that somebody else was shown."""
        shows = await self.line.update(
            callback_query={
                "id": "1",
                "from": self._user(),
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": 2,
                    "date": 1_700_000_000,
                    "chat": self._chat(),
                    "text": "x",
                },
            }
        )
        self._show(shows)

    def _show(self, shows: Sequence[Show]) -> "Chat":
        for show in shows:
            match show:
                case Say(message) | Edit(message):
                    self.messages.append(message)
                case Toast(text):
                    if text:
                        self.messages.append(OutgoingMessage(text))
                case Delete():
                    self.deleted += 1
                case _:
                    raise TypeError(show)
        return self

    def _chat(self) -> dict[str, Any]:
        return {"id": self.user_id, "type": "private", "first_name": "X"}

    def _user(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": "X",
            "language_code": self.language,
        }

    @staticmethod
    def _command(text: str) -> list[dict[str, Any]]:
        if not text.startswith("/"):
            return []
        return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]

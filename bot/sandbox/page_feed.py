"""What the page is told: persons, messages and answers as JSON, and changes as they happen."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.model import Message, StoredFile
from bot.sandbox.person import SandboxUser
from bot.sandbox.screen import Button, snapshot

__all__ = ["ClockMoves", "Jump", "PageFeed", "Persona", "Slip", "StoryGuide"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Persona:
    """A column of the page: whose telephone it is, and what may be tried with it."""

    user: SandboxUser
    title: str
    subtitle: str = ""
    note: str = ""
    part: str = ""  # what the page may call this column by, whoever plays it


@dataclass(frozen=True, slots=True)
class Slip:
    """An invitation to click instead of scanning: for one persona, or for anybody."""

    label: str
    code: str
    persona: SandboxUser | None = None

    def as_json(self) -> Json:
        """Return what the page shows of it."""
        owner = None if self.persona is None else self.persona.user_id
        return {"label": self.label, "code": self.code, "persona": owner}


@dataclass(frozen=True, slots=True)
class Jump:
    """A moment the sandbox's clock can go to; the page has the words for its *key*."""

    key: str
    at: datetime

    def as_json(self) -> Json:
        """Return what the page shows of it."""
        return {"key": self.key, "at": _milliseconds(self.at.timestamp())}


class ClockMoves(Protocol):
    """What the buttons beside the clock do."""

    def jumps(self) -> Sequence[Jump]:
        """Return where the clock can go now."""
        ...

    async def go(self, key: str) -> None:
        """Let time pass until that moment.

        Raises:
            CannotDo: there is no such moment now.
            StillBusy: what is due on the way takes too long; the clock has stopped there.
        """
        ...


class StoryGuide(Protocol):
    """A story told beside the chats."""

    def state(self) -> Json:
        """Return where it is: the page's words and what is done."""
        ...

    async def act(self, name: str) -> None:
        """Do what one of its buttons says.

        Raises:
            CannotDo: there is no such button, or it does not work now.
        """
        ...


class PageFeed:
    """Turns changes of a Telegram into events for every open page."""

    def __init__(
        self,
        telegram: Telegram,
        *,
        personas: Sequence[Persona],
        slips: Callable[[], Sequence[Slip]],
        zone: str,
        clock_moves: ClockMoves | None,
        guide: StoryGuide | None = None,
    ) -> None:
        """Show *personas* in this order; *slips* is asked again whenever the page looks."""
        self._telegram = telegram
        self._slips = slips
        self._zone = zone
        self._clock_moves = clock_moves
        self._guide = guide
        self._told_story: Json | None = None
        self._pages: set[asyncio.Queue[Json | None]] = set()
        self.personas = {persona.user.user_id: persona for persona in personas}
        self._stop_listening = telegram.changes.listen(self._notice)

    def open(self) -> asyncio.Queue[Json | None]:
        """Return the events of a page that was just opened, beginning with everything."""
        page: asyncio.Queue[Json | None] = asyncio.Queue()
        page.put_nowait(self.state())
        self._pages.add(page)
        return page

    def leave(self, page: asyncio.Queue[Json | None]) -> None:
        """Stop telling a page that was closed."""
        self._pages.discard(page)

    def close(self) -> None:
        """Say good-bye to all pages."""
        self._stop_listening()
        for page in self._pages:
            page.put_nowait(None)

    def state(self) -> Json:
        """Return everything a page shows."""
        return {
            **self.tick(),
            "type": "state",
            "bot": {
                "name": self._telegram.bot.first_name,
                "username": self._telegram.bot.username,
            },
            "personas": [
                {**self._persona(persona), "messages": self._messages(persona)}
                for persona in self.personas.values()
            ],
        }

    def tick(self) -> Json:
        """Return the time, where it can go, and the invitations that are still good."""
        moves = self._clock_moves
        return {
            "type": "tick",
            **self._time(),
            "slips": [slip.as_json() for slip in self._slips()],
            "story": None if self._guide is None else self._guide.state(),
            "jumps": [jump.as_json() for jump in moves.jumps()] if moves is not None else [],
        }

    def _notice(self, change: Change) -> None:
        self._tell_change(change)
        story = None if self._guide is None or not self._pages else self._guide.state()
        if story != self._told_story:
            self._told_story = story
            self._tell(self.tick())

    def _tell_change(self, change: Change) -> None:
        if not self._pages or change.chat_id not in self.personas:
            if change.kind == "commands":
                for persona in self.personas.values():
                    self._tell({"type": "persona", "persona": self._persona(persona)})
            return
        persona = self.personas[change.chat_id]
        who = change.chat_id
        match change.kind:
            case "message" | "edited":
                message = self._telegram.chats[who].messages.get(change.message_id or 0)
                if message is not None:
                    shown = self._message(message)
                    event = {"type": "message", "persona": who, "message": shown}
                    self._tell({**event, "is_new": change.kind == "message"})
            case "deleted":
                self._tell({"type": "deleted", "persona": who, "message_id": change.message_id})
            case "answered":
                press = self._telegram.presses[change.query_id or ""]
                self._tell(
                    {
                        "type": "answer",
                        "persona": who,
                        "query_id": press.query_id,
                        "text": press.answer_text,
                        "is_alert": press.is_alert,
                    }
                )
            case "action":
                self._tell({"type": "action", "persona": who})
        if change.kind in {"message", "membership", "person"}:
            self._tell({"type": "persona", "persona": self._persona(persona)})

    def _tell(self, event: Json) -> None:
        # Whoever moved the clock: while much happens there is no quiet moment for a tick.
        timed = {**event, **self._time()}
        for page in self._pages:
            page.put_nowait(timed)

    def _time(self) -> Json:
        now = _milliseconds(self._telegram.clock.now().timestamp())
        return {"now": now, "zone": self._zone}

    def _persona(self, persona: Persona) -> Json:
        user = persona.user
        chat = self._telegram.chats[user.user_id]
        return {
            "id": user.user_id,
            "part": persona.part,
            "title": persona.title,
            "subtitle": persona.subtitle,
            "note": persona.note,
            "phone": user.account.phone,
            "is_started": chat.is_started,
            "is_blocked": user.has_blocked,
            "is_deactivated": user.account.is_deactivated,
            "description": self._description(user.account.language_code),
            "keyboard": _keyboard(chat.keyboard),
            "commands": [
                {"name": command.name, "description": command.description}
                for command in user.commands
            ],
        }

    def _description(self, language: str | None) -> str:
        texts = self._telegram.profile.texts
        return texts.get(("description", language or "")) or texts.get(("description", ""), "")

    def _messages(self, persona: Persona) -> list[Json]:
        chat = self._telegram.chats[persona.user.user_id]
        return [self._message(message) for message in chat.messages.values()]

    def _message(self, message: Message) -> Json:
        shown = snapshot(message)
        forwarded = message.forwarded_from
        return {
            "id": shown.message_id,
            "is_out": not shown.from_bot,
            "text": shown.text,
            "entities": shown.entities,
            "rich": None if message.rich is None else message.rich.blocks,
            "rows": [
                [_button(button, row, column) for column, button in enumerate(buttons)]
                for row, buttons in enumerate(shown.buttons)
            ],
            "rich_rows": 0 if message.rich is None else len(message.rich.button_rows),
            "reply_to": shown.reply_to,
            "at": _milliseconds(shown.date.timestamp()),
            "edited_at": None
            if message.edited_at is None
            else _milliseconds(message.edited_at.timestamp()),
            "is_silent": shown.silent,
            "is_protected": shown.protected,
            "forwarded_from": None if forwarded is None else forwarded.full_name,
            "reaction": shown.reaction,
            "document": _file(shown.document),
            "photo": _file(shown.photo),
            "contact": None
            if shown.contact is None
            else {"name": shown.contact.first_name, "phone": shown.contact.phone_number},
        }


def _milliseconds(timestamp: float) -> int:
    return int(timestamp * 1000)


def _button(button: Button, row: int, column: int) -> Json:
    return {
        "caption": button.caption,
        "kind": button.kind,
        "url": button.url,
        "copied": button.copied,
        "style": button.style,
        "row": row,
        "column": column,
    }


def _file(file: StoredFile | None) -> Json | None:
    if file is None:
        return None
    width, height = file.size or (0, 0)
    return {
        "id": file.file_id,
        "name": file.name,
        "bytes": len(file.content),
        "width": width,
        "height": height,
    }


def _keyboard(markup: Json | None) -> Json | None:
    if markup is None:
        return None
    return {
        "placeholder": markup.get("input_field_placeholder"),
        "rows": [
            [
                {"caption": button, "is_contact": False}
                if isinstance(button, str)
                else {
                    "caption": button["text"],
                    "is_contact": bool(button.get("request_contact")),
                }
                for button in row
            ]
            for row in markup["keyboard"]
        ],
    }

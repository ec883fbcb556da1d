"""A Telegram of several bots that also brings updates: fetched, or posted to any live process.

Every update has one chat, and a chat sends its next one only after the answer to the last; so it
is known how long each answer took, and which updates have none.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.benchmarks.strict_telegram import StrictTelegram, response

__all__ = ["Chat", "DistrictTelegram"]

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # the name, not the secret
_BEFORE_NEXT_PROCESS_SECONDS = 0.1
_FETCHED_AT_ONCE = 100
_PRESSED_AT_ONCE = 1.2  # a chat gets a message a second; who writes faster waits by themselves


@dataclass(slots=True)
class Chat:
    """One person with one bot: what is asked, and what stands on the screen."""

    chat_id: int
    token: str
    asked_at: float | None = None
    answered_at: float = 0.0
    buttons: list[tuple[str, str]] = field(default_factory=list)  # caption, data
    waits: list[float] = field(default_factory=list)
    answers: int = 0  # to the last question

    def is_idle(self, now: float) -> bool:
        """Whether nothing is being answered, and the next answer has not to wait for the last."""
        return self.asked_at is None and now - self.answered_at > _PRESSED_AT_ONCE


class DistrictTelegram(StrictTelegram):
    """Takes messages as strictly as ever, and hands updates to the bots' processes."""

    def __init__(self, *, per_second: int, latency: float, secret: str) -> None:
        """Post with *secret*, where a bot has set a webhook."""
        super().__init__(per_second=per_second, latency=latency)
        self.chats: dict[int, Chat] = {}
        self.hooks: list[str] = []  # addresses of the processes, as behind nginx
        self._secret = secret
        self._pending: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._arrived: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._polls: defaultdict[str, int] = defaultdict(int)
        self._numbers = 0
        self._turn = 0
        self._posts: set[asyncio.Task[None]] = set()
        self.sent = 0
        self.posted_again = 0
        self.double_polls = 0
        self.more_answers = 0
        self.astray = 0  # by a bot that nobody there has written to

    @property
    def unanswered(self) -> list[Chat]:
        """The chats that wait for an answer."""
        return [chat for chat in self.chats.values() if chat.asked_at is not None]

    def ask(self, chat: Chat, client: aiohttp.ClientSession | None, **body: Any) -> None:
        """Let a chat write ``text`` or press ``data``; without *client* it waits to be fetched."""
        self._numbers += 1
        self.sent += 1
        chat.asked_at, chat.answers = time.monotonic(), 0
        update = _update(self._numbers, chat.chat_id, **body)
        if client is None:
            self._pending[chat.token].append(update)
            self._arrived[chat.token].set()
        else:
            self._begin(self._post(client, chat.token, update))

    def respond(self, path: bytes, fields: dict[str, str], write: Callable[[bytes], None]) -> None:
        """Answer as the base does; remember screens, and hold ``getUpdates`` open."""
        _, bot, method = path.decode().split("/")[:3]
        token = bot.removeprefix("bot")
        if method == "getUpdates":
            self._begin(self._fetched(token, fields, write))
            return
        if method == "getMe":
            number = token.partition(":")[0]
            me = {"id": int(number), "is_bot": True, "first_name": "b", "username": f"bot{number}"}
            write(response(200, json.dumps({"ok": True, "result": me}).encode()))
            return
        if method == "getWebhookInfo":
            info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            write(response(200, json.dumps({"ok": True, "result": info}).encode()))
            return
        refused = self.refused
        super().respond(path, fields, write)
        if ("text" in fields or "caption" in fields) and refused == self.refused:
            self._shown(token, fields)

    def _shown(self, token: str, fields: dict[str, str]) -> None:
        chat = self.chats.get(int(fields["chat_id"]))
        if chat is None or chat.token != token:
            self.astray += 1
            return
        chat.answers += 1
        if chat.asked_at is None:
            self.more_answers += 1
            return
        now = time.monotonic()
        chat.waits.append(now - chat.asked_at)
        chat.asked_at, chat.answered_at = None, now
        rows = json.loads(fields.get("reply_markup", "{}")).get("inline_keyboard", [])
        chat.buttons = [
            (one["text"], one["callback_data"])
            for row in rows
            for one in row
            if "callback_data" in one
        ]

    async def _fetched(
        self, token: str, fields: dict[str, str], write: Callable[[bytes], None]
    ) -> None:
        self._polls[token] += 1
        self.double_polls += self._polls[token] > 1
        pending, arrived = self._pending[token], self._arrived[token]
        offset = int(fields.get("offset", 0))
        pending[:] = [one for one in pending if one["update_id"] >= offset]
        if not pending:
            arrived.clear()
            try:
                async with asyncio.timeout(float(fields.get("timeout", 0))):
                    await arrived.wait()
            except TimeoutError:
                pass
        self._polls[token] -= 1
        body = {"ok": True, "result": pending[:_FETCHED_AT_ONCE]}
        write(response(200, json.dumps(body).encode()))

    async def _post(self, client: aiohttp.ClientSession, token: str, update: Any) -> None:
        """Bring an update to one process, to the next one while it is not answered 200."""
        bot_id = token.partition(":")[0]
        while True:
            self._turn += 1
            address = self.hooks[self._turn % len(self.hooks)]
            try:
                async with client.post(
                    f"{address}/tg/{bot_id}", json=update, headers={_SECRET_HEADER: self._secret}
                ) as answer:
                    if answer.ok:
                        return
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            self.posted_again += 1
            await asyncio.sleep(_BEFORE_NEXT_PROCESS_SECONDS)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)  # noqa: TID251  # ends with its bench
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    def waits(self) -> Sequence[float]:
        """Return how long every answer took, the shortest first."""
        return sorted(wait for chat in self.chats.values() for wait in chat.waits)


def _update(number: int, chat_id: int, *, text: str = "", data: str = "") -> dict[str, Any]:
    who = {"id": chat_id, "is_bot": False, "first_name": "О", "language_code": "ru"}
    message: dict[str, Any] = {
        "message_id": number,
        "date": 1_795_600_000,
        "chat": {"id": chat_id, "type": "private", "first_name": "О"},
        "text": text or "screen",
    }
    if data:
        query = {"id": str(number), "from": who, "chat_instance": "1", "data": data}
        return {"update_id": number, "callback_query": query | {"message": message}}
    message["from"] = who
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {"update_id": number, "message": message}

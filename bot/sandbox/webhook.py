"""Pushes updates to the bot's webhook: one at a time for each chat, again until it says 2xx."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.updates import PendingUpdate, Webhook

__all__ = ["WebhookPusher"]

LONGEST_PAUSE_SECONDS = 60.0
LONGEST_RETRY_AFTER_SECONDS = 3600
_PATIENCE = ClientTimeout(total=60)

# Telegram keeps one line for each chat and kind of update; lines do not wait for each other.
Line = tuple[int, str]


class WebhookPusher:
    """One worker for each line that has something to push."""

    def __init__(
        self,
        telegram: Telegram,
        *,
        first_pause_seconds: float = 1.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Push for *telegram*; pauses after a bad answer begin small and double."""
        self._telegram = telegram
        self._first_pause = first_pause_seconds
        self._sleep = sleep
        self._wake = asyncio.Event()
        self._busy: set[Line] = set()
        self._slots: tuple[Webhook, asyncio.Semaphore] | None = None

    async def run(self) -> None:
        """Push whatever comes, until cancelled."""
        stop_listening = self._telegram.changes.listen(self._notice)
        try:
            async with ClientSession(timeout=_PATIENCE) as session, asyncio.TaskGroup() as workers:
                while True:
                    self._wake.clear()
                    for line in self._waiting_lines():
                        self._busy.add(line)
                        workers.create_task(self._work(line, session))
                    await self._wake.wait()
        finally:
            stop_listening()

    def _notice(self, change: Change) -> None:
        if change.kind in {"update", "webhook"}:
            self._wake.set()

    def _waiting_lines(self) -> set[Line]:
        if self._telegram.updates.webhook is None:
            return set()
        return {_line(update) for update in self._telegram.updates.waiting()} - self._busy

    async def _work(self, line: Line, session: ClientSession) -> None:
        updates = self._telegram.updates
        pause = self._first_pause
        try:
            while (webhook := updates.webhook) is not None:
                update = next((each for each in updates.waiting() if _line(each) == line), None)
                if update is None:
                    return
                refused_for = await self._push(webhook, update, session)
                if refused_for is None:
                    updates.remove(update.update_id)
                    pause = self._first_pause
                else:
                    await self._sleep(refused_for or pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            self._busy.discard(line)

    async def _push(
        self, webhook: Webhook, update: PendingUpdate, session: ClientSession
    ) -> float | None:
        """Return None after a 2xx, else the seconds the bot asked for (0 when it did not)."""
        headers = {}
        if webhook.secret_token is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        try:
            async with (
                self._slot(webhook),
                session.post(webhook.url, json=update.as_json(), headers=headers) as response,
            ):
                if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
                    return None
                self._complain(
                    f"Wrong response from the webhook: {response.status} {response.reason}"
                )
                asked = response.headers.get("Retry-After", "")
                return (
                    float(min(int(asked), LONGEST_RETRY_AFTER_SECONDS)) if asked.isdigit() else 0
                )
        except (ClientError, TimeoutError) as error:
            self._complain(f"Connection failed: {type(error).__name__}")
            return 0

    def _slot(self, webhook: Webhook) -> asyncio.Semaphore:
        if self._slots is None or self._slots[0] is not webhook:
            self._slots = (webhook, asyncio.Semaphore(webhook.max_connections))
        return self._slots[1]

    def _complain(self, words: str) -> None:
        self._telegram.updates.last_error = (self._telegram.clock.now(), words)


def _line(update: PendingUpdate) -> Line:
    return update.chat_id, update.kind

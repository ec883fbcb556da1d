"""The bot's queue of updates, with the rules of getUpdates: offsets, one receiver, 24 hours."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.changes import Change, Changes
from bot.sandbox.errors import TelegramRefusal, conflict
from services.clock import Clock

__all__ = ["KEPT_FOR", "PendingUpdate", "UpdateQueue", "Webhook"]

# Telegram keeps an update for a day, whoever comes or does not come for it.
KEPT_FOR = timedelta(hours=24)
LONGEST_POLL_SECONDS = 50
LARGEST_BATCH = 100
# These kinds come only to a bot that names them.
_BY_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    """An update that waits to be fetched or pushed."""

    update_id: int
    kind: str
    chat_id: int
    payload: dict[str, Any]
    created_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the Update as it goes over the wire."""
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are pushed to instead of being fetched."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40


class UpdateQueue:
    """Updates in the order they happened, until somebody confirms them or a day has passed."""

    def __init__(self, *, clock: Clock, changes: Changes, first_update_id: int = 100_001) -> None:
        """Begin empty; ids go up by one from *first_update_id*."""
        self._clock = clock
        self._changes = changes
        self._next_id = first_update_id
        self._waiting: dict[int, PendingUpdate] = {}
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[None] | None = None
        self.webhook: Webhook | None = None
        self.last_error: tuple[datetime, str] | None = None

    @property
    def next_id(self) -> int:
        """The id of the update that comes next."""
        return self._next_id

    def go_on_from(self, update_id: int) -> None:
        """Give the next update this id: the bot knows those before it."""
        self._next_id = update_id

    def put(self, *, kind: str, chat_id: int, payload: dict[str, Any]) -> None:
        """Add an update, unless the bot did not ask for its kind."""
        if not self._is_allowed(kind):
            return
        update = PendingUpdate(self._next_id, kind, chat_id, payload, self._clock.now())
        self._waiting[update.update_id] = update
        self._next_id += 1
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._changes.publish(Change("update", chat_id=chat_id))

    def waiting(self) -> list[PendingUpdate]:
        """Return what nobody has confirmed yet, oldest first; day-old updates are gone."""
        oldest = self._clock.now() - KEPT_FOR
        for update in list(self._waiting.values()):
            if update.created_at <= oldest:
                del self._waiting[update.update_id]
        return list(self._waiting.values())

    def remove(self, update_id: int) -> None:
        """Forget a pushed update after a good answer."""
        self._waiting.pop(update_id, None)
        self._changes.publish(Change("confirmed"))

    def clear(self) -> None:
        """Forget everything that waits (drop_pending_updates)."""
        self._waiting.clear()

    @property
    def allowed_kinds(self) -> list[str] | None:
        """The kinds the bot named, or None for the usual ones."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember the wanted kinds; None keeps the last choice, none at all means the usual.

        As with Telegram this concerns future updates, not those that already wait.
        """
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    async def fetch(
        self,
        *,
        offset: int = 0,
        limit: int = LARGEST_BATCH,
        timeout_seconds: float = 0,
        allowed: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Return waiting updates, waiting for one up to *timeout_seconds* when there is none.

        A positive *offset* confirms every update before it; a negative one keeps that many from
        the end and forgets the others.

        Raises:
            TelegramRefusal: 409 while a webhook is set, or when another receiver comes.
        """
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self.interrupt(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        )
        self.allow(allowed)
        self._confirm(offset)
        limit = min(max(limit, 1), LARGEST_BATCH)
        timeout_seconds = min(max(timeout_seconds, 0), LONGEST_POLL_SECONDS)
        if not self.waiting() and timeout_seconds > 0:
            await self._wait(timeout_seconds)
        return [update.as_json() for update in self.waiting()[:limit]]

    @property
    def has_waiting_receiver(self) -> bool:
        """Whether somebody waits for an update at this moment."""
        return self._poll is not None

    def interrupt(self, refusal: TelegramRefusal) -> None:
        """End a waiting receiver with *refusal*."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)

    def end_waiting(self) -> None:
        """Let a waiting receiver go with an empty answer: the sandbox is closing."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def _wait(self, timeout_seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self._changes.publish(Change("polling"))
        try:
            async with asyncio.timeout(timeout_seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        ids = sorted(self._waiting)
        if offset > 0:
            gone = [update_id for update_id in ids if update_id < offset]
        else:
            gone = ids[:offset] if offset < 0 else []
        for update_id in gone:
            del self._waiting[update_id]

    def _is_allowed(self, kind: str) -> bool:
        if self._allowed is None:
            return kind not in _BY_REQUEST_ONLY
        return kind in self._allowed

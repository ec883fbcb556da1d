"""Tells whoever waits that something in the sandbox has changed; nobody polls, nobody sleeps."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Change", "Changes"]

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, in the words the page understands."""

    kind: str
    chat_id: int | None = None
    message_id: int | None = None
    query_id: str | None = None


class Changes:
    """A counter that only grows, with people waiting for it and listeners hearing each step."""

    def __init__(self) -> None:
        """Begin before anything has happened."""
        self.revision = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self._listeners: list[Callable[[Change], None]] = []

    def publish(self, change: Change) -> int:
        """Announce *change* and return its number."""
        self.revision += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        for listener in list(self._listeners):
            listener(change)
        return self.revision

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call *listener* at every change, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def wait_until(
        self, condition: Callable[[], Found | None], *, timeout_seconds: float
    ) -> Found:
        """Return the first value of *condition* that is not None, looking after each change.

        Raises:
            TimeoutError: *timeout_seconds* passed without one.
        """
        async with asyncio.timeout(timeout_seconds):
            while (found := condition()) is None:
                await self._next()
        return found

    async def _next(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

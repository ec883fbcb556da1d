"""Waiting that ends at once when the process is to stop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

__all__ = ["Pause", "Stop"]

_T = TypeVar("_T")

Pause = Callable[[float], Awaitable[None]]
"""Waits for some seconds; a test's returns at once."""


class Stop:
    """Asked for once; ends every wait that goes through it."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._scopes: set[asyncio.Timeout] = set()

    @property
    def is_asked(self) -> bool:
        """Whether it is time to go."""
        return self._asked.is_set()

    def ask(self) -> None:
        """End all waits, now and from now on."""
        self._asked.set()
        for scope in self._scopes:
            scope.reschedule(asyncio.get_running_loop().time())

    async def wait(self) -> None:
        """Wait until it is asked for."""
        await self._asked.wait()

    async def pause(self, seconds: float) -> None:
        """Wait for *seconds*, or until it is asked for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._asked.wait()

    async def unless_asked(self, work: Callable[[], Awaitable[_T]]) -> _T | None:
        """Return what *work* returns; where it is asked for meanwhile, give up and return None."""
        if self.is_asked:
            return None
        try:
            async with asyncio.timeout(None) as scope:
                self._scopes.add(scope)
                return await work()
        except TimeoutError:
            if scope.expired():
                return None
            raise
        finally:
            self._scopes.discard(scope)

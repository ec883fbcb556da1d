"""Engine time that passes only when a test says so, waking sleepers in order."""

import asyncio
import heapq
import itertools
from collections.abc import Callable

__all__ = ["VirtualTime", "settle", "until"]

_TURNS = 20  # of the event loop: enough for a woken task to come to its next wait


class VirtualTime:
    """Seconds that a test moves on; nobody really waits."""

    def __init__(self, start: float = 1000.0) -> None:
        """Begin at *start* seconds."""
        self._now = start
        self._numbers = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    @property
    def sleeper_count(self) -> int:
        """How many waits are waiting for time to pass."""
        return sum(1 for _, _, alarm in self._sleepers if not alarm.is_set())

    def now(self) -> float:
        """Return the seconds the test chose."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return when the test has moved on by *seconds*."""
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when *event* is set or the test has moved on by *seconds*."""
        if event.is_set() or seconds <= 0:
            await asyncio.sleep(0)
            return
        alarm = asyncio.Event()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._numbers), alarm))
        tasks = [asyncio.ensure_future(one.wait()) for one in (event, alarm)]  # noqa: TID251  # ends here
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def skip(self, seconds: float) -> None:
        """Let *seconds* pass at once, without letting anybody act in between."""
        self._now += seconds
        while self._sleepers and self._sleepers[0][0] <= self._now:
            heapq.heappop(self._sleepers)[2].set()

    async def advance(self, seconds: float) -> None:
        """Let *seconds* pass; whoever sleeps wakes at the right moment and acts."""
        end = self._now + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            wake_at, _, alarm = heapq.heappop(self._sleepers)
            self._now = max(self._now, wake_at)
            alarm.set()
            await settle()
        self._now = end


async def settle() -> None:
    """Let every task that can go on go on."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


async def until(condition: Callable[[], object]) -> None:
    """Let the event loop run, while no time passes, until *condition* holds."""
    for _ in range(1_000_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError

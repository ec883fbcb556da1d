"""The clock of pace and waits: the event loop's, which no change of the wall clock can move."""

import asyncio
from contextlib import suppress

__all__ = ["LoopTime"]


class LoopTime:
    """Monotonic seconds of the running event loop."""

    def now(self) -> float:
        """Return the loop's seconds."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds*."""
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Return when *event* is set or *seconds* have passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()

"""Notices within ten seconds that somebody or something has moved the clock."""

import time
from collections.abc import Callable, Sequence

from structlog import get_logger

from bot.waiting import Pause, Stop
from services.clock import Clock

__all__ = ["Watchdog", "seconds_awake"]

EVERY_SECONDS = 5.0
# A loop held up by its own work is late on both clocks; two seconds apart is a moved clock.
_TOLERANCE_SECONDS = 2.0

_log = get_logger(__name__)


def seconds_awake() -> float:
    """Return seconds that nobody can move; a machine put to sleep goes on counting, on Linux."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Watchdog:
    """Compares civil time with a clock that only goes forward."""

    def __init__(
        self,
        *,
        clock: Clock,
        on_step: Sequence[Callable[[], None]],
        monotonic: Callable[[], float] = time.monotonic,
        pause: Pause | None = None,
    ) -> None:
        """Call every one of *on_step* when *clock* has been moved."""
        self._clock = clock
        self._on_step = on_step
        self._monotonic = monotonic
        self._stop = Stop()
        self._pause = pause or self._stop.pause

    def stop(self) -> None:
        """Watch no more."""
        self._stop.ask()

    async def run(self) -> None:
        """Look every five seconds until stopped."""
        before = self._shift()
        while not self._stop.is_asked:
            await self._pause(EVERY_SECONDS)
            now = self._shift()
            moved_seconds = now - before
            before = now
            if abs(moved_seconds) > _TOLERANCE_SECONDS:
                _log.warning("the clock was moved", moved_seconds=round(moved_seconds))
                for tell in self._on_step:
                    tell()

    def _shift(self) -> float:
        return self._clock.now().timestamp() - self._monotonic()

"""Notices that nothing can be stored: a full disk, a file system that became read-only.

One line when it begins and one when it is over. Before that, while there is still room for the
news, the administrators are told in their chat that the disk is filling up.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from structlog import get_logger

from bot.waiting import Pause, Stop

__all__ = ["StorageWatch", "free_bytes", "why_not_writable"]

EVERY_SECONDS = 5.0
_PROBE_BYTES = 64 * 1024  # more than the block a file system may have left over

_log = get_logger(__name__)


def why_not_writable(folder: Path) -> str:
    """Return why nothing can be written into a folder, in the system's words; "" when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return ""


def free_bytes(folder: Path) -> int:
    """Return how much room there is for the files of a folder."""
    return shutil.disk_usage(folder).free


class StorageWatch:
    """Looks at the data directory for as long as the process lives."""

    def __init__(
        self,
        folder: Path,
        *,
        least_free: int,
        on_low: Callable[[Path], Awaitable[object]],
        reason_of: Callable[[Path], str] = why_not_writable,
        free_of: Callable[[Path], int] = free_bytes,
        pause: Pause | None = None,
    ) -> None:
        """Call *on_low* when less than *least_free* bytes are left, and it can still write."""
        self._folder = folder
        self._least_free = least_free
        self._on_low = on_low
        self._reason_of = reason_of
        self._free_of = free_of
        self._stop = Stop()
        self._pause = pause or self._stop.pause
        self._reason = ""
        self._is_low = False

    @property
    def is_writable(self) -> bool:
        """Whether the last look found that things can be stored."""
        return not self._reason

    def stop(self) -> None:
        """Look no more."""
        self._stop.ask()

    async def run(self) -> None:
        """Look every five seconds until stopped."""
        while not self._stop.is_asked:
            try:
                await self.look()
            except Exception:  # noqa: BLE001  # the loop must go on
                _log.exception("the storage cannot be looked at")
            await self._pause(EVERY_SECONDS)

    async def look(self) -> None:
        """Look once."""
        before, self._reason = self._reason, await asyncio.to_thread(self._reason_of, self._folder)
        if self._reason and not before:
            _log.error(
                "nothing can be stored: what people send waits in Telegram for a day, make room",
                detail=f"{self._folder}: {self._reason}",
            )
        if before and not self._reason:
            _log.info("storing again")
        if not self._reason:
            await self._tell_when_low()

    async def _tell_when_low(self) -> None:
        free = await asyncio.to_thread(self._free_of, self._folder)
        was_low, self._is_low = self._is_low, free < self._least_free
        if self._is_low and not was_low:
            await self._on_low(self._folder)

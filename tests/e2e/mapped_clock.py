"""A clock that two processes share: the test moves it, the bot's process reads it."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["MappedClock"]

_SHIFT = struct.Struct("d")


class MappedClock:
    """The machine's clock plus a shift that lies in a small file mapped into memory."""

    def __init__(self, path: Path, *, start: datetime | None = None) -> None:
        """Open the shift at *path*; with *start* (aware) let the clock begin there."""
        if not path.exists():
            path.write_bytes(_SHIFT.pack(0.0))
        self._file = path.open("r+b")
        self._memory = mmap.mmap(self._file.fileno(), _SHIFT.size)
        if start is not None:
            self.move_to(start)

    def now(self) -> datetime:
        """Return the shifted moment, aware, in UTC."""
        (shift,) = _SHIFT.unpack(self._memory[:])
        return datetime.now(UTC) + timedelta(seconds=shift)

    def advance(self, by: timedelta) -> None:
        """Move the clock of every process by *by*."""
        (shift,) = _SHIFT.unpack(self._memory[:])
        self._memory[:] = _SHIFT.pack(shift + by.total_seconds())

    def move_to(self, moment: datetime) -> None:
        """Let the clock of every process show *moment* (aware) now."""
        self._memory[:] = _SHIFT.pack((moment - datetime.now(UTC)).total_seconds())

    def close(self) -> None:
        """Let go of the file."""
        self._memory.close()
        self._file.close()

"""Starting the benchmarks' processes, and what one run came to."""

import asyncio
import json
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen, run
from typing import Any

from services.clock import SystemClock
from services.database import Database
from tests.benchmarks.many_families import make_school

__all__ = [
    "LATENCY_SECONDS",
    "Figures",
    "ask_during_broadcast",
    "filled",
    "opened",
    "send",
    "strict_telegram",
]

_ROOT = Path(__file__).parents[2]
LATENCY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of sending came to."""

    way: str
    chats: int
    per_second: float
    refused: int
    duplicates: int
    lost: int
    half_by: float  # seconds from the beginning until half of the chats had it
    nearly_all_by: float  # the same for 99 of 100
    cpu_ms: float  # of the sending process, for one message
    mebibytes: float

    @staticmethod
    def heading() -> str:
        """Return the captions of ``line``."""
        return (
            f"\n{'':28}{'chats':>6} {'msg/s':>7} {'429s':>5} {'twice':>5} {'lost':>5} "
            f"{'p50 s':>7} {'p99 s':>7} {'CPU ms/msg':>10} {'MiB':>5}"
        )

    def line(self) -> str:
        """Return the figures as a line of a table."""
        return (
            f"{self.way:28}{self.chats:6} {self.per_second:7.1f} {self.refused:5} "
            f"{self.duplicates:5} {self.lost:5} {self.half_by:7.2f} {self.nearly_all_by:7.2f} "
            f"{self.cpu_ms:10.3f} {self.mebibytes:5.0f}"
        )


@contextmanager
def strict_telegram(*, per_second: int, latency: float = LATENCY_SECONDS) -> Iterator[str]:
    """Run the server for the time of the block; give its address."""
    command = [
        sys.executable, "-m", "tests.benchmarks.strict_telegram",
        "--per-second", str(per_second), "--latency", str(latency),
    ]  # fmt: skip
    with Popen(command, cwd=_ROOT, stdin=PIPE, stdout=PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database for the time of the block."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


def filled(url: str, *, families: int) -> str:
    """Fill an empty database with a school of so many families, and return its address."""

    async def fill() -> None:
        async with opened(url) as database:
            await make_school(
                database, families=families, now=SystemClock().now(), has_quiet_hours=False
            )

    asyncio.run(fill())
    return url


def send(way: str, *, api: str, chats: int, label: str, **options: Any) -> Figures:
    """Send in one way, in a process of its own, and ask the server what it saw."""
    own, seen = _send(way, api=api, chats=chats, **options)
    return _figures(label, chats, own, seen)


def ask_during_broadcast(
    *, api: str, chats: int, database: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Send to *chats* families while those after them ask; what was asked, what the server saw."""
    return _send("asked", api=api, chats=chats, database=database)


def _send(
    way: str, *, api: str, chats: int, **options: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    command = [sys.executable, "-m", "tests.benchmarks.sending", way]
    for name, value in {"api": api, "chats": chats, **options}.items():
        command.append(f"--{name.replace('_', '-')}")
        if value is not True:
            command.append(str(value))
    done = run(command, cwd=_ROOT, check=True, capture_output=True, text=True)
    own: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    with urllib.request.urlopen(f"{api}/report") as answer:  # noqa: S310  # loopback
        seen: dict[str, Any] = json.load(answer)
    return own, seen


def _figures(label: str, chats: int, own: dict[str, Any], seen: dict[str, Any]) -> Figures:
    taken = [(at - own["began"], chat_id) for at, chat_id, _text in seen["taken"]]
    times = sorted(at for at, _ in taken)
    copies = Counter(chat_id for _, chat_id in taken)
    # Between the first and the last message: the time before the first is in the delays.
    duration = max(times[-1] - times[0], 1e-9)
    return Figures(
        way=label,
        chats=chats,
        per_second=(len(times) - 1) / duration,
        refused=seen["refused"],
        duplicates=sum(number - 1 for number in copies.values()),
        lost=chats - len(copies),
        half_by=times[len(times) // 2],
        nearly_all_by=times[int(len(times) * 0.99)],
        cpu_ms=1000 * own["cpu"] / chats,
        mebibytes=own["mebibytes"],
    )

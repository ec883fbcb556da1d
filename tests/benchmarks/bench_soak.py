"""A week of a school in one process: what it weighs is the same on the last day as on the second.

Seven school days of three hundred families with the nights and the weekend between them: lessons
with marks, absences and answers, homework, a changed timetable, a broadcast a day, hundreds of
requests, the summaries of the second day, a Friday.
"""

import re
import time
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from services.database import Database
from tests.benchmarks.bench_engine import PAID
from tests.benchmarks.school_week import SCALE, TOKEN, SchoolWeek, WatchedTelegram
from tests.benchmarks.strict_telegram import listening
from tests.e2e.mapped_clock import MappedClock
from tests.e2e.process import BotProcess, Surroundings
from tests.e2e.quiet import has_work

THURSDAY = date(2026, 11, 26)  # of the week whose Friday has summaries
SCHOOL_DAYS = [THURSDAY + timedelta(days=n) for n in (0, 1, 4, 5, 6, 7, 8)]
MOST_MORE = 0.05


@dataclass(frozen=True, slots=True)
class Weight:
    """What a process has in memory at rest, in MiB."""

    resident: float
    own: float  # not read from files: it grows with every leak

    @classmethod
    def of(cls, pid: int) -> "Weight":
        """Return what the kernel says."""
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        kib = {name: int(size) for name, size in re.findall(r"(\w+): +(\d+) kB", text)}
        return cls(resident=kib["Rss"] / 1024, own=kib["Anonymous"] / 1024)


@pytest.fixture
def url(scaled, kind) -> str:
    """Give the address of a school with a year behind it."""
    return str(scaled(kind, SCALE))


async def bench_a_week(url, kind, tmp_path):
    """Print the weight after every day; the last is at most a twentieth above the second."""
    telegram = WatchedTelegram(per_second=PAID, latency=0.01, secret="")
    weights: list[Weight] = []
    async with AsyncExitStack() as end:
        database = Database(url)
        end.push_async_callback(database.close)
        clock = end.enter_context(closing(MappedClock(tmp_path / "clock")))
        api = await end.enter_async_context(listening(telegram))
        week = SchoolWeek(telegram, database, clock)
        await week.prepare(SCHOOL_DAYS[0])
        process = BotProcess(_surroundings(url, api, tmp_path))
        end.push_async_callback(process.end)
        await process.start()
        print(
            f"\n{kind}: {'':12}{'MiB':>8} {'own MiB':>8} {'updates':>8} {'messages':>9} {'s':>5}"
        )
        for day, next_day in pairwise([*SCHOOL_DAYS, SCHOOL_DAYS[-1] + timedelta(days=1)]):
            began, sent, taken = time.monotonic(), telegram.sent, len(telegram.taken)
            await week.play(day)
            for nights in range((next_day - day).days):
                await week.sleep(day + timedelta(days=nights))
            weights.append(Weight.of(process.pid))
            print(
                f"{kind}: {day:%a %d.%m}   {weights[-1].resident:8.1f} {weights[-1].own:8.1f} "
                f"{telegram.sent - sent:8} {len(telegram.taken) - taken:9} "
                f"{time.monotonic() - began:5.0f}",
                flush=True,
            )
        print(dict(week.done))
        is_unfinished = await has_work(database, clock.now())
        status = await process.stop()

    assert 0 == status
    assert not is_unfinished
    assert '"level":"error"' not in process.log().replace(" ", "")
    assert weights[-1].resident <= (1 + MOST_MORE) * weights[1].resident
    assert weights[-1].own <= (1 + MOST_MORE) * weights[1].own


def _surroundings(url: str, api: str, folder: Path) -> Surroundings:
    data = folder / "data"
    data.mkdir()
    return Surroundings(
        database_url=url,
        data_dir=data,
        telegram_url=api,
        token=TOKEN,
        clock_file=folder / "clock",
        extra={
            "LOG_LEVEL": "warning",
            "PAID_BROADCAST": "true",
            "MESSAGES_PER_SECOND": str(PAID),
        },
    )

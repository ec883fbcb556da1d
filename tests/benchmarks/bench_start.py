"""How long the process and its commands take to begin, and the memory it then has.

A small computer is about four times slower.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.waiting import Stop
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.world import school_world

RUNS = 5
_LOOK_SECONDS = 0.005
# With aiogram's models built when they are first needed; 230 MiB with all of them at once.
MOST_MEBIBYTES = 150


@pytest.mark.parametrize(
    "code",
    [
        "from bot.cli import main; main(['--version'])",
        "from bot.settings import load_settings",
        "import bot.commands.migrate",
        "import services.database",
        "import aiogram",
    ],
)
def bench_start(code):
    """Print the median of a few starts of the interpreter with this import."""
    print(f"\n{_median([sys.executable, '-c', code]):6.3f} s  {code}")


@pytest.mark.parametrize("arguments", ["--help", "import --help", "invites --help"])
def bench_help(arguments):
    """Print the median of a few starts of a command."""
    command = [str(Path(sys.executable).with_name("peremena")), *arguments.split()]
    print(f"\n{_median(command):6.3f} s  peremena {arguments}")


async def bench_first_get_updates(sqlite_templates, tmp_path):
    """Print how soon the process asks Telegram for updates, and its memory then and at work."""
    rest = Stop()
    async with school_world(sqlite_templates.fresh(), tmp_path) as world:
        before = time.perf_counter()
        await world.bot.start()
        while not world.telegram.updates.has_waiting_receiver:
            await rest.pause(_LOOK_SECONDS)
        seconds = time.perf_counter() - before
        first = _mebibytes(world.bot.pid)
        teacher = await world.link_staff("T004")
        mother = await world.link_guardian("P0027")
        await world.save_line(teacher, "7А алгебра 23.11: Орлова 5")
        await mother.wait_for("Алгебра, пн 23.11", timeout=PATIENCE_SECONDS)
        working = _mebibytes(world.bot.pid)
    print(
        f"\n{seconds:6.3f} s  to the first getUpdates; {first:.0f} MiB, at work {working:.0f} MiB"
    )

    assert first < MOST_MEBIBYTES


def _median(command: list[str]) -> float:
    seconds = []
    for _ in range(RUNS):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds)


def _mebibytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

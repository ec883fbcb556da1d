"""How long commands take before they do anything; a small computer is about four times slower."""

import statistics
import subprocess
import sys
import time

import pytest

RUNS = 5


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
    seconds = []
    for _ in range(RUNS):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        seconds.append(time.perf_counter() - before)

    print(f"\n{statistics.median(seconds):6.3f} s  {code}")

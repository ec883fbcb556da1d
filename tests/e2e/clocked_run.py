"""``peremena run`` as its own process, by the clock that the test moves."""

import os
from argparse import Namespace
from pathlib import Path

from bot.cli import PARTS
from bot.commands.run import run
from bot.log_setup import set_up_logging
from bot.settings import load_settings
from tests.e2e.mapped_clock import MappedClock

__all__ = ["main"]


def main() -> int:
    """Run all parts and return the exit status."""
    settings = load_settings()
    set_up_logging(level=settings.log_level, log_format=settings.log_format)
    clock = MappedClock(Path(os.environ["TEST_CLOCK"]))
    return run(Namespace(only=PARTS), settings, clock=clock)


if __name__ == "__main__":
    raise SystemExit(main())

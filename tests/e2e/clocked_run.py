"""``peremena run`` as its own process, by the clock that the test moves.

The command line is the real one; only the command's clock is another.
"""

import argparse
import os
from argparse import Namespace
from pathlib import Path

from bot import cli, command_table
from bot.commands.run import Rehearsal
from bot.commands.run import run as run_by
from bot.settings import Settings
from tests.e2e.mapped_clock import MappedClock

__all__ = ["main", "run"]

_TICK_SECONDS = 0.3  # a test moves the clock by hours and waits for what falls due


def run(args: Namespace, settings: Settings) -> int:
    """Do what the command does, by the clock of the test."""
    clock = MappedClock(Path(os.environ["TEST_CLOCK"]))
    return run_by(args, settings, rehearsal=Rehearsal(clock, _TICK_SECONDS))


def main() -> int:
    """Run all parts and return the exit status."""
    command = command_table.Command(
        module="tests.e2e.clocked_run", sentence="", add_arguments=_add_arguments
    )
    return cli.main(["run"], commands={"run": command})


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    only = os.environ.get("TEST_ONLY")
    parser.set_defaults(only=tuple(only.split(",")) if only else command_table.PARTS)


if __name__ == "__main__":
    raise SystemExit(main())

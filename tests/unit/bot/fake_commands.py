"""A command whose ending a test chooses: ``peremena fake --ends …``."""

import argparse

from bot.command_table import Command
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings
from services.errors import NotFound


def run(args: argparse.Namespace, settings: Settings) -> int:
    """End as the argument says."""
    match args.ends:
        case "done":
            print(f"on {settings.database_url}")  # noqa: T201  # as a real command does
        case "bad input":
            raise UsageProblem("Sheet 1 is empty.\nSheet 2 is empty.")
        case "failed":
            raise CommandFailed("The disk is full.")
        case "refused":
            raise NotFound(student_id=5)
        case "no file":
            raise FileNotFoundError(2, "No such file or directory", "school.xlsx")
        case "interrupted":
            raise KeyboardInterrupt
        case "broken":
            raise ValueError("Кузнецова Мария")
        case status:
            return int(status)
    return 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ends", default="done")


FAKE_COMMANDS = {
    "fake": Command(module=__name__, sentence="ends as it is told", add_arguments=_arguments),
    "fake-demo": Command(
        module=__name__, sentence="a demo", add_arguments=_arguments, is_demo=True
    ),
}

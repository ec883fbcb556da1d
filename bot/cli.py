"""The command line ``peremena``: how a command is run, and how it ends.

A command's own module is imported only when it runs: listing commands needs no library at all.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from bot import __version__
from bot.command_table import COMMANDS, Command

if TYPE_CHECKING:
    from bot.settings import Settings

__all__ = ["main"]

DONE, FAILED, USAGE = 0, 1, 2


class CommandModule(Protocol):
    """What a module below ``bot/commands`` offers."""

    def run(self, args: argparse.Namespace, settings: "Settings") -> int:
        """Do the work and return the exit status."""
        ...


def main(
    argv: Sequence[str] | None = None, *, commands: Mapping[str, Command] | None = None
) -> int:
    """Run one command and return the exit status: 0 done, 1 failed, 2 wrong usage or bad input."""
    table = COMMANDS if commands is None else commands
    args = _parser(table).parse_args(argv)
    command = table[args.command]
    try:
        return _run(command, args)
    except KeyboardInterrupt:
        return _refuse(args.command, "interrupted.", FAILED)


def _run(command: Command, args: argparse.Namespace) -> int:
    from structlog import get_logger

    from bot.log_setup import set_up_logging
    from bot.problems import UsageProblem
    from bot.settings import demo_settings, load_settings, system_language
    from services.errors import DiaryError
    from services.i18n import language_or_default, use_locale

    def said(problem: DiaryError) -> str:
        with use_locale(language_or_default(system_language())):
            return str(problem)

    database_url = ""
    try:
        with use_locale(language_or_default(system_language())):
            settings = demo_settings() if command.is_demo else load_settings()
        database_url = settings.database_url
        set_up_logging(level=settings.log_level, log_format=settings.log_format)
        module = cast("CommandModule", import_module(command.module))
        return module.run(args, settings)
    except UsageProblem as problem:
        return _refuse(args.command, said(problem), USAGE)
    except DiaryError as error:
        return _refuse(args.command, said(error), FAILED)
    except OSError as error:
        # No permission, no space, port taken: the system's own sentence is the clear line.
        return _refuse(args.command, str(error), FAILED)
    except Exception as error:  # noqa: BLE001  # the edge of the process
        refused = _refused_by_database(error, database_url)
        if refused:
            return _refuse(args.command, refused, FAILED)
        # Python's own traceback would quote what a person wrote.
        get_logger(__name__).exception("command failed unexpectedly", command=args.command)
        return _refuse(args.command, f"unexpected {type(error).__name__}, see above.", FAILED)


def _refused_by_database(error: Exception, database_url: str) -> str:
    """Return why the database does not work (full disk, lost connection), else ""."""
    if not type(error).__module__.startswith("sqlalchemy"):
        return ""
    from sqlalchemy import make_url
    from sqlalchemy.exc import InterfaceError, OperationalError

    from bot.database_setup import refusal_sentence
    from bot.settings import system_language
    from services.i18n import language_or_default, use_locale

    if not isinstance(error, OperationalError | InterfaceError):
        return ""  # a fault of ours, which the log has to show
    with use_locale(language_or_default(system_language())):
        return refusal_sentence(make_url(database_url), error)


def _refuse(command: str, sentence: str, status: int) -> int:
    for line in sentence.splitlines():
        print(f"peremena {command}: {line}", file=sys.stderr)
    return status


class _OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of repeating the usage."""

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with status 2."""
        self.exit(USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="peremena",
        description="A school diary that comes to the family by itself.",
        epilog="Settings: .env and the environment; see README.md.",
    )
    parser.add_argument("--version", action="version", version=f"peremena {__version__}")
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in commands.items():
        child = choices.add_parser(name, help=command.sentence, description=command.sentence)
        command.add_arguments(child)
    return parser

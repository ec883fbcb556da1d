"""Which commands the line ``peremena`` has, and what each takes."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

__all__ = ["COMMANDS", "Command"]

PARTS = ("web", "delivery", "schedule")

AddArguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the line: its module, its sentence in the help, its arguments."""

    module: str
    sentence: str
    add_arguments: AddArguments = lambda _parser: None
    is_demo: bool = False


def _local_time(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a date and time such as 2026-09-14T07:50"
        raise argparse.ArgumentTypeError(message) from None


def _date(value: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            # Of a day alone: there is no zone to speak of.
            return datetime.strptime(value, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    message = f"{value!r} is not a date such as 2026-11-24 or 24.11.2026"
    raise argparse.ArgumentTypeError(message)


def _port(value: str) -> int:
    try:
        port = int(value)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:  # noqa: PLR2004  # the highest TCP port
        message = f"{value!r} is not a port from 0 to 65535"
        raise argparse.ArgumentTypeError(message)
    return port


def _parts(value: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in value.split(","))
    if not set(parts) <= set(PARTS):
        message = f"{value!r} is not a list of {', '.join(PARTS)}"
        raise argparse.ArgumentTypeError(message)
    return parts


def _of_school(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school", metavar="NAME", help="which school, where there are several")


def _of_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8080, metavar="N", help="default: 8080")
    parser.add_argument(
        "--now",
        type=_local_time,
        metavar="TIME",
        help="the school's clock at the start, such as 2026-09-14T07:50",
    )
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="the school's own lists"
    )


def _of_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only",
        type=_parts,
        default=PARTS,
        metavar="PARTS",
        help=f"some of {','.join(PARTS)}; several processes may share one PostgreSQL",
    )


def _of_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="workbook, or folder or zip of CSV files",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, store nothing"
    )
    parser.add_argument(
        "--leavers", action="store_true", help="who is missing in the lists has left"
    )
    _of_school(parser)


def _of_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="where to write it")


def _of_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="where to write it")
    _of_school(parser)


def _of_invites(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", metavar="R", help="only people with this role")
    parser.add_argument("--class", dest="school_class", metavar="7Б", help="only this class")
    parser.add_argument("--person", metavar="ID", help="only this person")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="FILE.csv or FILE.pdf"
    )
    _of_school(parser)


def _of_ledger(parser: argparse.ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--student", metavar="ID", help="the family of this student")
    whose.add_argument("--class", dest="school_class", metavar="7Б", help="families of a class")
    parser.add_argument(
        "--from", dest="first", type=_date, metavar="D", help="recorded on this day or later"
    )
    parser.add_argument(
        "--to", dest="last", type=_date, metavar="D", help="recorded on this day or earlier"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="FILE.csv or FILE.pdf"
    )
    _of_school(parser)


def _of_paper(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--week", type=_date, metavar="DATE", help="the week of this day; default: this week"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder: one PDF for each class"
    )
    _of_school(parser)


def _of_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="which report; without it they are listed"
    )
    parser.add_argument("--class", dest="school_class", metavar="7Б", help="only this class")
    parser.add_argument(
        "--period", metavar="P", help="such as “2 четверть” or “год”; default: today's"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="FILE.xlsx or FILE.pdf")
    _of_school(parser)


def _of_archive(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--period", required=True, metavar="P", help="such as “2 четверть” or “год”"
    )
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="where to; a medium must be there"
    )
    _of_school(parser)


def _of_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="where to; a medium must be there"
    )


def _of_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy made by `backup`")
    parser.add_argument(
        "--to", required=True, metavar="URL", help="an empty database, as in DATABASE_URL"
    )


def _of_move(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", required=True, metavar="URL", help="an empty database, as in DATABASE_URL"
    )


def _of_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="a copy instead of the database"
    )
    _of_school(parser)


def _of_consent(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="consent_action", metavar="ACTION", required=True)
    publish = actions.add_parser("publish", help="a new edition of the consent text")
    publish.add_argument("file", type=Path, metavar="FILE", help="the text")
    publish.add_argument(
        "--from",
        dest="valid_from",
        type=_date,
        required=True,
        metavar="DATE",
        help="the day from which families are asked again",
    )
    _of_school(publish)
    withdraw = actions.add_parser("withdraw", help="record a withdrawal that came on paper")
    withdraw.add_argument("--person", required=True, metavar="ID", help="who takes consent back")
    withdraw.add_argument("--student", metavar="ID", help="about this child only")
    withdraw.add_argument("--paper", required=True, metavar="NUMBER", help="the paper's number")
    withdraw.add_argument("--date", type=_date, required=True, metavar="DATE", help="and its date")
    _of_school(withdraw)


def _of_erase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", required=True, metavar="ID", help="the school's key or number")
    parser.add_argument(
        "--basis", default="", metavar="TEXT", help="the demand it rests on: number and date"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.pdf", help="where the act goes")
    _of_school(parser)


COMMANDS: Mapping[str, Command] = {
    "demo": Command(
        module="bot.commands.demo",
        sentence="a demo school in the browser: no token, no network, nothing kept",
        add_arguments=_of_demo,
        is_demo=True,
    ),
    "run": Command(
        module="bot.commands.run", sentence="the bot, until Ctrl-C", add_arguments=_of_run
    ),
    "check": Command(
        module="bot.commands.check",
        sentence="what is wrong with settings, database, Telegram, clock, disk, law",
    ),
    "migrate": Command(
        module="bot.commands.migrate", sentence="create or upgrade the database's schema"
    ),
    "import": Command(
        module="bot.commands.import_",
        sentence="the school's lists into the database; again: only what differs",
        add_arguments=_of_import,
    ),
    "template": Command(
        module="bot.commands.template",
        sentence="an empty workbook with headings, examples and drop-downs",
        add_arguments=_of_template,
    ),
    "export": Command(
        module="bot.commands.export",
        sentence="the roster as a OneRoster 1.2 package, for other systems",
        add_arguments=_of_export,
    ),
    "invites": Command(
        module="bot.commands.invites",
        sentence="new codes for people without an account",
        add_arguments=_of_invites,
    ),
    "ledger": Command(
        module="bot.commands.ledger",
        sentence="proof of informing: what was owed, when it left, what was pressed",
        add_arguments=_of_ledger,
    ),
    "paper": Command(
        module="bot.commands.paper",
        sentence="the week on paper for families that no chat reaches",
        add_arguments=_of_paper,
    ),
    "report": Command(
        module="bot.commands.report",
        sentence="the reports and papers of the office, for spreadsheets and printers",
        add_arguments=_of_report,
    ),
    "archive": Command(
        module="bot.commands.archive",
        sentence="a period, encrypted to the director and signed, to several places",
        add_arguments=_of_archive,
    ),
    "backup": Command(
        module="bot.commands.backup",
        sentence="a consistent copy of the database, to several places",
        add_arguments=_of_backup,
    ),
    "restore": Command(
        module="bot.commands.restore",
        sentence="a copy into an empty database; what was withdrawn since is withdrawn again",
        add_arguments=_of_restore,
    ),
    "move": Command(
        module="bot.commands.move",
        sentence="everything into another database, such as from SQLite to PostgreSQL",
        add_arguments=_of_move,
    ),
    "consent": Command(
        module="bot.commands.consent",
        sentence="a new edition of the consent text; a withdrawal that came on paper",
        add_arguments=_of_consent,
    ),
    "erase": Command(
        module="bot.commands.erase",
        sentence="destroy what is kept of a person for messages, with the act",
        add_arguments=_of_erase,
    ),
    "verify": Command(
        module="bot.commands.verify",
        sentence="check that nobody has edited the database behind the journal's back",
        add_arguments=_of_verify,
    ),
}

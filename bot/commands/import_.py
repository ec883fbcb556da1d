"""``peremena import``: the school's lists into the database, all of them or nothing."""

import secrets
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.offline import SHOWN, opened, run_in_language
from bot.database_setup import SchemaState, require_current, schema_state, upgrade
from bot.problems import UsageProblem
from bot.settings import Settings, secret_key
from services.exchange.findings import lines_of_each_kind, notice_lines
from services.exchange.service import ImportReport, ImportService
from services.exchange.workbook import read_workbook
from services.i18n import gettext as _
from services.i18n import ngettext

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Import, or with ``--dry-run`` say what that would do.

    Raises:
        UsageProblem: the workbook has problems; each is a line, and nothing was stored.
        CommandFailed: the database cannot be used.
    """
    with _place_to_import(settings, is_dry_run=args.dry_run) as (url, secret):
        run_in_language(_import(args, url, secret))
    return 0


@contextmanager
def _place_to_import(settings: Settings, *, is_dry_run: bool) -> Iterator[tuple[str, str]]:
    """Give address and secret of a database with the newest schema."""
    url = settings.database_url
    if not settings.is_sqlite:
        require_current(url)
        yield url, secret_key(settings)
    elif is_dry_run and schema_state(url) is SchemaState.EMPTY:
        # Trying out comes before installing: nothing may appear on the disk because of it.
        with TemporaryDirectory() as folder:
            trial = f"sqlite+aiosqlite:///{Path(folder) / 'trial.db'}"
            upgrade(trial)
            yield trial, secrets.token_urlsafe()
    else:
        upgrade(url)
        yield url, secret_key(settings)


async def _import(args: Namespace, url: str, secret: str) -> None:
    workbook = read_workbook(args.path)
    async with opened(url, secret) as office:
        service = ImportService(office.database, office.clock, office.keys)
        work = service.plan if args.dry_run else service.apply
        report = await work(workbook, school=args.school, with_leavers=args.leavers)
    _tell(report, is_dry_run=args.dry_run)


def _tell(report: ImportReport, *, is_dry_run: bool) -> None:
    for line in notice_lines(report.notices, most=SHOWN):
        print(line)
    gone = ((_("Leaving"), report.leaving), (_("Not in these lists"), report.missing))
    for heading, names in gone:
        if names:
            print(f"{heading}: {'; '.join(names)}")
    if report.unlisted:
        print(_unlisted(report.unlisted))
    if is_dry_run:
        print(_("Nothing was stored: this was a trial."))
    elif report.problems:
        print(_("Nothing was stored: mend the problems and import again."))
    print(report.counts.line(), flush=True)
    if report.problems:
        raise UsageProblem("\n".join(lines_of_each_kind(report.problems, most=SHOWN)))


def _unlisted(count: int) -> str:
    sentence = ngettext(
        "{count} row of the database is not in the lists any more; nothing was done about it."
        " If they have left, import with --leavers.",
        "{count} rows of the database are not in the lists any more; nothing was done about"
        " it. If they have left, import with --leavers.",
        count,
    )
    return sentence.format(count=count)

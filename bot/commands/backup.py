"""``peremena backup``: a consistent copy of the database, to several places."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot import __version__
from bot.commands.files import make_last_folders
from bot.commands.offline import Office, opened, run_in_language
from bot.database_setup import require_current
from bot.settings import Settings, secret_key
from services.archive.alerts import alert_of_places
from services.archive.places import CopyProblem, Placed, copy_into
from services.due.service import DueService
from services.i18n import gettext as _
from services.privacy.stop_list import STOP_LIST as ERASURES
from services.privacy.stop_list import stop_list, write_stop_list
from services.privacy.withdrawal_list import STOP_LIST, merge_stop_lists, stops_of

__all__ = ["problem_sentence", "run"]


def run(args: Namespace, settings: Settings) -> int:
    """Copy the database into every folder; 1 when any of them has no copy.

    Raises:
        CommandFailed: the database cannot be used.
    """
    require_current(settings.database_url)
    folders = make_last_folders(args.folders)
    placed = run_in_language(_copy(folders, settings, secret_key(settings)))
    return 1 if any(one.problem for one in placed) else 0


async def _copy(folders: Sequence[Path], settings: Settings, secret: str) -> list[Placed]:
    async with opened(settings.database_url, secret) as office:
        placed, tables = await copy_into(
            office.database,
            folders,
            keys=office.keys,
            now=office.clock.now(),
            program=__version__,
            on_table=_progress,
        )
        await _keep_stops(office, placed, settings)
        await alert_of_places(office.database, placed, now=office.clock.now())
        if any(one.file for one in placed):
            await _note(office)
    for one in placed:
        if one.file is not None and tables is not None:
            print(_("{file}: {count} rows").format(file=one.file, count=tables.total))
    for one in placed:
        if one.problem is not None:
            print(problem_sentence(one), file=sys.stderr)
    if any(one.file for one in placed) and settings.secret_key is None:
        print(
            _("The key {file} is not in the copy: keep a copy of it in another place.").format(
                file=settings.data_dir / "secret.key"
            )
        )
    return placed


async def _keep_stops(office: Office, placed: Iterable[Placed], settings: Settings) -> None:
    async with office.database.reading() as session:
        known = await stops_of(session)
    folders = [settings.data_dir, *(one.folder for one in placed if one.file is not None)]
    merge_stop_lists([folder / STOP_LIST for folder in folders], known)
    erasures = await stop_list(office.database, keys=office.keys)
    for folder in folders:
        write_stop_list(folder / ERASURES, erasures)


async def _note(office: Office) -> None:
    """Note that a copy was made: /status shows when the last one was."""
    slot = office.clock.now().isoformat(timespec="seconds")
    await DueService(office.database, office.clock).do_once("backup", _nothing, slot=slot)


async def _nothing() -> None:
    """The copy is there already."""


def problem_sentence(one: Placed) -> str:
    """Return why there is no copy in a place, and the way out."""
    match one.problem:
        case CopyProblem.MISSING:
            text = _("{folder}: there is no such folder. Is the medium connected?")
        case CopyProblem.FULL:
            text = _("{folder}: the medium is full. Make room and repeat the backup.")
        case CopyProblem.READ_ONLY:
            text = _("{folder}: the medium is read-only. Unlock it and repeat the backup.")
        case CopyProblem.DAMAGED:
            text = _("{folder}: what was written reads otherwise. Try another medium.")
        case _:
            text = _("{folder}: the system refuses to write there. Check the rights.")
    return text.format(folder=one.folder)


def _progress(table: str) -> None:
    if sys.stderr.isatty():
        print(table, file=sys.stderr)

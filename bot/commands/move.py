"""``peremena move``: everything into another, empty database; the old one stays as it is."""

import asyncio
import tempfile
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sqlalchemy import make_url, pool
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine

from bot import __version__
from bot.commands import restore
from bot.commands.offline import opened, run_in_language
from bot.database_setup import require_current
from bot.file_lock import only_process
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings, secret_key, system_language
from services.archive.copying import write_copy
from services.archive.loading import differing_tables
from services.archive.portable import Tables
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Copy the database of the settings into ``--to``, compare both and say what to set.

    Raises:
        UsageProblem: ``--to`` is no address, not empty, or the database itself.
        CommandFailed: a database cannot be used, the bot is running, or the two differ.
    """
    with use_locale(language_or_default(system_language())):
        _require_another(args.to, settings.database_url)
        require_current(settings.database_url)
        secret = secret_key(settings)
        with (
            _held(settings),
            tempfile.TemporaryDirectory(prefix="move", dir=settings.data_dir) as folder,
        ):
            file = Path(folder) / "moved.backup"
            tables = run_in_language(_copied(settings.database_url, secret, file))
            status = restore.run(Namespace(file=file, to=args.to), settings)
            differing = asyncio.run(_differing(args.to, tables))
        if status or differing:
            raise CommandFailed(
                _(
                    "The new database is not the same as the old one (tables: {names}): keep "
                    "working with the old one, empty the new one and try again."
                ).format(names=", ".join(differing) or "audit_entry")
            )
        print(
            _("The same {count} rows in {tables} tables are in the new database.").format(
                count=tables.total, tables=len(tables.counts)
            )
        )
        for line in _what_to_set(args.to, settings):
            print(line)
    return 0


def _require_another(new: str, old: str) -> None:
    try:
        is_same = make_url(new) == make_url(old)
    except ArgumentError:
        raise UsageProblem(_("--to is no address of a database.")) from None
    if is_same:
        raise UsageProblem(_("--to is the database of the settings: name a new, empty one."))


def _held(settings: Settings) -> AbstractContextManager[None]:
    """Keep the bot off the SQLite file: what it wrote meanwhile would be left behind."""
    file = make_url(settings.database_url).database if settings.is_sqlite else None
    return only_process(Path(file)) if file else nullcontext()


async def _copied(url: str, secret: str, file: Path) -> Tables:
    async with opened(url, secret) as office:
        return await write_copy(
            office.database, file, keys=office.keys, now=office.clock.now(), program=__version__
        )


async def _differing(url: str, tables: Tables) -> list[str]:
    engine = create_async_engine(url, poolclass=pool.NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(differing_tables, tables.counts)
    finally:
        await engine.dispose()


def _what_to_set(url: str, settings: Settings) -> list[str]:
    lines = [
        _("Now write into .env: DATABASE_URL={url}").format(
            url=make_url(url).render_as_string(hide_password=True)
        )
    ]
    if settings.secret_key is None:
        lines.append(
            _("and SECRET_KEY=… with the text of {file}, the same for every process.").format(
                file=settings.data_dir / "secret.key"
            )
        )
    return lines

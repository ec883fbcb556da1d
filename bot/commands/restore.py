"""``peremena restore``: a copy into an empty database; what was erased since is erased again."""

import asyncio
from argparse import Namespace
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, pool
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.commands.offline import opened
from bot.database_setup import SchemaState, schema_state, upgrade
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings, secret_key, system_language
from services.archive.loading import head_of, is_empty, load_copy
from services.archive.portable import DamagedCopy, Head, NotACopy, Tables
from services.audit import verify_chain
from services.exchange.repository import all_schools
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale
from services.keys import Keys
from services.privacy.stop_list import STOP_LIST as ERASURES
from services.privacy.stop_list import Erasure, apply_erasures, read_stop_list, stop_list
from services.privacy.withdrawal_list import (
    STOP_LIST,
    Stop,
    merge_stop_lists,
    stops_of,
    withdraw_again,
)

__all__ = ["run"]

_DATABASES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")


def run(args: Namespace, settings: Settings) -> int:
    """Fill the empty database ``--to`` from FILE.

    Raises:
        UsageProblem: FILE is no copy or damaged, or ``--to`` is no empty database.
        CommandFailed: the database cannot be reached.
    """
    with use_locale(language_or_default(system_language())):
        return _Restoring(args.file, args.to, settings).run()


@dataclass(frozen=True, slots=True)
class _Acts:
    """What no copy may take back."""

    stops: Collection[Stop] = ()
    erasures: Collection[Erasure] = ()


async def _acts_of(url: str, secret: str) -> _Acts:
    async with opened(url, secret) as office:
        async with office.database.reading() as session:
            stops = await stops_of(session)
        return _Acts(stops, await stop_list(office.database, keys=office.keys))


class _Restoring:
    """The steps, in order; the schema is built by alembic with a loop of its own."""

    def __init__(self, file: Path, url: str, settings: Settings) -> None:
        self._file = file
        self._url = url
        self._settings = settings

    def run(self) -> int:
        """Return the exit status."""
        head = self._head()
        self._require_empty()
        secret = secret_key(self._settings)
        if head.key_fingerprint != Keys(secret).fingerprint:
            raise UsageProblem(
                _(
                    "The copy was made with another SECRET_KEY: put the old key back first "
                    "(secret.key in the data directory, or the setting)."
                )
            )
        known = self._known_until_now(secret)
        upgrade(self._url, revision=head.schema)
        tables = asyncio.run(self._load())
        upgrade(self._url)
        print(
            _("{count} rows of {moment} are restored.").format(
                count=tables.total, moment=f"{head.made_at:%Y-%m-%d %H:%M} UTC"
            )
        )
        return asyncio.run(self._finish(head, secret, known))

    def _head(self) -> Head:
        if not self._file.is_file():
            raise UsageProblem(_("There is no file {file}.").format(file=self._file))
        try:
            return head_of(self._file)
        except NotACopy:
            raise UsageProblem(_("{file} is no backup.").format(file=self._file)) from None
        except DamagedCopy:
            raise UsageProblem(
                _("{file} is damaged: take another copy.").format(file=self._file)
            ) from None

    def _require_empty(self) -> None:
        try:
            make_url(self._url)
        except ArgumentError:
            raise UsageProblem(_("--to is no address of a database.")) from None
        if not self._url.startswith(_DATABASES):
            raise UsageProblem(
                _("--to must begin with {addresses}.").format(addresses=_(" or ").join(_DATABASES))
            )
        state = schema_state(self._url)
        if state is SchemaState.EMPTY:
            return
        if state is SchemaState.NEWER or not asyncio.run(self._has_no_rows()):
            raise UsageProblem(_("The database named with --to is not empty: name a new one."))

    async def _has_no_rows(self) -> bool:
        engine = create_async_engine(self._url, poolclass=pool.NullPool, hide_parameters=True)
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(is_empty)
        finally:
            await engine.dispose()

    async def _load(self) -> Tables:
        engine = create_async_engine(self._url, poolclass=pool.NullPool, hide_parameters=True)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(load_copy, self._file)
        except DBAPIError as error:
            raise CommandFailed(
                _("The database refuses the copy: {reason}").format(reason=error.orig)
            ) from error
        finally:
            await engine.dispose()

    def _known_until_now(self, secret: str) -> _Acts:
        """Return what the database in use knows: the lists beside it are a minute behind it."""
        url = self._settings.database_url
        if make_url(url) == make_url(self._url):
            return _Acts()
        try:
            state = schema_state(url)
            if state is SchemaState.EMPTY:
                return _Acts()
            if state is SchemaState.CURRENT:
                return asyncio.run(_acts_of(url, secret))
        except (CommandFailed, UsageProblem, SQLAlchemyError, OSError):
            pass  # it may be what is being restored from
        print(
            _(
                "The database in use cannot be read: a consent withdrawn in its last minute "
                "may not be known."
            )
        )
        return _Acts()

    async def _finish(self, head: Head, secret: str, known: _Acts) -> int:
        lists = [self._settings.data_dir / STOP_LIST, self._file.resolve().parent / STOP_LIST]
        try:
            stops = merge_stop_lists(lists, known.stops)
            erasures = [one for path in lists for one in read_stop_list(path.with_name(ERASURES))]
            erasures += known.erasures
        except (ValueError, KeyError) as error:
            raise CommandFailed(
                _("The stop list {file} is damaged: mend it before anybody is served.").format(
                    file=error
                )
            ) from None
        async with opened(self._url, secret) as office:
            again = await withdraw_again(
                office.database, stops, made_at=head.made_at, now=office.clock.now()
            )
            print(_("Withdrawn again, as after the copy: {count}.").format(count=again))
            erased = await apply_erasures(
                office.database, erasures, keys=office.keys, clock=office.clock
            )
            print(_("Destroyed again, as after the copy: {count}.").format(count=erased))
            async with office.database.reading() as session:
                schools = [(one.id, one.short_name) for one in await all_schools(session)]
            is_intact = True
            for school_id, name in schools:
                verified = await verify_chain(office.database, school_id, keys=office.keys)
                is_intact = is_intact and verified.is_intact
                if verified.is_intact:
                    print(f"{name}: chain intact, {verified.entry_count} entries")
                else:
                    print(
                        _("{school}: the chain is not intact, see `verify`.").format(school=name)
                    )
        return 0 if is_intact else 1

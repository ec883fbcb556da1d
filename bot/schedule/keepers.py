"""What keeps copies, archives and the stop list, wired to an installation's settings."""

import asyncio
from collections.abc import Awaitable, Callable

from bot import __version__
from bot.schedule.archives import ArchiveKeeper, DirectorsKey
from bot.schedule.copies import CopyKeeper
from bot.schedule.minutely import Minutely
from bot.settings import Settings, system_language
from services.clock import Clock
from services.database import Database
from services.due.service import DueService
from services.keys import Keys
from services.privacy.stop_list import STOP_LIST, stop_list, write_stop_list

__all__ = ["archives_of", "copies_of", "keeping_stop_list"]


def copies_of(
    settings: Settings, database: Database, *, due: DueService, clock: Clock, keys: Keys
) -> Minutely:
    """Return what keeps copies, as the settings say."""
    keeper = CopyKeeper(
        database,
        due=due,
        clock=clock,
        keys=keys,
        data_dir=settings.data_dir,
        program=__version__,
        places=settings.backup_places,
    )
    return Minutely("copies", keeper.keep)


def archives_of(
    settings: Settings, database: Database, *, due: DueService, clock: Clock, keys: Keys
) -> Minutely:
    """Return what keeps archives, as the settings say."""
    keeper = ArchiveKeeper(
        database,
        due=due,
        clock=clock,
        keys=keys,
        key=DirectorsKey(settings.archive_recipient, settings.archive_passphrase_file),
        places=settings.backup_places,
        program=__version__,
        language=system_language(),
    )
    return Minutely("archives", keeper.keep)


def keeping_stop_list(
    settings: Settings, database: Database, keys: Keys
) -> Callable[[], Awaitable[None]]:
    """Return the job that keeps what was destroyed outside of the database and its backups."""

    async def keep() -> None:
        lines = await stop_list(database, keys=keys)
        if lines:
            await asyncio.to_thread(write_stop_list, settings.data_dir / STOP_LIST, lines)

    return keep

"""Copies that make themselves: one a day in the data directory, one a week there and elsewhere.

Beside the ticker and not a job of it: a job runs inside a transaction, and a copy takes longer
than others may wait for one.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from structlog import get_logger

from services.archive.alerts import alert_of_places
from services.archive.places import Placed, copies_in, copy_into, old_copies
from services.clock import Clock
from services.database import Database
from services.due.service import DueService
from services.keys import Keys
from services.privacy.stop_list import STOP_LIST as ERASURES
from services.privacy.stop_list import stop_list, write_stop_list
from services.privacy.withdrawal_list import STOP_LIST, merge_stop_lists, stops_of

__all__ = ["KEPT_DAILY", "KEPT_WEEKLY", "CopyKeeper"]

# No copy lives longer than 30 days: what was destroyed must be gone from copies too (152-FZ).
KEPT_DAILY = 14
KEPT_WEEKLY = 4

_log = get_logger(__name__)


class CopyKeeper:
    """Makes the day's and the week's copy once, whichever process comes first."""

    def __init__(
        self,
        database: Database,
        *,
        due: DueService,
        clock: Clock,
        keys: Keys,
        data_dir: Path,
        program: str,
        places: Sequence[Path] = (),
    ) -> None:
        """Keep copies of *database* below *data_dir*; those of the week in *places*, too."""
        self._database = database
        self._due = due
        self._clock = clock
        self._keys = keys
        self._data_dir = data_dir
        self._program = program
        self._places = tuple(places)
        self._listed_in = ""  # the hour in which the places got the stop lists last

    async def keep(self) -> list[Placed]:
        """Write the stop lists; make the copies that are missing, and take old ones away."""
        now = self._clock.now()
        await self._write_stops(now)
        backups = self._data_dir / "backups"
        return [
            *await self._make_missing("daily", [backups / "daily"], KEPT_DAILY, now=now),
            *await self._make_missing(
                "weekly", [backups / "weekly", *self._places], KEPT_WEEKLY, now=now
            ),
        ]

    async def _make_missing(
        self, name: str, folders: Sequence[Path], kept: int, *, now: datetime
    ) -> list[Placed]:
        """Copy into the folders that lack this day's or week's copy; once an hour, if it fails."""
        lacking = [
            folder
            for folder in folders
            if not await asyncio.to_thread(_has_copy, folder, now, name)
        ]
        if not lacking:
            return []
        period = f"{now:%Y-%m-%d}" if name == "daily" else f"{now:%G-W%V}"
        if not await self._due.do_once(f"copy_{name}", _nothing, slot=f"{period}T{now:%dT%H}"):
            return []
        own = folders[0]
        await asyncio.to_thread(own.mkdir, parents=True, exist_ok=True, mode=0o700)
        placed, _tables = await copy_into(
            self._database, lacking, keys=self._keys, now=now, program=self._program
        )
        made = [one for one in placed if one.problem is None]
        if made:
            # What /status shows as the last backup: a copy that was made, not one that was tried.
            await self._due.do_once("backup", _nothing, slot=now.isoformat(timespec="seconds"))
        for one in made:
            await asyncio.to_thread(_take_away, one.folder, kept)
        for one in placed:
            if one.problem is not None:
                _log.error("a copy was not made", outcome=one.problem.value)
        await alert_of_places(self._database, placed, now=now)
        return placed

    async def _write_stops(self, now: datetime) -> None:
        """Keep what was withdrawn and destroyed outside of the copies; in places once an hour."""
        await asyncio.to_thread(self._data_dir.mkdir, parents=True, exist_ok=True)
        async with self._database.reading() as session:
            known = await stops_of(session)
        merge_stop_lists([self._data_dir / STOP_LIST], known)
        hour = f"{now:%Y-%m-%dT%H}"
        if hour == self._listed_in:
            return
        self._listed_in = hour
        erasures = await stop_list(self._database, keys=self._keys)
        for folder in self._places:
            if await asyncio.to_thread(folder.is_dir):
                try:
                    await asyncio.to_thread(merge_stop_lists, [folder / STOP_LIST], known)
                    await asyncio.to_thread(write_stop_list, folder / ERASURES, erasures)
                except OSError:
                    _log.warning("a place does not take the stop lists")


def _has_copy(folder: Path, now: datetime, name: str) -> bool:
    """Whether this day's or this week's copy is there."""
    made = next(iter(copies_in(folder).values()), None)
    if made is None:
        return False
    if name == "daily":
        return made.date() == now.date()
    return made.isocalendar()[:2] == now.isocalendar()[:2]


def _take_away(folder: Path, kept: int) -> None:
    for file in old_copies(folder, keep=kept):
        file.unlink(missing_ok=True)


async def _nothing() -> None:
    """Only the note that this process makes the copy is kept in the transaction."""

"""Copies that make themselves: one a day and one a week, in the data directory.

Beside the ticker and not a job of it: a job runs inside a transaction, and a copy takes longer
than others may wait for one.
"""

import asyncio
from datetime import datetime
from pathlib import Path

from structlog import get_logger

from bot.waiting import Stop
from services.archive.alerts import alert_administrators
from services.archive.places import CopyProblem, Placed, copy_into, old_copies
from services.clock import Clock
from services.database import Database
from services.due.service import DueService
from services.keys import Keys
from services.privacy.withdrawal_list import STOP_LIST, merge_stop_lists, stops_of
from services.vocabulary import OfficeAlertKind

__all__ = ["KEPT_DAILY", "KEPT_WEEKLY", "CopyKeeper"]

# No copy lives longer than 30 days: what was destroyed must be gone from copies too (152-FZ).
KEPT_DAILY = 14
KEPT_WEEKLY = 4
_LOOK_EVERY_SECONDS = 60.0

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
    ) -> None:
        """Keep copies of *database* below *data_dir*."""
        self._database = database
        self._due = due
        self._clock = clock
        self._keys = keys
        self._data_dir = data_dir
        self._program = program
        self._stop = Stop()

    async def run(self) -> None:
        """Look every minute until stopped; a failure waits for the next hour."""
        await self._stop.pause(_LOOK_EVERY_SECONDS)
        while not self._stop.is_asked:
            try:
                await self.keep()
            except Exception:  # noqa: BLE001  # the loop must go on
                _log.exception("copies are not kept")
            await self._stop.pause(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        self._stop.ask()

    async def keep(self) -> list[Placed]:
        """Write the stop list; make the copies that are missing, and take old ones away."""
        now = self._clock.now()
        await self._write_stops()
        made: list[Placed] = []
        for name, period, kept in (
            ("daily", f"{now:%Y-%m-%d}", KEPT_DAILY),
            ("weekly", f"{now:%G-W%V}", KEPT_WEEKLY),
        ):
            folder = self._data_dir / "backups" / name
            if _has_copy(folder, now, name):
                continue
            slot = f"{period}T{now:%H}"
            if await self._due.do_once(f"copy_{name}", _nothing, slot=slot):
                made.append(await self._make(folder, kept=kept, now=now))
        return made

    async def _make(self, folder: Path, *, kept: int, now: datetime) -> Placed:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        (placed,), _tables = await copy_into(
            self._database, [folder], keys=self._keys, now=now, program=self._program
        )
        if placed.problem is None:
            # What /status shows as the last backup: a copy that was made, not one that was tried.
            await self._due.do_once("backup", _nothing, slot=now.isoformat(timespec="seconds"))
            for file in old_copies(folder, keep=kept):
                file.unlink(missing_ok=True)
        else:
            _log.error("a copy was not made", outcome=placed.problem.value)
            is_full = placed.problem is CopyProblem.FULL
            kind = OfficeAlertKind.COPY_FULL if is_full else OfficeAlertKind.COPY_FAILED
            await alert_administrators(self._database, kind, detail=str(folder), now=now)
        return placed

    async def _write_stops(self) -> None:
        await asyncio.to_thread(self._data_dir.mkdir, parents=True, exist_ok=True)
        async with self._database.reading() as session:
            known = await stops_of(session)
        merge_stop_lists([self._data_dir / STOP_LIST], known)


def _has_copy(folder: Path, now: datetime, name: str) -> bool:
    """Whether this day's or this week's copy is there."""
    newest = max(folder.glob("peremena-*.backup"), default=None)
    if newest is None:
        return False
    made = datetime.strptime(newest.stem, "peremena-%Y%m%dT%H%M%SZ").replace(tzinfo=now.tzinfo)
    if name == "daily":
        return made.date() == now.date()
    return made.isocalendar()[:2] == now.isocalendar()[:2]


async def _nothing() -> None:
    """Only the note that this process makes the copy is kept in the transaction."""

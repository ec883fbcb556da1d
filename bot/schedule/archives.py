"""Archives that make themselves: the year so far every month, and each period when it is closed.

Source: S4 5.1 (monthly, to two media), S3 4 (at the end of a period). Beside the ticker, as
copies are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from structlog import get_logger

from services.archive.alerts import alert_administrators, alert_of_places
from services.archive.calendar import due_archives
from services.archive.period import collect
from services.archive.places import Placed
from services.archive.placing import place_archive
from services.archive.sealing import NoArchiveKey, Seal, seal_of
from services.clock import Clock
from services.database import Database, bind_school
from services.due.repository import taken_slots
from services.due.service import DueService
from services.exchange.repository import all_schools
from services.i18n import language_or_default, use_locale
from services.keys import Keys
from services.regulation.repository import load_profile, load_work_days
from services.reports.office import data
from services.reports.office.ask import NoSuchPeriod, PeriodWish
from services.vocabulary import OfficeAlertKind

__all__ = ["ArchiveKeeper", "DirectorsKey"]

_TRIED, _PLACED = "archive_tried", "archive"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DirectorsKey:
    """What the settings name to close archives with."""

    recipient: str | None
    passphrase_file: Path | None

    def seal(self) -> Seal:
        """Return the seal.

        Raises:
            NoArchiveKey: with why.
        """
        return seal_of(self.recipient, self.passphrase_file)


class ArchiveKeeper:
    """Makes each archive once in each place, whichever process comes first."""

    def __init__(
        self,
        database: Database,
        *,
        due: DueService,
        clock: Clock,
        keys: Keys,
        key: DirectorsKey,
        places: Sequence[Path],
        program: str,
        language: str | None,
    ) -> None:
        """Put archives in *places*; without any, nothing is ever due."""
        self._database = database
        self._due = due
        self._clock = clock
        self._keys = keys
        self._key = key
        self._places = tuple(places)
        self._program = program
        self._language = language_or_default(language)

    async def keep(self) -> list[Placed]:
        """Make what is due and missing; a place that takes nothing is tried again in an hour."""
        if not self._places:
            return []
        now = self._clock.now()
        async with self._database.reading() as session:
            schools = [one.id for one in await all_schools(session)]
        found: list[Placed] = []
        for school_id in schools:
            for name, wish in (await self._due_of(school_id, now=now)).items():
                found += await self._make(school_id, name, wish, now=now)
        return found

    async def _due_of(self, school_id: int, *, now: datetime) -> dict[str, PeriodWish]:
        with bind_school(school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                year = await data.year_at(session, on=today)
                if year is None:
                    return {}
                periods = await data.periods_of_grade(session, year.id)
                work_days = await load_work_days(session, profile)
        return due_archives(year, periods, work_days, today=today)

    async def _make(
        self, school_id: int, name: str, wish: PeriodWish, *, now: datetime
    ) -> list[Placed]:
        async with self._database.reading() as session:
            done = await taken_slots(session, job=_PLACED, school_id=school_id, prefix=name)
        lacking = [one for one in self._places if _slot(name, one) not in done]
        if not lacking or not await self._due.do_once(
            _TRIED, _nothing, slot=f"{name}:{now:%Y-%m-%dT%H}", school_id=school_id
        ):
            return []
        try:
            seal = self._key.seal()
        except NoArchiveKey:
            await alert_administrators(
                self._database, OfficeAlertKind.ARCHIVE_KEY, detail="", now=now
            )
            return []
        with use_locale(self._language):
            try:
                contents = await collect(
                    self._database, school_id=school_id, wish=wish, keys=self._keys, now=now,
                    program=self._program,
                )  # fmt: skip
            except NoSuchPeriod:
                return []
            placed = await place_archive(
                contents, lacking, seal=seal, keys=self._keys, now=now, program=self._program
            )
        for one in placed:
            if one.file is None:
                _log.error("an archive was not made", school_id=school_id)
                continue
            await self._due.do_once(
                _PLACED, _nothing, slot=_slot(name, one.folder), school_id=school_id
            )
            await alert_administrators(
                self._database, OfficeAlertKind.ARCHIVE_MADE, detail=str(one.file), now=now
            )
        await alert_of_places(self._database, placed, now=now)
        return placed


def _slot(name: str, place: Path) -> str:
    return f"{name}:{hashlib.sha256(str(place).encode()).hexdigest()[:12]}"


async def _nothing() -> None:
    """Only the note is kept in the transaction."""

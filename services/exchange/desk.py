"""The import as the office does it: only one's own school, planned first, saved as planned."""

from services.access.identity import Identity
from services.access.policy import Action, require
from services.clock import Clock
from services.database import Database, bind_school
from services.exchange.service import ImportReport, ImportService
from services.exchange.workbook import Workbook
from services.keys import Keys
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode

__all__ = ["ImportDesk"]


class ImportDesk:
    """Plans and saves what the office brings."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._imports = ImportService(database, clock, keys)

    async def may_send(self, who: Identity) -> bool:
        """Whether lists may come through the chat: only where messages may say everything.

        Raises:
            NotAllowed: not theirs to bring.
        """
        require(who, Action.IMPORT_LISTS)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                return (await load_profile(session)).content_mode is ContentMode.FULL

    async def plan(
        self, who: Identity, workbook: Workbook, *, with_leavers: bool = False
    ) -> ImportReport:
        """Return what saving would do; nothing is stored.

        Raises:
            NotAllowed: not theirs to bring.
        """
        require(who, Action.IMPORT_LISTS)
        return await self._imports.plan(
            workbook, own_school_id=who.school_id, with_leavers=with_leavers
        )

    async def save(
        self, who: Identity, workbook: Workbook, *, planned: str, with_leavers: bool
    ) -> ImportReport:
        """Store all of it, if it does what was *planned*; else nothing, and no school is named.

        Raises:
            NotAllowed: not theirs to bring.
        """
        require(who, Action.IMPORT_LISTS)
        return await self._imports.apply(
            workbook,
            own_school_id=who.school_id,
            with_leavers=with_leavers,
            actor_id=who.person_id,
            planned=planned,
        )

"""The confidentiality briefing: owed at the first entry of staff, confirmed once by «Ознакомлен».

Until then a member of staff has no rights here (``services/access``). Clause: S1 App. 5; 152-FZ
art. 7 and 18.1 (those who process data know their duties).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.models import Briefing
from services.regulation.repository import load_profile

__all__ = ["EDITION", "BriefingService", "owe_briefing"]

EDITION = "2026-11"  # of the text in handlers/screens/briefing; a new one may be owed again


async def owe_briefing(session: AsyncSession, person_id: int) -> None:
    """Owe the briefing to a member of staff who comes in for the first time."""
    if await session.scalar(select(exists().where(Briefing.person_id == person_id))):
        return
    session.add(Briefing(person_id=person_id, edition=EDITION, read_at=None))
    await session.flush()


class BriefingService:
    """Records who has read it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def acknowledge(self, actor: Actor) -> tuple[datetime, ZoneInfo] | None:
        """Record that the member of staff has read it; pressed again it stays as it was.

        Returns when it was read, by the school's clock; None when nobody here owes it.
        """
        who = actor.staff
        if who is None:
            return None
        with bind_school(who.school_id), acting(who.person_id, why="briefing read"):
            async with self._database.transaction() as session:
                rows = await session.scalars(
                    select(Briefing)
                    .where(Briefing.person_id == who.person_id)
                    .order_by(Briefing.id.desc())
                )
                row = rows.first()
                if row is None:
                    return None
                if row.read_at is None:
                    row.read_at = self._clock.now()
                    await session.flush()
                return row.read_at, (await load_profile(session)).timezone

"""/control: what is late in the journal, for the deputy head and the director.

Source: S0 7.1, 7.3 and S3 3 (the journal is controlled); the deadlines and their clauses are in
``services/regulation/deadlines``.
"""

from datetime import date, datetime

from services.access.identity import Identity
from services.access.policy import Action, require
from services.control.report import WeekReport, read_report
from services.control.week import week_of
from services.database import Database, bind_school
from services.regulation.repository import load_profile

__all__ = ["ControlService", "WeekReport"]


class ControlService:
    """Reads what is late."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def week(self, who: Identity, *, now: datetime, on: date | None = None) -> WeekReport:
        """Return the week of a day (of today when none is named).

        Raises:
            NotAllowed: they control nothing.
        """
        require(who, Action.SEE_CONTROL)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                first, last = week_of(min(on or today, today))
                return await read_report(session, profile, first=first, last=last, now=now)

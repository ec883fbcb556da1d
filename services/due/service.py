"""Doing scheduled work once per slot, however many processes and restarts there are."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.clock import Clock
from services.database import Database
from services.due import repository

__all__ = ["DEPLOYMENT", "DueService"]

DEPLOYMENT = 0  # instead of a school's id: work for the deployment as a whole
_KEPT = timedelta(days=400)  # a school year and the summer after it


class DueService:
    """Hands out each slot of each job once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def do_once(
        self,
        job: str,
        work: Callable[[], Awaitable[object]],
        *,
        slot: str,
        school_id: int = DEPLOYMENT,
    ) -> bool:
        """Do *work* together with the note that it was done; False when it was done before.

        One unit of work: if it fails, or the process dies, neither has happened.
        """
        async with self._database.unit_of_work() as session:
            is_ours = await repository.claim(
                session, job=job, school_id=school_id, slot=slot, now=self._clock.now()
            )
            if is_ours:
                await work()
        return is_ours

    async def purge(self) -> int:
        """Delete notes that nobody will ask for again; return how many."""
        async with self._database.transaction() as session:
            return await repository.purge(session, ran_before=self._clock.now() - _KEPT)

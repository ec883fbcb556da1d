"""Where a token's evenly spaced send moments come from: this process alone, or a shared row.

One number is kept, the next free moment (theoretical arrival time): a reservation moves it on.
"""

from collections import deque
from collections.abc import Sequence

from sqlalchemy import Table, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Database, insert_or_ignore
from services.models import SendSlot
from services.outbox.ports import EngineTime
from services.outbox.queue_time import DATABASE_NOW

__all__ = ["MemorySlots", "SqlSlots"]

_REMEMBERED_OFFSETS = 20
_REMEMBERED_DELAYS = 5
_LONGEST_LEAD_SECONDS = 0.5

_slot: Table = SendSlot.__table__  # type: ignore[assignment]  # declared as any FromClause


class MemorySlots:
    """Slots of the only process that sends for its token (SQLite)."""

    is_shared = False

    def __init__(self, time: EngineTime, *, rate: float) -> None:
        """Give *rate* slots a second, the first one a second from now.

        What the process before this one sent in its last second is not known any more.
        """
        self._time = time
        self._interval = 1.0 / rate
        self._next_at = time.now() + 1.0

    async def reserve(self, count: int, *, horizon: float) -> Sequence[float]:
        """Return the next *count* moments, none if the first is *horizon* seconds away."""
        now = self._time.now()
        if self._next_at > now + horizon:
            return ()
        first = max(self._next_at, now)
        self._next_at = first + count * self._interval
        return [first + index * self._interval for index in range(count)]

    async def push(self, seconds: float) -> None:
        """Give no moment before *seconds* have passed."""
        self._next_at = max(self._next_at, self._time.now() + seconds)


class SqlSlots:
    """Slots of a token that several processes share; the database's clock counts (PostgreSQL).

    A slot that is late is thrown away (see ``Pacer``), so none lies before the answer is expected:
    behind a database that takes 0.1 s to answer, every slot of 30 a second would come too late.
    """

    is_shared = True

    def __init__(self, database: Database, time: EngineTime, *, bot_id: int, rate: float) -> None:
        """Give *rate* slots a second for the token of *bot_id*, together with other processes."""
        self._database = database
        self._time = time
        self._bot_id = bot_id
        self._interval = 1.0 / rate
        self._offsets: deque[float] = deque(maxlen=_REMEMBERED_OFFSETS)
        self._delays: deque[float] = deque([0.0], maxlen=_REMEMBERED_DELAYS)
        self._is_known = False

    async def reserve(self, count: int, *, horizon: float) -> Sequence[float]:
        """Return the next *count* moments, none if the first is *horizon* seconds away."""
        asked_at = self._time.now()
        lead = min(max(self._delays), _LONGEST_LEAD_SECONDS)
        async with self._database.transaction() as session:
            await self._ensure(session)
            row = (
                await session.execute(
                    update(_slot)
                    .where(
                        _slot.c.bot_id == self._bot_id,
                        _slot.c.tat <= DATABASE_NOW + horizon + lead,
                    )
                    .values(
                        tat=func.greatest(_slot.c.tat, DATABASE_NOW + lead)
                        + count * self._interval
                    )
                    .returning(_slot.c.tat, DATABASE_NOW.label("now"))
                )
            ).one_or_none()
        self._delays.append(self._time.now() - asked_at)
        if row is None:
            return ()
        # An answer takes a while to arrive, so our seconds seem to lie further ahead than they
        # do; the quickest of the last answers is nearest to the truth.
        self._offsets.append(self._time.now() - row.now)
        first = row.tat - count * self._interval + min(self._offsets)
        return [first + index * self._interval for index in range(count)]

    async def push(self, seconds: float) -> None:
        """Give no moment before *seconds* have passed, to any process."""
        async with self._database.transaction() as session:
            await self._ensure(session)
            await session.execute(
                update(_slot)
                .where(_slot.c.bot_id == self._bot_id)
                .values(tat=func.greatest(_slot.c.tat, DATABASE_NOW + seconds))
            )

    async def _ensure(self, session: AsyncSession) -> None:
        if not self._is_known:
            await session.execute(
                insert_or_ignore(session, SendSlot, keys=("bot_id",)),
                [{"bot_id": self._bot_id, "tat": 0.0}],
            )
            self._is_known = True

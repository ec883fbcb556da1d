"""How much waits to be told, and for how long already: for those who watch the machine."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, func, select

from services.clock import Clock
from services.database import Database
from services.models import ChatQueue

__all__ = ["OutboxFigures", "OutboxGauge"]

_queue: Table = ChatQueue.__table__  # type: ignore[assignment]  # declared as any FromClause


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """Chats with something due, chats somebody works on, and how late the latest is."""

    due_chats: int
    busy_chats: int
    lag_seconds: float


class OutboxGauge:
    """Reads the queue of chats; a row for each chat, so it is cheap at any number of notices."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def read(self) -> OutboxFigures:
        """Return the figures of this moment."""
        now = self._clock.now()
        query = select(
            func.count(_queue.c.account_id),
            func.count(_queue.c.owner),
            func.min(_queue.c.head_due_at),
        ).where(_queue.c.head_due_at <= now)
        async with self._database.reading() as session:
            due, busy, first = (await session.execute(query)).one()
        return OutboxFigures(due, busy, _seconds(first, now))


def _seconds(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())

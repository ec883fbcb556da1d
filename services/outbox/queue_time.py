"""The time in which chats get ready: the database's clock where processes share it, else ours."""

from typing import Protocol

from sqlalchemy import ColumnElement, Double, cast, func, literal

from services.database import Database
from services.outbox.ports import EngineTime

__all__ = ["DATABASE_NOW", "DatabaseQueueTime", "LocalQueueTime", "QueueTime", "queue_time_of"]

# The statement's own moment, not the transaction's beginning.
DATABASE_NOW: ColumnElement[float] = cast(func.extract("epoch", func.clock_timestamp()), Double)


class QueueTime(Protocol):
    """Seconds in which ``chat_queue`` counts, for use inside statements."""

    def now(self) -> ColumnElement[float]:
        """Return the current moment as an expression."""
        ...


class DatabaseQueueTime:
    """The clock of a PostgreSQL that several processes share."""

    def now(self) -> ColumnElement[float]:
        """Return the server's moment."""
        return DATABASE_NOW


class LocalQueueTime:
    """The monotonic seconds of the only process."""

    def __init__(self, time: EngineTime) -> None:
        self._time = time

    def now(self) -> ColumnElement[float]:
        """Return this process's moment."""
        return literal(self._time.now(), Double())


def queue_time_of(database: Database, time: EngineTime) -> QueueTime:
    """Return the time that counts on this kind of database."""
    return LocalQueueTime(time) if database.is_sqlite else DatabaseQueueTime()

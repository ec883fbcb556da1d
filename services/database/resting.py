"""Connections of a pool that may have died while nobody used them."""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["ping_after_a_rest"]

# Asking before every use was a tenth of what a short answer costs the processor. Who meets a
# connection that died within this time tries again, as after a death in the middle.
_REST_SECONDS = 1.0
_USED_AT = "used_at"


def ping_after_a_rest(engine: AsyncEngine, *, rest_seconds: float = _REST_SECONDS) -> None:
    """Let the pool of *engine* ask a connection whether it lives, when it has rested so long.

    One that does not is replaced, and so are all that are as old.
    """
    sync_engine = engine.sync_engine

    @event.listens_for(sync_engine, "checkin")
    def _remember(_connection: DBAPIConnection | None, record: Any) -> None:
        record.info[_USED_AT] = time.monotonic()

    @event.listens_for(sync_engine, "checkout")
    def _ask(connection: DBAPIConnection, record: Any, _fairy: Any) -> None:
        used_at = record.info.get(_USED_AT)
        if used_at is None or time.monotonic() - used_at < rest_seconds:
            return
        try:
            sync_engine.dialect.do_ping(connection)
        except Exception as error:
            raise InvalidatePoolError from error

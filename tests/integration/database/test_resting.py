"""Connections that died while they rested are replaced before anybody notices."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.database.resting import ping_after_a_rest

pytestmark = pytest.mark.postgres


@pytest.fixture
def shared_url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


_NUMBER = text("SELECT pg_backend_pid()")


async def _number(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(_NUMBER) or 0)


async def _killed_while_resting(url: str, *, rest_seconds: float) -> tuple[AsyncEngine, int]:
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    ping_after_a_rest(engine, rest_seconds=rest_seconds)
    number = await _number(engine)
    other = create_async_engine(url)
    async with other.connect() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": number})
    await other.dispose()
    return engine, number


async def test_who_died_at_rest_is_replaced(shared_url: str) -> None:
    """The first one to ask gets a living connection."""
    engine, killed = await _killed_while_resting(shared_url, rest_seconds=0.0)
    assert killed != await _number(engine)
    await engine.dispose()


async def test_who_was_used_just_now_is_not_asked_and_replaced_after_one_fault(
    shared_url: str,
) -> None:
    """One statement fails, and the next gets a living connection."""
    engine, killed = await _killed_while_resting(shared_url, rest_seconds=3600.0)
    with pytest.raises(DBAPIError):
        await _number(engine)
    assert killed != await _number(engine)
    await engine.dispose()

"""The SQL of the installation's row; sessions come from outside, nothing is committed here."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.models import Deployment

__all__ = ["insert_fingerprint", "stored_fingerprint"]

_ROW = 1


async def stored_fingerprint(session: AsyncSession) -> str | None:
    """Return the fingerprint of the secret the database was made with, if it has one yet."""
    return await session.scalar(select(Deployment.secret_fingerprint))


async def insert_fingerprint(session: AsyncSession, fingerprint: str) -> None:
    """Store the fingerprint unless there is one: of two processes the first one is right."""
    statement = insert_or_ignore(session, Deployment, keys=("id",))
    await session.execute(statement.values(id=_ROW, secret_fingerprint=fingerprint))

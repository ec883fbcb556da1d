"""Refuses a secret other than the one whose hashes and seals are in the database."""

from services.database import Database
from services.deployment import repository
from services.errors import DiaryError
from services.keys import Keys

__all__ = ["AnotherSecret", "require_same_secret"]


class AnotherSecret(DiaryError):
    """The database was made with another secret: no code, phone or seal of it would fit."""


async def require_same_secret(database: Database, keys: Keys) -> None:
    """Return when *keys* come from the secret of this database; the first one becomes it.

    Raises:
        AnotherSecret: the database knows another one.
    """
    async with database.reading() as session:
        stored = await repository.stored_fingerprint(session)
    if stored is None:
        async with database.transaction() as session:
            await repository.insert_fingerprint(session, keys.fingerprint)
            stored = await repository.stored_fingerprint(session)
    if stored != keys.fingerprint:
        raise AnotherSecret

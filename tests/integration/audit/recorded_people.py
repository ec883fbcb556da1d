"""What the tests of the chain share: people to store, and the check itself."""

from services.audit import Verification, verify_chain
from services.database import Database
from services.keys import Keys
from services.models import Person
from services.vocabulary import PersonKind

__all__ = ["KEYS", "person", "verified"]

KEYS = Keys("a secret of the tests, long enough")


def person(name: str = "Anna", **values: object) -> Person:
    """Return a student who is not stored yet."""
    return Person(kind=PersonKind.STUDENT, family_name="Orlova", given_name=name, **values)


async def verified(database: Database, school_id: int, *, keys: Keys = KEYS) -> Verification:
    """Return what the check of a school's chain says."""
    return await verify_chain(database, school_id, keys=keys)

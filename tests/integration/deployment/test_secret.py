"""Tests of the secret a database belongs to."""

import pytest

from bot.same_secret import WrongSecret, keep_to_its_secret
from services.database import Database
from services.keys import Keys

FIRST = Keys("the first secret of the tests, long enough")
SECOND = Keys("another secret of the tests, long enough")


async def test_the_first_secret_is_remembered(database: Database):
    """The same secret opens the database again."""
    await keep_to_its_secret(database, FIRST)
    await keep_to_its_secret(database, FIRST)


async def test_another_secret_is_refused(database: Database):
    """With another key no code or phone would fit: nothing starts, and the line names the way."""
    await keep_to_its_secret(database, FIRST)

    with pytest.raises(WrongSecret) as refusal:
        await keep_to_its_secret(database, SECOND)
    assert "secret.key" in str(refusal.value)

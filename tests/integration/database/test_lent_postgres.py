"""What one test leaves in a database, the next one does not find."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.databases import PostgresTemplates

pytestmark = pytest.mark.postgres

_SCHOOL = """
    INSERT INTO school (name, short_name, timezone, created_at)
    VALUES ('Школа', 'Школа', 'Asia/Yekaterinburg', now()) RETURNING id
"""


def test_the_next_borrower_finds_nothing_and_numbers_begin_anew(
    postgres_templates: PostgresTemplates,
) -> None:
    """Rows and counters are as in a database just made."""
    with postgres_templates.lent() as first:
        ids = [_ask(first, _SCHOOL)]
    with postgres_templates.lent() as second:
        left = _ask(second, "SELECT count(*) FROM school")
        ids.append(_ask(second, _SCHOOL))

    assert first == second
    assert 0 == left
    assert [1, 1] == ids


def test_a_changed_schema_is_lent_to_nobody_else(postgres_templates: PostgresTemplates) -> None:
    """Whoever drops a trigger spoils that database only."""
    with postgres_templates.lent() as first:
        _ask(first, "CREATE TABLE left_behind (id integer)")
    with postgres_templates.lent() as second:
        assert first != second


def _ask(url: str, statement: str) -> int | None:
    async def ask() -> int | None:
        where = make_url(url)
        connection = await asyncpg.connect(
            user="postgres", database=where.database, host=where.query["host"]
        )
        try:
            value: int | None = await connection.fetchval(statement)
        finally:
            await connection.close()
        return value

    return asyncio.run(ask())

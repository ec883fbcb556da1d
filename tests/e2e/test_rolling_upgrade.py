"""A newer version migrates PostgreSQL while processes of this one work: they go on."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from bot.database_setup import change_schema
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.process import BotProcess
from tests.e2e.world import school_world

pytestmark = [pytest.mark.e2e, pytest.mark.postgres]

_TABLES = ("account", "chat_queue", "inbox_update", "lesson", "mark", "message", "notice", "told")
# What a migration may do before the last process of the version before it has ended
# (docs/OPERATIONS.md): it adds what that version does not know and can do without.
_NEXT_VERSION = (
    *(
        f"ALTER TABLE {table} ADD COLUMN of_tomorrow integer DEFAULT 7"
        for table in (
            "account",
            "chat_queue",
            "inbox_update",
            "lesson",
            "mark",
            "message",
            "notice",
        )
    ),
    "CREATE TABLE of_tomorrow (id bigint PRIMARY KEY)",
    "CREATE INDEX of_tomorrow_notice ON notice (of_tomorrow)",
    "UPDATE alembic_version SET version_num = 'of tomorrow'",
)


@pytest.fixture
def url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


def _migrate(connection: Connection) -> None:
    for statement in _NEXT_VERSION:
        connection.execute(text(statement))


async def test_a_running_process_goes_on_with_a_newer_schema(url, tmp_path):
    """The statements it has prepared still hold; another copy of it is refused in one line."""
    async with school_world(url, tmp_path) as world:
        await world.bot.start()
        teacher = await world.link_staff("T004")
        mother = await world.link_guardian("P0027")
        await world.save_line(teacher, "7А алгебра 23.11: Орлова 5")
        await mother.wait_for("Алгебра, пн 23.11", timeout=PATIENCE_SECONDS)

        await change_schema(url, _migrate)
        await world.save_line(teacher, "7А алгебра 24.11: Орлова 4")
        await mother.wait_for("Алгебра, вт 24.11", timeout=PATIENCE_SECONDS)
        second = BotProcess(replace(world.surroundings, extra={"TEST_ONLY": "delivery,schedule"}))
        second.log_file = tmp_path / "second.log"
        await second.start()
        refused = await second.wait()
        stopped = await world.bot.stop()

    told = [m.text for m in mother.messages if m.from_bot and "Алгебра" in m.text]
    assert 2 == len(told)
    assert (1, 0) == (refused, stopped)
    assert 1 == len(second.log().strip().splitlines())
    assert "error" not in world.bot.log()

"""Everything into another database by one command: from SQLite to PostgreSQL, and back."""

import asyncio
from argparse import Namespace
from pathlib import Path

import pytest

from bot.commands.move import run as move
from bot.file_lock import only_process
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings
from services.audit import verify_chain
from services.database import Database
from services.i18n import use_locale
from tests.integration.archive.conftest import KEYS, SECRET
from tests.integration.archive.test_copies import fill, rows_of


@pytest.fixture
def other_url(request, database_url, sqlite_url):
    """Give the address of an empty database of the other kind."""
    if database_url.startswith("sqlite"):
        return str(request.getfixturevalue("postgres_templates").empty())
    return sqlite_url


def _settings(families, folder) -> Settings:
    url = families.database.url.render_as_string(hide_password=False)
    return Settings(_env_file=None, secret_key=SECRET, data_dir=folder, database_url=url)


async def _move(families, url, folder) -> int:
    """Move as the command does: it brings loops of its own."""
    return await asyncio.to_thread(move, Namespace(to=url), _settings(families, folder))


@pytest.mark.postgres
async def test_everything_is_moved_and_compared(
    families, other_url, tmp_path, capsys, monkeypatch
):
    """The same rows, an intact chain, what to set next; the old database stays as it was."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    await fill(families)
    before = await rows_of(families.database)
    status = await _move(families, other_url, tmp_path)
    other = Database(other_url)
    try:
        after = await rows_of(other)
        verified = await verify_chain(other, families.school.school_id, keys=KEYS)
    finally:
        await other.close()

    said = capsys.readouterr().out
    assert 0 == status
    assert before == after == await rows_of(families.database)
    assert verified.is_intact
    assert "Now write into .env: DATABASE_URL=" in said
    assert [] == list(tmp_path.glob("move*"))


async def test_a_move_that_cannot_be_is_refused(families, tmp_path):
    """Onto itself, or while the bot works with the file: nothing is made."""
    url = families.database.url.render_as_string(hide_password=False)
    with use_locale("en"):
        with pytest.raises(UsageProblem):
            await _move(families, url, tmp_path)
        with pytest.raises(UsageProblem):
            await _move(families, "no address", tmp_path)
    if families.database.is_sqlite:
        with (
            only_process(Path(str(families.database.url.database))),
            pytest.raises(CommandFailed),
        ):
            await _move(families, f"sqlite+aiosqlite:///{tmp_path}/new.db", tmp_path)

    assert not (tmp_path / "new.db").exists()

"""``peremena run`` as its own process, against the sandbox: refusals, and an orderly life."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.file_lock import only_process
from bot.sandbox.chats import SANDBOX_TOKEN, Telegram
from bot.sandbox.server import SandboxServer
from services.clock import SystemClock

ROOT = Path(__file__).parents[3]
FOREIGN_TOKEN = "4200000002:a-token-telegram-does-not-know"
NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/school"

pytestmark = pytest.mark.e2e


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    """Give a Telegram whose time is the process's own."""
    async with SandboxServer(Telegram(SystemClock())) as running:
        yield running


async def _start(folder: Path, url: str, **settings: str) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_API_URL": url,
        "LISTEN_PORT": "0",
        "LC_ALL": "en_GB.UTF-8",
        **settings,
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def _end(process: asyncio.subprocess.Process) -> tuple[int | None, list[str]]:
    async with asyncio.timeout(60):
        _, errors = await process.communicate()
    return process.returncode, errors.decode().splitlines()


@pytest.mark.parametrize(
    ("settings", "status", "word"),
    [
        ({}, 2, "BOT_TOKEN"),
        ({"BOT_TOKEN": "not a token"}, 2, "BOT_TOKEN"),
        ({"BOT_TOKEN": FOREIGN_TOKEN}, 1, "BOT_TOKEN"),
        ({"BOT_TOKEN": SANDBOX_TOKEN, "DATABASE_URL": NOWHERE, "SECRET_KEY": "k" * 40}, 1, "127"),
    ],
)
async def test_what_cannot_run_says_why_in_one_line(
    tmp_path: Path, server: SandboxServer, settings: dict[str, str], status: int, word: str
):
    """No token, no usable one, one that Telegram does not know, a database that is not there."""
    ended, lines = await _end(await _start(tmp_path, server.url, **settings))

    assert status == ended
    assert len(lines) == 1
    assert lines[0].startswith("peremena run: ")
    assert word in lines[0]


async def test_a_newer_database_is_left_alone(
    tmp_path: Path, server: SandboxServer, sqlite_templates
):
    """After going back to an older version: one line, and nothing is sent."""
    url = sqlite_templates.fresh()
    with closing(sqlite3.connect(url.partition("///")[2])) as file:
        file.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
        file.commit()

    ended, lines = await _end(
        await _start(tmp_path, server.url, BOT_TOKEN=SANDBOX_TOKEN, DATABASE_URL=url)
    )

    assert ended == 1
    assert 1 == len(lines)
    assert "newer version of Peremena: use that version" in lines[0]
    assert server.telegram.calls() == []


async def test_a_second_copy_on_the_same_file_does_not_start(
    tmp_path: Path, server: SandboxServer
):
    """It says so and leaves the first one alone."""
    with only_process(tmp_path / "data" / "peremena.db"):
        ended, lines = await _end(await _start(tmp_path, server.url, BOT_TOKEN=SANDBOX_TOKEN))

    assert ended == 1
    assert len(lines) == 1
    assert server.telegram.calls() == []


async def test_a_person_is_answered_and_sigterm_ends_it_in_order(
    tmp_path: Path, server: SandboxServer
):
    """It makes its database, answers, and at the signal leaves nothing unfinished."""
    person = server.telegram.add_user(first_name="Ольга")
    process = await _start(tmp_path, server.url, BOT_TOKEN=SANDBOX_TOKEN)
    await person.send("/start")
    answer = await person.wait_for(lambda _message: True, timeout=60)
    process.send_signal(signal.SIGTERM)
    ended, lines = await _end(process)

    assert answer.text
    assert ended == 0
    assert not [line for line in lines if "error" in line.lower()]
    assert 1 == sum("There is no school yet" in line for line in lines)
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600

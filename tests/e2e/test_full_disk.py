"""The disk is full in the middle of an entry: nothing is half stored, and it goes on by itself."""

import asyncio
import resource
import socket
from dataclasses import replace

import aiohttp
import pytest

from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.process import BotProcess, command
from tests.e2e.world import SchoolWorld, school_world

pytestmark = pytest.mark.e2e

# No file may grow beyond it: what the system answers then is what a full disk answers, and it
# can be taken back while the process runs.
FULL = 4096


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _limit(world: SchoolWorld, size: int) -> None:
    _soft, hard = resource.prlimit(world.bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(world.bot.pid, resource.RLIMIT_FSIZE, (size, hard))


async def _ready(port: int, words: str) -> None:
    """Wait until the page of readiness says *words*."""
    async with asyncio.timeout(PATIENCE_SECONDS), aiohttp.ClientSession() as client:
        while True:
            async with client.get(f"http://127.0.0.1:{port}/readyz") as answer:
                if words in await answer.text():
                    return
            await asyncio.sleep(0.2)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux")
async def test_a_full_disk_holds_up_and_loses_nothing(tmp_path):
    """While it is full nothing is answered; with room again the line is read and saved once."""
    port = _free_port()
    url = f"sqlite+aiosqlite:///{tmp_path / 'school.db'}"
    async with school_world(url, tmp_path) as world:
        surroundings = replace(world.surroundings, extra={"LISTEN_PORT": str(port)})
        world.bot = BotProcess(surroundings)
        await world.bot.start()
        teacher = await world.link_staff("T004")
        _limit(world, FULL)
        await teacher.send("7А алгебра 23.11: Орлова 5")
        await _ready(port, "storage: not ready")
        answered = [m for m in teacher.messages if m.has_button("Сохранить")]
        _limit(world, resource.RLIM_INFINITY)
        await _ready(port, "storage: ok")
        await teacher.wait_for(lambda m: m.has_button("Сохранить"), timeout=PATIENCE_SECONDS)
        await teacher.press("Сохранить")
        await teacher.wait_for(lambda m: m.has_button("Отменить запись"), timeout=PATIENCE_SECONDS)
        stopped = await world.bot.stop()
        verified, said, _errors = await command(surroundings, "verify")

    assert [] == answered
    assert (0, 0) == (stopped, verified)
    assert "chain intact" in said

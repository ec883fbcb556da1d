"""A district's way to run: web, delivery and schedule apart, two of each on one PostgreSQL."""

import socket
from contextlib import AsyncExitStack
from dataclasses import replace

import aiohttp
import pytest

from services.database import Database
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.process import BotProcess
from tests.e2e.story import Story
from tests.e2e.world import SchoolWorld, school_world

pytestmark = [pytest.mark.e2e, pytest.mark.postgres]

SECRET = "only-telegram-knows"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _process(world: SchoolWorld, name: str, **settings: str) -> BotProcess:
    process = BotProcess(replace(world.surroundings, extra=settings))
    process.log_file = world.surroundings.data_dir / f"{name}.log"
    return process


async def _figures(port: int) -> dict[str, str]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        ready = await (await client.get("/readyz")).text()
        metrics = await (await client.get("/metrics")).text()
    return {"ready": ready, "metrics": metrics}


@pytest.fixture
def url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


async def test_work_goes_on_when_a_process_dies(url, tmp_path):
    """By webhook, with the delivery killed between two marks: both reach the mother, once."""
    port = _free_port()
    hook = {
        "TEST_ONLY": "web",
        "LISTEN_PORT": str(port),
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_SECRET": SECRET,
    }
    async with (
        school_world(url, tmp_path) as world,
        AsyncExitStack() as end,
    ):
        database = Database(url)
        end.push_async_callback(database.close)
        web = _process(world, "web", **hook)
        workers = [_process(world, f"worker{n}", TEST_ONLY="delivery,schedule") for n in range(2)]
        for process in (web, *workers):
            end.push_async_callback(process.end)
            await process.start()
        teacher = await world.link_staff("T004")
        mother = await world.link_guardian("P0027")
        await world.save_line(teacher, "7А алгебра 23.11: Орлова 5")
        await mother.wait_for("Алгебра, пн 23.11", timeout=PATIENCE_SECONDS)
        # What is in flight when a process dies may come twice: here nothing is to be.
        await Story(world, database, {}).settle()
        await workers[0].kill()
        await world.save_line(teacher, "7А алгебра 24.11: Орлова 4")
        await mother.wait_for("Алгебра, вт 24.11", timeout=PATIENCE_SECONDS)
        seen = await _figures(port)
        statuses = [await process.stop() for process in (workers[1], web)]

    told = [m.text for m in mother.messages if m.from_bot and "Алгебра" in m.text]
    assert 2 == len(told)
    assert "telegram: ok" in seen["ready"]
    assert "peremena_database_up 1.0" in seen["metrics"]
    assert [0, 0] == statuses

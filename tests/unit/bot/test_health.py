"""The pages a supervisor looks at."""

import aiohttp
import pytest

from bot.web.health import health_routes
from bot.web.server import serve_pages


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def _broken() -> bool:
    raise ConnectionError


@pytest.mark.parametrize(
    ("check", "status", "words"),
    [(_yes, 200, "ok"), (_no, 503, "not ready"), (_broken, 503, "not ready")],
)
async def test_ready_only_when_every_part_is(check, status, words):
    """One part that cannot work makes the process not ready; it lives all the same."""
    routes = health_routes({"database": _yes, "telegram": check})
    async with (
        serve_pages(routes, host="127.0.0.1", port=0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client,
    ):
        ready = await client.get("/readyz")
        lives = await client.get("/livez")
        body = await ready.text()

    assert (status, 200) == (ready.status, lives.status)
    assert body == f"database: ok\ntelegram: {words}\n"

"""``/livez``: the process answers; ``/readyz``: each part says whether it can do its work."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from structlog import get_logger

__all__ = ["Check", "health_routes"]

Check = Callable[[], Awaitable[bool]]
"""Asks one part; an exception means no."""

_log = get_logger(__name__)


def health_routes(checks: Mapping[str, Check]) -> list[web.RouteDef]:
    """Return the routes; ``/readyz`` asks every one of *checks*."""

    async def livez(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        answers = {part: await _is_well(part, check) for part, check in checks.items()}
        lines = (
            f"{part}: {'ok' if answer else 'not ready'}\n" for part, answer in answers.items()
        )
        status = HTTPStatus.OK if all(answers.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        return web.Response(text="".join(lines), status=status)

    return [web.get("/livez", livez), web.get("/readyz", readyz)]


async def _is_well(part: str, check: Check) -> bool:
    try:
        return await check()
    except Exception:  # noqa: BLE001  # whatever it is, the part is not ready
        _log.exception("not ready", part=part)
        return False

"""The HTTP server of the process: started before the bot works, stopped after it has stopped."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

__all__ = ["serve_pages"]


@asynccontextmanager
async def serve_pages(
    routes: Iterable[web.AbstractRouteDef], *, host: str, port: int
) -> AsyncIterator[int]:
    """Serve *routes* for the time of the block; gives the port, which 0 lets the system choose.

    Raises:
        OSError: the port is taken.
    """
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()

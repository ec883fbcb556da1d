"""The sandbox behind a loopback port: Bot API, webhook pusher and, if wanted, the page."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.sandbox.bot_api import BotApi
from bot.sandbox.chats import Telegram
from bot.sandbox.faults import Faults
from bot.sandbox.page_api import SandboxPage
from bot.sandbox.rates import RateModel
from bot.sandbox.webhook import WebhookPusher

__all__ = ["SandboxServer"]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CLOSING_SECONDS = 1.0


class SandboxServer:
    """Serves one Telegram on this machine for as long as the context lasts."""

    def __init__(
        self,
        telegram: Telegram,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        page: SandboxPage | None = None,
        rates: RateModel | None = None,
        faults: Faults | None = None,
        pusher: WebhookPusher | None = None,
        more: Iterable[web.RouteDef] = (),
    ) -> None:
        """Prepare to serve *telegram* and *more* pages; port 0 takes a free one."""
        if host not in _LOOPBACK:
            raise ValueError(f"the sandbox has no passwords and serves loopback only, not {host}")
        self.telegram = telegram
        self.rates = rates or RateModel()
        self.faults = faults or Faults()
        self._pusher = pusher or WebhookPusher(telegram)
        self._page = page
        self._more = tuple(more)
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._pushing: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return all routes, for an application that mounts the sandbox among its own."""
        api = BotApi(self.telegram, rates=self.rates, faults=self.faults)
        page = self._page.routes() if self._page is not None else ()
        return [*api.routes(), *page, *self._more]

    @property
    def url(self) -> str:
        """The address, for a browser and for TelegramAPIServer.from_base."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def __aenter__(self) -> Self:
        """Start listening."""
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSING_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]
        self._pushing = asyncio.create_task(  # noqa: TID251  # awaited in __aexit__
            self._pusher.run(), name="sandbox webhook pusher"
        )
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let waiting receivers and open pages go, and stop listening."""
        self.telegram.updates.end_waiting()
        if self._page is not None:
            self._page.close()
        if self._pushing is not None:
            self._pushing.cancel()
            with suppress(asyncio.CancelledError):
                await self._pushing
        if self._runner is not None:
            await self._runner.cleanup()

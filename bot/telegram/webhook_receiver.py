"""Webhook: Telegram brings updates; each is answered 200 only after it is committed to the inbox.

Telegram sends the updates of a chat one by one, the next only after a 200: so nothing is lost and
nothing overtakes.
"""

import hmac
from http import HTTPStatus
from typing import Any

from aiogram.methods import GetWebhookInfo, SetWebhook
from aiohttp import web
from structlog import get_logger

from bot.telegram.raw_update import HANDLED_KINDS, read_update
from bot.telegram.receiving import Receiving

__all__ = ["SECRET_HEADER", "WebhookReceiver"]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name, not the secret
_LOOK_SECONDS = 60.0  # whether the webhook is still ours, and whether Telegram gets through
_CONNECTIONS = 40  # Telegram's default: so many chats at once

_log = get_logger(__name__)


class WebhookReceiver(Receiving):
    """Sets the webhook, keeps it set, and takes in what is posted to it."""

    def __init__(self, *arguments: Any, base_url: str, secret: str, **options: Any) -> None:
        """As ``Receiving``; Telegram posts below *base_url* and proves itself by *secret*."""
        super().__init__(*arguments, **options)
        self.path = f"/tg/{self._bot.id}"
        self._url = base_url + self.path
        self._secret = secret
        self._last_error = 0

    def routes(self) -> list[web.RouteDef]:
        """Return the route that Telegram posts to."""
        return [web.post(self.path, self._posted)]

    async def _switch(self) -> None:
        await self._bot(
            SetWebhook(
                url=self._url,
                secret_token=self._secret,
                allowed_updates=list(HANDLED_KINDS),
                drop_pending_updates=False,
                max_connections=_CONNECTIONS,
            )
        )

    async def _receive(self) -> None:
        await self._pause(_LOOK_SECONDS)
        info = await self._stop.unless_asked(lambda: self._bot(GetWebhookInfo()))
        if info is None:
            return
        if info.url != self._url:
            _log.warning("the webhook was taken away or changed, setting it again")
            self._is_connected = False
        happened = info.last_error_date
        last_error = int(happened.timestamp()) if happened is not None else 0
        if last_error > self._last_error:
            _log.warning(
                "Telegram could not deliver to the webhook", waiting=info.pending_update_count
            )
        self._last_error = last_error

    async def _posted(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        update = read_update(await request.read())
        if update is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._take_in([update])
        except Exception:  # noqa: BLE001  # Telegram keeps it and comes again
            _log.exception("an update cannot be stored, Telegram will bring it again")
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

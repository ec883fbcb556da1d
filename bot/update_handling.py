"""One update of the inbox: a unit of work, then its screens; or refused, repeated, set aside."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from structlog import get_logger

from bot.middlewares.refusal import Refused
from bot.telegram.menu import CommandMenus
from bot.telegram.raw_update import kind_of, language_code_of, user_id_of
from bot.telegram.shows import ShowPlace, Shows, place_of
from handlers.screens.errors import failed, getting_ready, recorded_before_restart
from handlers.show import Say, Show
from services.access.identity import Actor
from services.access.service import AccessService
from services.database import Database
from services.i18n import language_or_default, use_locale
from services.inbox.facts import ChatKey, InboxItem
from services.inbox.service import InboxService
from services.outbox.reachability import ReachabilityService
from services.preparation import NotPrepared, Ready, preparing

__all__ = ["NOTHING_LEFT", "UpdateHandling"]

NOTHING_LEFT = None
# A handler waits for nothing but the database; one that hangs would stop everybody on SQLite.
_HANDLER_SECONDS = 30.0
# Twenty megabytes over a village's line, and reading them.
_PREPARING_SECONDS = 120.0
_WRITTEN = ("message", "callback_query")

_log = get_logger(__name__)


class UpdateHandling:
    """Handles the next update of a chat, whatever happens to it."""

    def __init__(
        self,
        *,
        database: Database,
        inbox: InboxService,
        access: AccessService,
        reachability: ReachabilityService,
        feed: Callable[[Mapping[str, Any]], Awaitable[tuple[Show, ...]]],
        shows: Shows,
        menus: CommandMenus,
    ) -> None:
        """Hand payloads to *feed* inside a unit of work, and its answers to *shows* after it.

        *menus* learn whom they are for after every update, *reachability* that who writes can be
        written to.
        """
        self._database = database
        self._inbox = inbox
        self._access = access
        self._reachability = reachability
        self._feed = feed
        self._shows = shows
        self._menus = menus

    async def handle_next(self, chat: ChatKey) -> float | None:
        """Handle the chat's next update.

        Return how many seconds the chat must rest before the one after it; ``NOTHING_LEFT``
        (None) when there was none, or another process works for this chat. What has to be got
        ready first is got ready outside of the unit of work, which then begins again.
        """
        with preparing() as ready:
            while True:
                try:
                    return await self._handle(chat)
                except NotPrepared as wanted:
                    await self._get_ready(chat, ready, wanted)

    async def _get_ready(self, chat: ChatKey, ready: Ready, wanted: NotPrepared) -> None:
        with use_locale(wanted.language):
            message = getting_ready()
        await self._shows.show(ShowPlace(chat_id=chat.chat_id), (Say(message),))
        async with asyncio.timeout(_PREPARING_SECONDS):
            await ready.get(wanted)

    async def _handle(self, chat: ChatKey) -> float | None:
        item: InboxItem | None = None
        try:
            async with asyncio.timeout(_HANDLER_SECONDS), self._database.unit_of_work():
                item = await self._inbox.take(chat)
                if item is None:
                    return NOTHING_LEFT
                self._shows.expect(item.payload)
                shows = await self._answer(item)
                actor = await self._sender_of(item)
                if actor is not None and kind_of(item.payload) in _WRITTEN:
                    await self._be_reachable(actor)
                await self._inbox.apply(item, is_shown=bool(shows))
        except Refused as refused:
            if item is not None:
                await self._show(item, (Say(refused.message),))
        except NotPrepared:
            raise
        except Exception:
            if item is None:
                raise
            return await self._recover(item)
        else:
            await self._show(item, shows)
            # Of what the update may have made of them.
            if actor is not None and actor.chat_id == item.chat.chat_id:
                await self._menus.refresh(actor)
        return 0.0

    async def tell_abandoned(self, chat: ChatKey) -> None:
        """Tell a chat that its last action counts although nobody has shown the result."""
        actor = await self._access.actor(bot_id=chat.bot_id, telegram_user_id=chat.chat_id)
        if actor is None:  # a group, or somebody who left: nothing of theirs was recorded
            return
        with use_locale(actor.language):
            message = recorded_before_restart()
        await self._shows.show(ShowPlace(chat_id=chat.chat_id), (Say(message),))

    async def _answer(self, item: InboxItem) -> tuple[Show, ...]:
        return await self._feed(item.payload) if kind_of(item.payload) else ()

    async def _show(self, item: InboxItem, shows: tuple[Show, ...]) -> None:
        await self._shows.show(place_of(item.payload), shows)
        if shows:
            await self._inbox.finish(item)

    async def _sender_of(self, item: InboxItem) -> Actor | None:
        return await self._access.actor(
            bot_id=item.chat.bot_id, telegram_user_id=user_id_of(item.payload)
        )

    async def _be_reachable(self, actor: Actor) -> None:
        if not actor.is_reachable:
            await self._reachability.back(
                bot_id=actor.bot_id, telegram_user_id=actor.telegram_user_id
            )

    async def _recover(self, item: InboxItem) -> float:
        wait = await self._inbox.count_failure(item)
        _log.exception("update failed", update_id=item.update_id, attempt=item.attempts + 1)
        if wait is not None:
            return wait.total_seconds()
        actor = await self._readable_sender_of(item)
        is_stranger = actor is None or not actor.is_linked
        await self._inbox.set_aside(item, is_stranger=is_stranger)
        language = actor.language if actor else language_or_default(language_code_of(item.payload))
        if kind_of(item.payload) != "my_chat_member":
            with use_locale(language):
                sorry = Say(failed())
            await self._shows.show(place_of(item.payload), (sorry,))
        return 0.0

    async def _readable_sender_of(self, item: InboxItem) -> Actor | None:
        try:
            return await self._sender_of(item)
        except Exception:  # noqa: BLE001  # perhaps the very thing that failed: then a stranger
            _log.exception("account not readable", update_id=item.update_id)
            return None

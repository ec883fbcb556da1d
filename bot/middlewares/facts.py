"""Puts into a handler's reach who is asking, where, and what time it is."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.middlewares.user_context import EVENT_CONTEXT_KEY, EventContext
from aiogram.types import TelegramObject, Update

from handlers.where import Where
from services.access.service import AccessService
from services.clock import Clock

__all__ = ["FactsMiddleware"]

_PRIVATE = "private"


class FactsMiddleware(BaseMiddleware):
    """Provides ``where``, ``actor`` and ``now``; in a group nobody is anybody."""

    def __init__(self, *, access: AccessService, clock: Clock, bot_id: int) -> None:
        """Ask *access* about accounts of the bot with our id *bot_id*."""
        self._access = access
        self._clock = clock
        self._bot_id = bot_id

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Provide the facts and go on; an update of nobody, such as a channel's, ends here."""
        context: EventContext = data[EVENT_CONTEXT_KEY]
        if context.user is None or context.chat is None or not isinstance(event, Update):
            return None
        where = Where(
            bot_id=self._bot_id,
            chat_id=context.chat.id,
            telegram_user_id=context.user.id,
            language_code=context.user.language_code or "",
            is_private=context.chat.type == _PRIVATE,
            update_id=event.update_id,
        )
        actor = None
        if where.is_private:
            actor = await self._access.actor(
                bot_id=self._bot_id, telegram_user_id=where.telegram_user_id
            )
        return await handler(
            event, {**data, "where": where, "actor": actor, "now": self._clock.now()}
        )

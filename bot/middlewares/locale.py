"""Lets every sentence of an answer be written in the person's language."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject

from handlers.where import Where
from services.access.identity import Actor
from services.i18n import language_or_default, use_locale

__all__ = ["LocaleMiddleware"]


class LocaleMiddleware(BaseMiddleware):
    """The language a person has chosen; before that the one of their app, if we have it."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Go on in the right language."""
        actor: Actor | None = data["actor"]
        language = actor.language if actor else await _language_of_stranger(data)
        with use_locale(language):
            return await handler(event, data)


async def _language_of_stranger(data: dict[str, Any]) -> str:
    """Return what a stranger chose in this dialogue, which is all we keep, or the app's."""
    where: Where = data["where"]
    state: FSMContext | None = data.get("state")
    chosen = await state.get_value("language") if state is not None else None
    return language_or_default(chosen or where.language_code)

"""Puts aiogram's dispatcher together: routes, middlewares, dialogue state, services by name."""

from collections.abc import Mapping
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.fsm.storage.base import BaseStorage
from aiogram.types import Update

from bot.middlewares.button_data import ButtonDataMiddleware, ButtonNumbersMiddleware
from bot.middlewares.facts import FactsMiddleware
from bot.middlewares.locale import LocaleMiddleware
from bot.middlewares.refusal import RefusalMiddleware
from bot.middlewares.tables import TablesMiddleware
from bot.routes import RouteIndex
from handlers.show import Answer, Delete, Edit, Say, Show, Toast
from services.access.service import AccessService
from services.clock import Clock

__all__ = ["Feed", "build_dispatcher"]


def build_dispatcher(
    *,
    router: Router,
    access: AccessService,
    clock: Clock,
    bot_id: int,
    storage: BaseStorage,
    services: Mapping[str, object],
) -> Dispatcher:
    """Return a dispatcher with the routes of *router*; handlers get *services* by name."""
    dispatcher = Dispatcher(storage=storage)
    dispatcher.workflow_data.update(services)
    dispatcher.update.outer_middleware(
        FactsMiddleware(access=access, clock=clock, bot_id=bot_id),
    )
    dispatcher.update.outer_middleware(LocaleMiddleware())
    dispatcher.update.outer_middleware(TablesMiddleware(access))
    dispatcher.update.outer_middleware(RefusalMiddleware())
    dispatcher.update.outer_middleware(ButtonDataMiddleware())
    dispatcher.callback_query.middleware(ButtonNumbersMiddleware())
    dispatcher.include_router(RouteIndex(router))
    return dispatcher


class Feed:
    """Hands a raw update to the handlers and their answer back; it opens no transaction."""

    def __init__(self, dispatcher: Dispatcher, bot: Bot) -> None:
        self._dispatcher = dispatcher
        self._bot = bot

    async def __call__(self, payload: Mapping[str, Any]) -> tuple[Show, ...]:
        """Return what is to be shown.

        Raises:
            Refused: an expected refusal, with its sentence.
            ValidationError: the update has a shape that aiogram does not know.
        """
        # Not feed_raw_update: it logs the text of exceptions, which may quote what a person wrote.
        update = Update.model_validate(payload, context={"bot": self._bot})
        answer = await self._dispatcher.feed_update(self._bot, update)
        return _shows(None if answer is UNHANDLED else answer)


def _shows(answer: Answer) -> tuple[Show, ...]:
    match answer:
        case None:
            return ()
        case Say() | Edit() | Toast() | Delete():
            return (answer,)
        case _:
            return tuple(answer)

"""Decides which form of a screen goes: native tables to who sees them, lists to everybody else.

Whoever opens a page with a table for the first time is shown a small one and asked, once.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from handlers.screens.tables import tables_question
from handlers.show import Edit, Say
from services.access.identity import Actor
from services.access.service import AccessService
from services.vocabulary import TableSight

__all__ = ["TablesMiddleware"]


class TablesMiddleware(BaseMiddleware):
    """Takes the rich form away from answers to people who have not said that they see it."""

    def __init__(self, access: AccessService) -> None:
        """Remember through *access* who was asked."""
        self._access = access

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Return the answer in the form that is seen; perhaps with the question behind it."""
        answer = await handler(event, data)
        actor: Actor | None = data["actor"]
        shows = answer if isinstance(answer, Sequence) else (answer,)
        has_tables = any(isinstance(show, Say | Edit) and show.message.rich for show in shows)
        if not has_tables or (actor is not None and actor.tables is TableSight.YES):
            return answer
        plain = tuple(map(_plain, shows))
        if actor is None or actor.tables is not TableSight.UNASKED:
            return plain
        await self._access.set_tables(actor, TableSight.ASKED)
        return (*plain, *map(Say, tables_question()))


def _plain(show: object) -> object:
    match show:
        case Say(message) if message.rich:
            return Say(replace(message, rich=""))
        case Edit(message) if message.rich:
            return Edit(replace(message, rich=""))
        case _:
            return show

"""/status: how the school and the program are doing."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.screens import status as screens
from handlers.show import Answer, Say, Toast
from services.access.identity import Actor
from services.errors import NotAllowed
from services.joining.status import StatusService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="status")
    made.message.register(status_asked, Command("status"))
    made.callback_query.register(status_opened, Open.filter(F.screen == "status"))
    return made


async def status_asked(
    _message: Message, actor: Actor | None, status: StatusService, now: datetime
) -> Answer:
    """Show the counts."""
    if actor is None or actor.staff is None:
        raise NotAllowed
    return Say(screens.status_page(await status.status(actor.staff, now=now)))


async def status_opened(
    _query: CallbackQuery, actor: Actor | None, status: StatusService, now: datetime
) -> Answer:
    """Show the counts anew."""
    if actor is None or actor.staff is None:
        raise NotAllowed
    return (Toast(), Say(screens.status_page(await status.status(actor.staff, now=now))))

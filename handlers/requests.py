"""Confirming people whose phone number cannot: the list, and one press per decision."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.callbacks.joining import DecideRequest
from handlers.callbacks.menu import Open
from handlers.screens import requests as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor
from services.errors import NotAllowed, OutOfDate
from services.joining.service import JoiningService

__all__ = ["router"]

_AT_ONCE = 5  # cards; the next ones follow when these are decided


def router() -> Router:
    """Return the routes."""
    made = Router(name="requests")
    made.callback_query.register(listed, Open.filter(F.screen == "requests"))
    made.callback_query.register(decided, DecideRequest.filter())
    return made


async def listed(_query: CallbackQuery, actor: Actor | None, joining: JoiningService) -> Answer:
    """Show who is waiting, a card each, the oldest first."""
    cards = await joining.requests.open_requests(actor) if actor is not None else ()
    if not cards:
        return (Toast(), Edit(screens.no_requests()))
    return (Toast(), *(Say(screens.card(one)) for one in cards[:_AT_ONCE]))


async def decided(
    _query: CallbackQuery,
    callback_data: DecideRequest,
    actor: Actor | None,
    joining: JoiningService,
) -> Answer:
    """Record the decision in place of its card."""
    if actor is None:
        raise NotAllowed
    decisions = dict(enumerate(screens.DECISIONS))
    if callback_data.decision not in decisions:
        raise OutOfDate
    outcome = await joining.requests.decide(
        actor, callback_data.request_id, verified_by=decisions[callback_data.decision]
    )
    return (Toast(), Edit(screens.decided(outcome)))

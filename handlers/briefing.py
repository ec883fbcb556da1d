"""The confidentiality briefing: what staff see until they have read it."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.briefing import AcknowledgeBriefing
from handlers.callbacks.menu import Open
from handlers.screens import briefing as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor
from services.errors import OutOfDate
from services.joining.briefings import BriefingService

__all__ = ["needs_briefing", "router"]


def needs_briefing(actor: Actor | None) -> bool:
    """Whether an account is nothing but a member of staff who has not read the briefing."""
    return actor is not None and actor.owes_briefing and not actor.family


def _is_unbriefed(_event: Message | CallbackQuery, actor: Actor | None = None) -> bool:
    return needs_briefing(actor)


def router() -> Router:
    """Return the routes: the button, and before it is pressed everything of the journal."""
    made = Router(name="briefing")
    made.callback_query.register(acknowledged, AcknowledgeBriefing.filter())
    made.callback_query.register(opened, Open.filter(F.screen == "briefing"))
    made.message.register(asked, _is_unbriefed)
    made.callback_query.register(pressed, _is_unbriefed)
    return made


async def acknowledged(
    _query: CallbackQuery, actor: Actor | None, briefings: BriefingService
) -> Answer:
    """Record that it was read."""
    done = await briefings.acknowledge(actor) if actor is not None else None
    if done is None:
        raise OutOfDate
    return (Toast(), Edit(screens.acknowledged(*done)))


async def opened(_query: CallbackQuery) -> Answer:
    """Show the briefing below the menu."""
    return (Toast(), Say(screens.briefing()))


async def asked(_message: Message) -> Answer:
    """Whatever was written: first the briefing."""
    return Say(screens.briefing())


async def pressed(_query: CallbackQuery) -> Answer:
    """Whatever was pressed: first the briefing."""
    return (Toast(), Say(screens.briefing()))

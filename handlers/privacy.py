"""«My data»: what is held, and taking consent back in two presses."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.joining import WithdrawConsent
from handlers.callbacks.menu import Open
from handlers.screens import privacy as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.where import Where
from services.access.identity import Actor
from services.errors import OutOfDate
from services.outgoing import OutgoingMessage
from services.privacy.service import PrivacyService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="privacy")
    made.message.register(asked, Command("privacy"))
    made.callback_query.register(opened, Open.filter(F.screen == "privacy"))
    made.callback_query.register(withdrawal_opened, Open.filter(F.screen == "withdraw"))
    made.callback_query.register(withdrawal_pressed, WithdrawConsent.filter())
    return made


async def asked(_message: Message, actor: Actor | None, privacy: PrivacyService) -> Answer:
    """Show what is held."""
    return Say(await _overview(actor, privacy))


async def opened(_query: CallbackQuery, actor: Actor | None, privacy: PrivacyService) -> Answer:
    """Show what is held, in place of the menu."""
    return (Toast(), Edit(await _overview(actor, privacy)))


async def withdrawal_opened(
    _query: CallbackQuery, actor: Actor | None, privacy: PrivacyService
) -> Answer:
    """First press: say what withdrawing means; nothing has happened yet."""
    held = await privacy.overview(actor) if actor is not None else ()
    if not any(one.given for one in held):
        raise OutOfDate
    return (Toast(), Edit(screens.withdrawal_choice(held)))


async def withdrawal_pressed(
    _query: CallbackQuery,
    callback_data: WithdrawConsent,
    actor: Actor | None,
    where: Where,
    privacy: PrivacyService,
) -> Answer:
    """Second press: withdraw, with effect at once."""
    if actor is None:
        raise OutOfDate
    facts = await privacy.withdraw(actor, callback_data.consent_id, update_id=where.update_id)
    return (Toast(), Edit(screens.withdrawn(facts)))


async def _overview(actor: Actor | None, privacy: PrivacyService) -> OutgoingMessage:
    held = await privacy.overview(actor) if actor is not None else ()
    return screens.overview(held) if held else screens.nothing_held()

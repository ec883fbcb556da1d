"""/settings: what a person may choose for themselves."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open, SetTomorrowCard
from handlers.screens import settings as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.outgoing import OutgoingMessage
from services.preferences.service import PreferencesService
from services.vocabulary import PersonKind

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="settings")
    made.message.register(settings_asked, Command("settings"))
    made.callback_query.register(settings_opened, Open.filter(F.screen == "settings"))
    made.callback_query.register(card_set, SetTomorrowCard.filter())
    return made


async def settings_asked(
    _message: Message, actor: Actor | None, preferences: PreferencesService
) -> Answer:
    """Show what is chosen."""
    return Say(await _page(actor, preferences))


async def settings_opened(
    _query: CallbackQuery, actor: Actor | None, preferences: PreferencesService
) -> Answer:
    """Show what is chosen below the menu."""
    return (Toast(), Say(await _page(actor, preferences)))


async def card_set(
    _query: CallbackQuery,
    callback_data: SetTomorrowCard,
    actor: Actor | None,
    preferences: PreferencesService,
) -> Answer:
    """Send the evening card from now on, or no more."""
    await preferences.set_tomorrow_card(_family(actor), is_wanted=callback_data.is_wanted)
    return (Toast(), Edit(await _page(actor, preferences)))


async def _page(actor: Actor | None, preferences: PreferencesService) -> OutgoingMessage:
    family = _family(actor)
    return screens.settings_page(
        await preferences.settings(family),
        has_contacts=any(one.kind is PersonKind.GUARDIAN for one in family),
    )


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()

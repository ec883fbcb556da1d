"""The menu, help and language: the way back from everywhere."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.briefing import needs_briefing
from handlers.callbacks.menu import Open, SetLanguage, ToMenu
from handlers.screens import briefing as briefing_screens
from handlers.screens import menu as screens
from handlers.screens import start as start_screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor
from services.access.service import AccessService
from services.i18n import language_or_default, use_locale
from services.joining.facts import Welcome
from services.joining.service import JoiningService
from services.outgoing import OutgoingMessage

__all__ = ["main_menu", "router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="menu")
    made.message.register(menu_asked, Command("menu"))
    made.message.register(help_asked, Command("help"))
    made.message.register(language_asked, Command("language"))
    made.callback_query.register(menu_opened, ToMenu.filter())
    made.callback_query.register(more_opened, Open.filter(F.screen.startswith(screens.MORE)))
    made.callback_query.register(menu_opened, Open.filter(F.screen == "menu"))
    made.callback_query.register(entry_help_opened, Open.filter(F.screen == "entry_help"))
    made.callback_query.register(language_opened, Open.filter(F.screen == "language"))
    made.callback_query.register(language_set, SetLanguage.filter())
    return made


async def main_menu(
    actor: Actor | None, joining: JoiningService, *, page: int = 0
) -> OutgoingMessage:
    """Return the menu of an account; for somebody unknown, who we are and how one gets in."""
    if actor is None or not actor.is_linked:
        facts = await joining.welcome(actor)
        if isinstance(facts, Welcome):
            return start_screens.welcome(facts)
        return start_screens.joining_step(facts)
    if needs_briefing(actor):
        return briefing_screens.briefing()
    return screens.main_menu(
        actor,
        screens.MenuFacts(
            open_requests=len(await joining.requests.open_requests(actor)),
            missing_consents=len(await joining.consents.missing(actor)),
            phone_changes=await joining.contacts.open_count(actor),
            corrections=await joining.corrections.open_count(actor),
            is_suspended=await joining.is_suspended(actor),
        ),
        page=page,
    )


async def menu_asked(
    _message: Message, actor: Actor | None, state: FSMContext, joining: JoiningService
) -> Answer:
    """Show the menu; what was to be typed is not awaited any more."""
    await state.set_state(None)
    return Say(await main_menu(actor, joining))


async def menu_opened(
    _query: CallbackQuery, actor: Actor | None, state: FSMContext, joining: JoiningService
) -> Answer:
    """Show the menu as a new message: the one pressed may be worth keeping.

    What was to be typed is not awaited any more: the next words are no answer to it.
    """
    await state.set_state(None)
    return (Toast(), Say(await main_menu(actor, joining)))


async def more_opened(
    _query: CallbackQuery, callback_data: Open, actor: Actor | None, joining: JoiningService
) -> Answer:
    """Turn the menu's page in place."""
    number = callback_data.screen.removeprefix(screens.MORE)
    page = int(number) if number.isdecimal() else 0
    return (Toast(), Edit(await main_menu(actor, joining, page=page)))


async def help_asked(_message: Message, actor: Actor | None, joining: JoiningService) -> Answer:
    """Say what the diary does for this person."""
    if actor is None or not actor.is_linked:
        return Say(await main_menu(actor, joining))
    return Say(screens.help_text(actor))


async def entry_help_opened(_query: CallbackQuery) -> Answer:
    """Explain how marks are recorded."""
    return (Toast(), Edit(screens.entry_help()))


async def language_asked(_message: Message) -> Answer:
    """Offer the languages."""
    return Say(screens.language_choice())


async def language_opened(_query: CallbackQuery) -> Answer:
    """Offer the languages in place of the menu."""
    return (Toast(), Edit(screens.language_choice()))


async def language_set(
    _query: CallbackQuery,
    callback_data: SetLanguage,
    actor: Actor | None,
    state: FSMContext,
    access: AccessService,
    joining: JoiningService,
) -> Answer:
    """Speak another language from now on; a stranger's choice lasts as long as the dialogue."""
    language = language_or_default(callback_data.code)
    if actor is None:
        await state.update_data(language=language)
    else:
        await access.set_language(actor, language)
    with use_locale(language):
        return (Toast(), Say(await main_menu(actor, joining)))

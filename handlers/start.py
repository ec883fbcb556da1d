"""The way in: the invitation's link or code, the contact, the request to a human."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.joining import AskHuman, CheckRequest
from handlers.consent import next_consent
from handlers.menu import main_menu
from handlers.screens import start as screens
from handlers.show import Answer, Say, Show, Toast
from handlers.where import Where
from services.access.identity import Actor
from services.access.service import AccessService
from services.i18n import current_language
from services.joining.codes import looks_like_code
from services.joining.facts import (
    InviteLapsed,
    JoiningStep,
    Linked,
    RequestSent,
    SharedContact,
    Visitor,
    Welcome,
)
from services.joining.service import JoiningService
from services.vocabulary import LinkRequestState, PersonKind

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="start")
    made.message.register(opened, CommandStart())
    made.message.register(contact_shared, F.contact)
    made.message.register(code_typed, F.text, F.text.func(looks_like_code), is_no_line)
    made.callback_query.register(human_asked, AskHuman.filter())
    made.callback_query.register(request_checked, CheckRequest.filter())
    return made


def is_no_line(message: Message, actor: Actor | None) -> bool:
    """Whether a text that looks like a code cannot be a teacher's line, which names a subject.

    Whoever is somebody already may become one more person: a parent of a second child's school,
    a teacher who is a mother.
    """
    if actor is None or actor.staff is None:
        return True
    return (message.text or "").isascii()


async def opened(
    message: Message,
    command: CommandObject,
    actor: Actor | None,
    where: Where,
    joining: JoiningService,
    access: AccessService,
) -> Answer:
    """Open the chat: with a code go in, without one see the menu, or who we are."""
    del message
    if command.args:
        step = await joining.try_code(_visitor(where), command.args)
        return await _after(step, where, joining, access)
    if actor is not None and actor.is_linked:
        return Say(await main_menu(actor, joining))
    facts = await joining.welcome(actor)
    if isinstance(facts, Welcome):
        return Say(screens.welcome(facts))
    return await _after(facts, where, joining, access)


async def code_typed(
    message: Message, where: Where, joining: JoiningService, access: AccessService
) -> Answer:
    """Take the code from the paper slip without any command."""
    step = await joining.try_code(_visitor(where), message.text or "")
    return await _after(step, where, joining, access)


async def contact_shared(
    message: Message, where: Where, joining: JoiningService, access: AccessService
) -> Answer:
    """Compare the number; a card without the sender's own id proves nothing."""
    if message.contact is None:
        return None
    contact = SharedContact(
        phone=message.contact.phone_number,
        user_id=message.contact.user_id,
        is_forwarded=message.forward_origin is not None,
    )
    step = await joining.verify_contact(_visitor(where), contact)
    return await _after(step, where, joining, access)


async def human_asked(
    _query: CallbackQuery, where: Where, joining: JoiningService, access: AccessService
) -> Answer:
    """Ask the class teacher or the office to confirm the person."""
    step = await joining.ask_human(_visitor(where))
    return (Toast(), *await _after(step, where, joining, access))


async def request_checked(
    _query: CallbackQuery,
    actor: Actor | None,
    where: Where,
    joining: JoiningService,
    access: AccessService,
) -> Answer:
    """Say what became of the request; a confirmed person goes on from here."""
    step = await joining.check_request(actor)
    return (Toast(), *await _after(step, where, joining, access))


async def _after(
    step: JoiningStep, where: Where, joining: JoiningService, access: AccessService
) -> tuple[Show, ...]:
    """Show a step; after the last one go on with consent or the menu."""
    actor = await access.actor(bot_id=where.bot_id, telegram_user_id=where.telegram_user_id)
    is_somebody = actor is not None and actor.is_linked
    match step:
        case Linked():
            shown = Say(screens.joining_step(step))
        case RequestSent(state=LinkRequestState.CONFIRMED):
            shown = Say(screens.confirmed())
        case InviteLapsed() if is_somebody:
            return (Say(await main_menu(actor, joining)),)  # an old button, long since inside
        case _:
            return (Say(screens.joining_step(step)),)
    if actor is None or not actor.is_linked:
        return (shown,)
    if step.kind is PersonKind.STAFF:
        return (shown, Say(await main_menu(actor, joining)))
    return (shown, *await next_consent(actor, joining))


def _visitor(where: Where) -> Visitor:
    return Visitor(
        bot_id=where.bot_id,
        telegram_user_id=where.telegram_user_id,
        chat_id=where.chat_id,
        language=current_language(),
    )

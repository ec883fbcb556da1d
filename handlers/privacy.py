"""«My data»: what is held, and taking consent back in two presses."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.joining import DeleteMyData, WithdrawConsent
from handlers.callbacks.menu import Open
from handlers.screens import privacy as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.where import Where
from services.access.identity import Actor
from services.access.policy import Action, is_allowed
from services.errors import OutOfDate
from services.outgoing import OutgoingMessage
from services.privacy.export import PersonalExport
from services.privacy.service import PrivacyService
from services.vocabulary import PersonKind

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="privacy")
    made.message.register(asked, Command("privacy"))
    made.callback_query.register(opened, Open.filter(F.screen == "privacy"))
    made.callback_query.register(withdrawal_opened, Open.filter(F.screen == "withdraw"))
    made.callback_query.register(withdrawal_pressed, WithdrawConsent.filter())
    made.callback_query.register(sent_opened, Open.filter(F.screen == "sent"))
    made.callback_query.register(export_asked, Open.filter(F.screen == "export"))
    made.callback_query.register(deletion_opened, Open.filter(F.screen == "delete"))
    made.callback_query.register(deletion_pressed, DeleteMyData.filter())
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


async def sent_opened(
    _query: CallbackQuery, actor: Actor | None, privacy: PrivacyService
) -> Answer:
    """Show when what kind of message was sent."""
    lines = await privacy.sent(actor) if actor is not None else ()
    return (Toast(), Edit(screens.sent(lines)))


async def export_asked(
    _query: CallbackQuery, actor: Actor | None, exports: PersonalExport
) -> Answer:
    """Send everything that is kept as a file."""
    if actor is None or not actor.is_linked:
        raise OutOfDate
    is_guardian = any(who.kind is PersonKind.GUARDIAN for who in actor.family)
    return (Toast(), Say(screens.export(await exports.file(actor), is_guardian=is_guardian)))


async def deletion_opened(_query: CallbackQuery, actor: Actor | None) -> Answer:
    """First press: say what deleting means; nothing has happened yet."""
    if actor is None or not actor.family:
        raise OutOfDate
    return (Toast(), Edit(screens.deletion_choice()))


async def deletion_pressed(
    _query: CallbackQuery, actor: Actor | None, privacy: PrivacyService
) -> Answer:
    """Second press: destroy, now."""
    if actor is None:
        raise OutOfDate
    return (Toast(), Edit(screens.deleted(await privacy.destroy_now(actor))))


async def _overview(actor: Actor | None, privacy: PrivacyService) -> OutgoingMessage:
    held = await privacy.overview(actor) if actor is not None else ()
    if actor is None or not held:
        return screens.nothing_held()
    keeps = actor.staff is not None and is_allowed(actor.staff, Action.KEEP_CONSENTS)
    return screens.overview(held, keeps_consents=keeps)

"""Reading a consent and deciding about it; every press is checked against what is true now."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.callbacks.joining import AnswerConsent, OpenConsent
from handlers.callbacks.menu import Open
from handlers.menu import main_menu
from handlers.screens import consent as screens
from handlers.show import Answer, Say, Show, Toast
from handlers.where import Where
from services.access.identity import Actor
from services.errors import OutOfDate
from services.joining.consent_facts import (
    AlreadyDecided,
    AskKey,
    ConsentAsk,
    ConsentClosed,
    ConsentRecorded,
    GuardianNeeded,
    NextConsent,
    TextChanged,
)
from services.joining.service import JoiningService

__all__ = ["next_consent", "router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="consent")
    made.callback_query.register(missing, Open.filter(F.screen == "consent"))
    made.callback_query.register(opened, OpenConsent.filter())
    made.callback_query.register(answered, AnswerConsent.filter())
    return made


async def next_consent(actor: Actor, joining: JoiningService) -> tuple[Show, ...]:
    """Show the next consent nobody has decided about, or the menu when there is none."""
    return await _after(await joining.consents.next_ask(actor), actor, joining)


async def missing(_query: CallbackQuery, actor: Actor | None, joining: JoiningService) -> Answer:
    """Show the one consent that is not given, or let the person choose among several."""
    actor = _known(actor)
    keys = await joining.consents.missing(actor)
    asks = [await joining.consents.open_ask(actor, key) for key in keys]
    readable = [ask for ask in asks if isinstance(ask, ConsentAsk)]
    if len(readable) > 1:
        return (Toast(), Say(screens.choose(readable)))
    following = readable[0] if readable else next(iter(asks), None)
    return (Toast(), *await _after(following, actor, joining))


async def opened(
    _query: CallbackQuery,
    callback_data: OpenConsent,
    actor: Actor | None,
    joining: JoiningService,
) -> Answer:
    """Show one consent to decide about."""
    actor = _known(actor)
    purpose = dict(enumerate(screens.PURPOSES)).get(callback_data.purpose)
    if purpose is None:
        raise OutOfDate
    key = AskKey(callback_data.person_id, callback_data.student_id, purpose)
    return (Toast(), *await _after(await joining.consents.open_ask(actor, key), actor, joining))


async def answered(
    _query: CallbackQuery,
    callback_data: AnswerConsent,
    actor: Actor | None,
    where: Where,
    joining: JoiningService,
) -> Answer:
    """Record the decision and go on with the next child, or with the menu."""
    actor = _known(actor)
    outcome = await joining.consents.decide(
        actor,
        person_id=callback_data.person_id,
        student_id=callback_data.student_id,
        text_id=callback_data.text_id,
        after_id=callback_data.after_id,
        is_given=callback_data.is_given,
        update_id=where.update_id,
    )
    match outcome:
        case ConsentRecorded():
            shown: list[Show] = [Toast(), Say(screens.recorded(outcome))]
            if outcome.following is not None:
                shown.extend(await _after(outcome.following, actor, joining))
            return shown
        case AlreadyDecided():
            return (Toast(), Say(screens.already_decided(outcome)))
        case TextChanged():
            return (Toast(), Say(screens.text_changed()), Say(screens.ask(outcome.ask)))
        case ConsentClosed():
            return (Toast(), Say(screens.closed()))


async def _after(
    following: NextConsent, actor: Actor, joining: JoiningService
) -> tuple[Show, ...]:
    match following:
        case ConsentAsk():
            return (Say(screens.ask(following)),)
        case ConsentClosed():
            return (Say(screens.closed()),)
        case GuardianNeeded():
            return (Say(screens.guardian_needed()),)
        case None:
            return (Say(await main_menu(actor, joining)),)


def _known(actor: Actor | None) -> Actor:
    """Return the actor; the button of somebody who left the diary is out of date.

    Raises:
        OutOfDate: nobody of a school is behind the account (any more).
    """
    if actor is None or not actor.is_linked:
        raise OutOfDate
    return actor

"""«My contacts»: a parent's new phone goes to the office as a request, which decides about it."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.people import DecideContact
from handlers.screens import contacts as screens
from handlers.screens import people_faults  # noqa: F401  # registers its sentences
from handlers.show import Answer, Edit, Say, Toast, request_cards
from handlers.states import WritingAccess
from handlers.who import staff_of
from services.access.identity import Actor
from services.errors import NotAllowed
from services.joining.contacts import ContactDesk

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="contacts")
    made.message.register(phone_typed, WritingAccess.phone, F.text, ~F.text.startswith("/"))
    made.callback_query.register(contacts_opened, Open.filter(F.screen == "contacts"))
    made.callback_query.register(phone_asked, Open.filter(F.screen == "new_phone"))
    made.callback_query.register(requests_opened, Open.filter(F.screen == "contact_requests"))
    made.callback_query.register(decided, DecideContact.filter())
    return made


async def contacts_opened(
    _query: CallbackQuery, actor: Actor | None, contacts: ContactDesk
) -> Answer:
    """Show what the school has of one's phone."""
    own = await contacts.own(actor) if actor is not None else None
    if own is None:
        raise NotAllowed
    return (Toast(), Edit(screens.own_contact(own)))


async def phone_asked(
    _query: CallbackQuery, actor: Actor | None, contacts: ContactDesk, state: FSMContext
) -> Answer:
    """Wait for the new number."""
    if actor is None or await contacts.own(actor) is None:
        raise NotAllowed
    await state.set_state(WritingAccess.phone)
    return (Toast(), Edit(screens.phone_question()))


async def phone_typed(
    message: Message,
    actor: Actor | None,
    contacts: ContactDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Hand the number to the office."""
    if actor is None:
        raise NotAllowed
    asked = await contacts.ask(actor, message.text or "", now=now)
    await state.clear()
    return Say(screens.phone_asked(asked))


async def requests_opened(
    _query: CallbackQuery, actor: Actor | None, contacts: ContactDesk, now: datetime
) -> Answer:
    """Show the changed phones to be decided about, a card each."""
    cards = await contacts.open_requests(actor.staff if actor else None, now=now)
    shown = [screens.card(one) for one in cards[: screens.AT_ONCE]]
    return request_cards(shown, none=screens.no_requests())


async def decided(
    _query: CallbackQuery,
    callback_data: DecideContact,
    actor: Actor | None,
    contacts: ContactDesk,
    now: datetime,
) -> Answer:
    """Record the decision in place of its card."""
    outcome = await contacts.decide(
        staff_of(actor),
        callback_data.request_id,
        is_confirmed=callback_data.is_confirmed,
        now=now,
    )
    return (Toast(), Edit(screens.decided(outcome)))

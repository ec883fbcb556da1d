"""/invite and /people: who is in the diary and who is missing; lists, search, and cards."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.people import OpenFound, OpenPeople, OpenPerson
from handlers.screens import people as lists
from handlers.screens import person_card
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingAccess
from handlers.who import staff_of
from services.access.identity import Actor, Identity
from services.access.policy import Action, require
from services.joining.people import PeopleDesk
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="people")
    made.message.register(invite_asked, Command("invite"))
    made.message.register(people_asked, Command("people"))
    made.message.register(name_typed, WritingAccess.name, F.text, ~F.text.startswith("/"))
    made.callback_query.register(invite_opened, Open.filter(F.screen.in_({"invite", "people"})))
    made.callback_query.register(search_opened, Open.filter(F.screen == "people_search"))
    made.callback_query.register(list_opened, OpenPeople.filter())
    made.callback_query.register(found_opened, OpenFound.filter())
    made.callback_query.register(card_opened, OpenPerson.filter())
    return made


async def invite_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Show who has not come, or find somebody."""
    who = staff_of(actor)
    if command.args:
        return Say(lists.page(await people.find(who, command.args, page=0, now=now)))
    return Say(await _entrance(who, people, now=now))


async def people_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Find a person of the school; only the office looks at everybody."""
    who = staff_of(actor)
    require(who, Action.SEE_STAFF_ACCESS)
    if command.args:
        return Say(lists.page(await people.find(who, command.args, page=0, now=now)))
    return Say(lists.choices(await people.choices(who)))


async def invite_opened(
    _query: CallbackQuery, actor: Actor | None, people: PeopleDesk, now: datetime
) -> Answer:
    """Open the lists from the menu."""
    return (Toast(), Say(await _entrance(staff_of(actor), people, now=now)))


async def search_opened(
    _query: CallbackQuery, actor: Actor | None, people: PeopleDesk, state: FSMContext
) -> Answer:
    """Wait for a name."""
    await people.choices(staff_of(actor))
    await state.set_state(WritingAccess.name)
    return (Toast(), Say(lists.search_question()))


async def name_typed(
    message: Message, actor: Actor | None, people: PeopleDesk, state: FSMContext, now: datetime
) -> Answer:
    """Show who was meant."""
    await state.clear()
    found = await people.find(staff_of(actor), message.text or "", page=0, now=now)
    return Say(lists.page(found))


async def list_opened(
    _query: CallbackQuery,
    callback_data: OpenPeople,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Turn the pages of a class or of the staff; no name is awaited any more."""
    await state.clear()
    who = staff_of(actor)
    if callback_data.class_id:
        facts = await people.class_page(
            who,
            class_id=callback_data.class_id,
            page=callback_data.page,
            only_missing=callback_data.only_missing,
            now=now,
        )
    else:
        facts = await people.staff_page(
            who, page=callback_data.page, only_missing=callback_data.only_missing, now=now
        )
    return (Toast(), Edit(lists.page(facts)))


async def found_opened(
    _query: CallbackQuery,
    callback_data: OpenFound,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Turn the pages of what was found."""
    facts = await people.find(
        staff_of(actor), callback_data.query, page=callback_data.page, now=now
    )
    return (Toast(), Edit(lists.page(facts)))


async def card_opened(
    _query: CallbackQuery,
    callback_data: OpenPerson,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show a person; whatever was to be typed is not awaited any more."""
    await state.clear()
    facts = await people.card(staff_of(actor), callback_data.person_id, now=now)
    return (Toast(), Edit(person_card.card(facts)))


async def _entrance(who: Identity, people: PeopleDesk, *, now: datetime) -> OutgoingMessage:
    """Return the list of somebody's only class at once, else where one may look."""
    choice = await people.choices(who)
    if len(choice.classes) == 1 and not choice.with_staff:
        facts = await people.class_page(
            who, class_id=choice.classes[0].class_id, page=0, only_missing=True, now=now
        )
        return lists.page(facts)
    return lists.choices(choice)

"""The list of a class: its class teacher confirms it, or says what is wrong."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.class_lists import ConfirmClassList, OpenClassList, ReportListMistake
from handlers.screens import class_lists as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingListMistake
from handlers.who import staff_of
from services.access.identity import Actor
from services.errors import OutOfDate
from services.homeroom.class_lists import ClassListService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="class_lists")
    typed = F.text & ~F.text.startswith("/")
    made.message.register(mistake_typed, WritingListMistake.text, typed)
    made.callback_query.register(list_opened, OpenClassList.filter())
    made.callback_query.register(confirm_pressed, ConfirmClassList.filter())
    made.callback_query.register(mistake_pressed, ReportListMistake.filter())
    return made


async def list_opened(
    _query: CallbackQuery,
    callback_data: OpenClassList,
    actor: Actor | None,
    class_lists: ClassListService,
    now: datetime,
) -> Answer:
    """Show the list."""
    page = await class_lists.page(staff_of(actor), callback_data.class_id, now=now)
    return (Toast(), Say(screens.class_list(page)))


async def confirm_pressed(
    _query: CallbackQuery,
    callback_data: ConfirmClassList,
    actor: Actor | None,
    class_lists: ClassListService,
    now: datetime,
) -> Answer:
    """Keep that the list is right."""
    page = await class_lists.confirm(
        staff_of(actor), callback_data.class_id, callback_data.digest, now=now
    )
    return (Toast(), Edit(screens.class_list(page)))


async def mistake_pressed(
    _query: CallbackQuery,
    callback_data: ReportListMistake,
    actor: Actor | None,
    class_lists: ClassListService,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Wait for what is wrong."""
    page = await class_lists.page(staff_of(actor), callback_data.class_id, now=now)
    await state.set_state(WritingListMistake.text)
    await state.set_data({"class_id": callback_data.class_id})
    return (Toast(), Say(screens.mistake_question(page)))


async def mistake_typed(
    message: Message,
    actor: Actor | None,
    class_lists: ClassListService,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Hand it to the office."""
    kept = await state.get_data()
    if "class_id" not in kept:
        raise OutOfDate
    class_id = int(kept["class_id"])
    asked = await class_lists.report_mistake(
        staff_of(actor), class_id, message.text or "", now=now
    )
    await state.clear()
    return Say(screens.handed_in(asked, class_id))

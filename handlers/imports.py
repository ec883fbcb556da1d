"""/import: the office sends the school's workbook; its plan is shown, then all stored or none."""

from dataclasses import asdict
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.imports import DropImport, PlanImport, SaveImport
from handlers.callbacks.menu import Open
from handlers.screens import imports as screens
from handlers.show import Answer, Delete, Edit, Say, Toast
from handlers.states import SendingLists
from handlers.who import staff_of
from services.access.identity import Actor, Identity
from services.errors import OutOfDate
from services.exchange.desk import ImportDesk
from services.exchange.links import ImportLinks
from services.exchange.sent import SentFile, SentWorkbooks
from services.exchange.service import ImportReport
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="imports")
    made.message.register(file_sent, Command("import"), F.document)
    made.message.register(import_asked, Command("import"))
    made.message.register(file_sent, SendingLists.file, F.document)
    made.message.register(other_sent, SendingLists.file, F.photo | F.video | F.voice)
    made.callback_query.register(import_opened, Open.filter(F.screen == "import"))
    made.callback_query.register(planned_again, PlanImport.filter())
    made.callback_query.register(save_pressed, SaveImport.filter())
    made.callback_query.register(drop_pressed, DropImport.filter())
    return made


async def import_asked(
    _message: Message,
    actor: Actor | None,
    import_desk: ImportDesk,
    import_links: ImportLinks,
    state: FSMContext,
) -> Answer:
    """Wait for the workbook, or say where else it goes in."""
    return Say(await _entrance(staff_of(actor), import_desk, import_links, state))


async def import_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    import_desk: ImportDesk,
    import_links: ImportLinks,
    state: FSMContext,
) -> Answer:
    """The same from the menu."""
    return (Toast(), Say(await _entrance(staff_of(actor), import_desk, import_links, state)))


async def file_sent(
    message: Message,
    actor: Actor | None,
    import_desk: ImportDesk,
    import_links: ImportLinks,
    workbooks: SentWorkbooks,
    state: FSMContext,
) -> Answer:
    """Read the file, take it out of the chat, and show what it would change."""
    who = staff_of(actor)
    if not await import_desk.may_send(who):
        return (Delete(), Say(screens.elsewhere(await import_links.create(who))))
    document = message.document
    if document is None:
        raise OutOfDate
    sent = SentFile(document.file_id, document.file_name or "", document.file_size or 0)
    plan = await import_desk.plan(who, await workbooks.read(sent))
    await _remember(state, sent, plan, with_leavers=False)
    return (Delete(), Say(screens.plan(plan, with_leavers=False)))


async def other_sent(_message: Message, actor: Actor | None, import_desk: ImportDesk) -> Answer:
    """A picture of a list is no list."""
    await import_desk.may_send(staff_of(actor))
    return (Delete(), Say(screens.no_document()))


async def planned_again(
    _query: CallbackQuery,
    callback_data: PlanImport,
    actor: Actor | None,
    import_desk: ImportDesk,
    import_links: ImportLinks,
    workbooks: SentWorkbooks,
    state: FSMContext,
) -> Answer:
    """Show the plan with or without leavers."""
    who = staff_of(actor)
    if not await import_desk.may_send(who):  # the school speaks less openly by now
        return (Toast(), Edit(screens.elsewhere(await import_links.create(who))))
    sent, _planned, _with_leavers = await _remembered(state, callback_data.plan)
    plan = await import_desk.plan(
        who, await workbooks.read(sent), with_leavers=callback_data.with_leavers
    )
    await _remember(state, sent, plan, with_leavers=callback_data.with_leavers)
    return (Toast(), Edit(screens.plan(plan, with_leavers=callback_data.with_leavers)))


async def save_pressed(
    _query: CallbackQuery,
    callback_data: SaveImport,
    actor: Actor | None,
    import_desk: ImportDesk,
    import_links: ImportLinks,
    workbooks: SentWorkbooks,
    state: FSMContext,
) -> Answer:
    """Read the file once more and store it, if that still does what was shown."""
    who = staff_of(actor)
    if not await import_desk.may_send(who):
        return (Toast(), Edit(screens.elsewhere(await import_links.create(who))))
    sent, planned, with_leavers = await _remembered(state, callback_data.plan)
    done = await import_desk.save(
        who, await workbooks.read(sent), planned=planned, with_leavers=with_leavers
    )
    if done.school_id is None:
        await _remember(state, sent, done, with_leavers=with_leavers)
        return (Toast(), Edit(screens.changed_meanwhile(done, with_leavers=with_leavers)))
    await state.clear()
    return (Toast(), Edit(screens.saved(done)))


async def drop_pressed(_query: CallbackQuery, actor: Actor | None, state: FSMContext) -> Answer:
    """Store nothing."""
    staff_of(actor)
    await state.clear()
    return (Toast(), Edit(screens.dropped()))


async def _entrance(
    who: Identity, import_desk: ImportDesk, import_links: ImportLinks, state: FSMContext
) -> OutgoingMessage:
    if not await import_desk.may_send(who):
        return screens.elsewhere(await import_links.create(who))
    await state.set_state(SendingLists.file)
    await state.set_data({})
    return screens.question()


async def _remember(
    state: FSMContext, sent: SentFile, plan: ImportReport, *, with_leavers: bool
) -> None:
    data = {"file": asdict(sent), "plan": plan.fingerprint, "with_leavers": with_leavers}
    await state.set_state(SendingLists.file)
    await state.set_data(data)


async def _remembered(state: FSMContext, shown: str) -> tuple[SentFile, str, bool]:
    """Return the file, the plan agreed to and whether leavers are in it.

    Raises:
        OutOfDate: another plan was shown since, or it is all over.
    """
    kept: dict[str, Any] = await state.get_data()
    planned = str(kept.get("plan", ""))
    if not planned or not screens.is_of(shown, planned):
        raise OutOfDate
    return SentFile(**kept["file"]), planned, bool(kept["with_leavers"])

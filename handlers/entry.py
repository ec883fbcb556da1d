"""The journal line: a teacher types it, checks what was understood, saves it, takes it back."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.entry import (
    ChooseEntry,
    DiscardEntry,
    GiveReason,
    SaveEntry,
    UndoEntry,
)
from handlers.screens import entry as screens
from handlers.screens import entry_reasons as reasons
from handlers.screens.entry_faults import line_not_taken
from handlers.screens.menu import entry_help
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingReason
from services.access.identity import Actor, Identity
from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.faults import FaultKind
from services.bulk_entry.service import EntryService
from services.errors import NotAllowed
from services.i18n import gettext as _
from services.journal.errors import EntryAct
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes; the one for plain text gives way to others when it is no line."""
    made = Router(name="entry")
    made.message.register(line_announced, Command("mark", "absent", "topic"))
    made.message.register(undo_asked, Command("undo"))
    made.message.register(
        reason_typed, StateFilter(WritingReason.text), F.text & ~F.text.startswith("/"), is_staff
    )
    made.message.register(line_typed, F.text, ~F.text.startswith("/"), StateFilter(None), is_staff)
    made.callback_query.register(option_chosen, ChooseEntry.filter())
    made.callback_query.register(save_pressed, SaveEntry.filter())
    made.callback_query.register(discard_pressed, DiscardEntry.filter())
    made.callback_query.register(undo_pressed, UndoEntry.filter())
    made.callback_query.register(reason_given, GiveReason.filter())
    return made


def is_staff(_message: Message, actor: Actor | None) -> bool:
    """Whether the text may be a teacher's; whose lesson it is, the service decides."""
    return actor is not None and actor.staff is not None


async def line_announced(
    message: Message,
    command: CommandObject,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Take a line behind its command; the command alone explains itself."""
    who = _staff(actor)
    if not command.args:
        return Say(entry_help())
    return Say(screens.entry_step(await entries.preview(who, message.text or "", now=now)))


async def line_typed(
    message: Message, actor: Actor | None, entries: EntryService, now: datetime
) -> Answer:
    """Take a teacher's plain text as a line if it reads as one."""
    try:
        step = await entries.preview(_staff(actor), message.text or "", now=now)
    except LineNotTaken as fault:
        if fault.reason is FaultKind.NOT_A_LINE:
            raise SkipHandler from fault
        return Say(line_not_taken(fault))
    return Say(screens.entry_step(step))


async def option_chosen(
    _query: CallbackQuery,
    callback_data: ChooseEntry,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Settle a question and show the next step in its place."""
    step = await entries.choose(
        _staff(actor),
        callback_data.entry_id,
        step=callback_data.step,
        option=callback_data.option,
        now=now,
    )
    return (Toast(), Edit(screens.entry_step(step)))


async def save_pressed(
    _query: CallbackQuery,
    callback_data: SaveEntry,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Save; a second press shows that it was saved before."""
    saved = await entries.save(_staff(actor), callback_data.entry_id, now=now)
    toast = Toast(_("Saved before, nothing has changed.")) if saved.is_repeat else Toast()
    return (toast, Edit(screens.saved(saved)))


async def discard_pressed(
    _query: CallbackQuery, callback_data: DiscardEntry, actor: Actor | None, entries: EntryService
) -> Answer:
    """Throw the preview away."""
    await entries.discard(_staff(actor), callback_data.entry_id)
    return (Toast(), Edit(screens.discarded()))


async def undo_asked(
    _message: Message, actor: Actor | None, entries: EntryService, now: datetime
) -> Answer:
    """Offer to take back the entry saved last."""
    return Say(screens.saved(await entries.last_saved(_staff(actor), now=now)))


async def undo_pressed(
    _query: CallbackQuery,
    callback_data: UndoEntry,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Take a saved entry back; a second press shows that it was taken back before."""
    undone = await entries.undo(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.undone(undone)))


async def reason_given(
    _query: CallbackQuery,
    callback_data: GiveReason,
    actor: Actor | None,
    state: FSMContext,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Do what waited for a reason; one to be typed is asked for."""
    who = _staff(actor)
    entry_id, act = callback_data.entry_id, callback_data.act
    if callback_data.reason == reasons.TYPED:
        await state.set_state(WritingReason.text)
        await state.update_data(entry_id=entry_id, act=act)
        return (Toast(), Edit(reasons.ask_text()))
    why = reasons.reason_text(callback_data.reason)
    return (Toast(), Edit(await _done(who, entries, entry_id, act=act, why=why, now=now)))


async def reason_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Do what waited, for the reason that was typed."""
    data = await state.get_data()
    await state.set_state(None)
    entry_id, act, why = int(data["entry_id"]), int(data["act"]), (message.text or "")[:300]
    return Say(await _done(_staff(actor), entries, entry_id, act=act, why=why, now=now))


async def _done(
    who: Identity, entries: EntryService, entry_id: int, *, act: int, why: str, now: datetime
) -> OutgoingMessage:
    if reasons.ACTS[act] is EntryAct.SAVE:
        return screens.saved(await entries.save(who, entry_id, now=now, reason=why))
    return screens.undone(await entries.undo(who, entry_id, now=now, reason=why))


def _staff(actor: Actor | None) -> Identity:
    """Whoever may keep the journal behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

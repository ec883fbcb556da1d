"""/change: a dispatcher or deputy head types a change of the timetable, checks it, saves it."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.changes import DiscardChange, SaveChange, WithdrawChange
from handlers.callbacks.menu import Open
from handlers.screens import change as screens
from handlers.screens import change_faults  # noqa: F401  # registers its sentences
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.change_entry.service import ChangeService
from services.errors import NotAllowed, OutOfDate
from services.exchange.sent import SentFile
from services.exchange.sent_lines import SentLines
from services.i18n import gettext as _

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="change")
    made.message.register(file_sent, Command("change"), F.document)
    made.message.register(change_typed, Command("change"))
    made.callback_query.register(help_opened, Open.filter(F.screen == "change_help"))
    made.callback_query.register(save_pressed, SaveChange.filter())
    made.callback_query.register(discard_pressed, DiscardChange.filter())
    made.callback_query.register(withdraw_pressed, WithdrawChange.filter())
    return made


async def change_typed(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    changes: ChangeService,
    now: datetime,
) -> Answer:
    """Show what the lines would do; the command alone explains itself."""
    who = _staff(actor)
    if not command.args:
        changes.require_allowed(who)
        return Say(screens.change_help())
    return Say(screens.preview(await changes.preview(who, command.args, now=now)))


async def file_sent(
    message: Message,
    actor: Actor | None,
    changes: ChangeService,
    sent_lines: SentLines,
    now: datetime,
) -> Answer:
    """Read a list of changes that came as a file, and show what its lines would do."""
    who = _staff(actor)
    changes.require_allowed(who)
    document = message.document
    if document is None:
        raise OutOfDate
    sent = SentFile(document.file_id, document.file_name or "", document.file_size or 0)
    return Say(screens.preview(await changes.preview(who, await sent_lines.read(sent), now=now)))


async def help_opened(
    _query: CallbackQuery, actor: Actor | None, changes: ChangeService
) -> Answer:
    """Explain the lines."""
    changes.require_allowed(_staff(actor))
    return (Toast(), Say(screens.change_help()))


async def save_pressed(
    _query: CallbackQuery,
    callback_data: SaveChange,
    actor: Actor | None,
    changes: ChangeService,
    now: datetime,
) -> Answer:
    """Save; a second press shows that it was saved before."""
    saved = await changes.save(_staff(actor), callback_data.entry_id, now=now)
    toast = Toast(_("Saved before, nothing has changed.")) if saved.is_repeat else Toast()
    return (toast, Edit(screens.saved(saved)))


async def discard_pressed(
    _query: CallbackQuery,
    callback_data: DiscardChange,
    actor: Actor | None,
    changes: ChangeService,
) -> Answer:
    """Throw the preview away."""
    await changes.discard(_staff(actor), callback_data.entry_id)
    return (Toast(), Edit(screens.discarded()))


async def withdraw_pressed(
    _query: CallbackQuery,
    callback_data: WithdrawChange,
    actor: Actor | None,
    changes: ChangeService,
    now: datetime,
) -> Answer:
    """Take a saved change back; a second press shows that it was taken back before."""
    withdrawn = await changes.withdraw(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.withdrawn(withdrawn)))


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

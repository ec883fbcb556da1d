"""Moving a saved entry as a whole: to another lesson or class, or to another kind of work."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks.entry import MoveEntry, MoveToKind, MoveToLesson, ShowMoveKinds
from handlers.screens import entry as entry_screens
from handlers.screens import entry_moves as screens
from handlers.screens.lesson_sheets import kind_of
from handlers.show import Answer, Edit, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.bulk_entry.service import EntryService
from services.errors import NotAllowed

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="entry_moves")
    made.callback_query.register(move_asked, MoveEntry.filter())
    made.callback_query.register(kinds_asked, ShowMoveKinds.filter())
    made.callback_query.register(lesson_chosen, MoveToLesson.filter())
    made.callback_query.register(kind_chosen, MoveToKind.filter())
    return made


async def move_asked(
    _query: CallbackQuery,
    callback_data: MoveEntry,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Show where it may go."""
    options = await entries.move_options(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.move_options(options)))


async def kinds_asked(
    _query: CallbackQuery, callback_data: ShowMoveKinds, actor: Actor | None
) -> Answer:
    """Ask for the kind of work."""
    _staff(actor)
    return (Toast(), Edit(screens.move_kinds(callback_data.entry_id)))


async def lesson_chosen(
    _query: CallbackQuery,
    callback_data: MoveToLesson,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Preview it at the lesson."""
    on = day_of(callback_data.on).isoformat()
    lesson = (callback_data.group_id, callback_data.subject_id, on, callback_data.number)
    step = await entries.move(_staff(actor), callback_data.entry_id, now=now, lesson=lesson)
    return (Toast(), Edit(entry_screens.entry_step(step)))


async def kind_chosen(
    _query: CallbackQuery,
    callback_data: MoveToKind,
    actor: Actor | None,
    entries: EntryService,
    now: datetime,
) -> Answer:
    """Preview it for the kind of work."""
    step = await entries.move(
        _staff(actor),
        callback_data.entry_id,
        now=now,
        work_kind=kind_of(callback_data.kind),
    )
    return (Toast(), Edit(entry_screens.entry_step(step)))


def _staff(actor: Actor | None) -> Identity:
    """Whoever may keep the journal behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

"""/absences: what a child has missed, by reason and day."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.absences import OpenAbsences
from handlers.callbacks.menu import Open
from handlers.screens import absence_page as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor
from services.diary.absences import AbsencePagesService, month_of
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="absence_page")
    made.message.register(absences_asked, Command("absences"))
    made.callback_query.register(absences_opened, Open.filter(F.screen == "absences"))
    made.callback_query.register(page_turned, OpenAbsences.filter())
    return made


async def absences_asked(
    _message: Message, actor: Actor | None, absence_pages: AbsencePagesService, now: datetime
) -> Answer:
    """Show the period of today of the first child."""
    return Say(await _first(actor, absence_pages, now))


async def absences_opened(
    _query: CallbackQuery, actor: Actor | None, absence_pages: AbsencePagesService, now: datetime
) -> Answer:
    """Show the same below the menu."""
    return (Toast(), Say(await _first(actor, absence_pages, now)))


async def page_turned(
    _query: CallbackQuery,
    callback_data: OpenAbsences,
    actor: Actor | None,
    absence_pages: AbsencePagesService,
    now: datetime,
) -> Answer:
    """Turn the page to another month or another child."""
    month = callback_data.month
    page = await absence_pages.page(
        actor.family if actor is not None else (),
        now=now,
        student_id=callback_data.student_id,
        month=month_of(day_of(month * 100 + 1)) if month else None,
    )
    return (Toast(), Edit(screens.absence_page(page)))


async def _first(
    actor: Actor | None, absence_pages: AbsencePagesService, now: datetime
) -> OutgoingMessage:
    family = actor.family if actor is not None else ()
    return screens.absence_page(await absence_pages.page(family, now=now))

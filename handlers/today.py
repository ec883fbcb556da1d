"""A teacher's day with what is still missing in the journal."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.entry import OpenTeacherDay
from handlers.callbacks.menu import Open
from handlers.screens import today as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor
from services.errors import NotAllowed, OutOfDate
from services.journal.service import JournalService
from services.outgoing import OutgoingMessage

__all__ = ["day_of", "router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="today")
    made.message.register(today_asked, Command("today"))
    made.callback_query.register(today_opened, Open.filter(F.screen == "today"))
    made.callback_query.register(day_opened, OpenTeacherDay.filter())
    return made


async def today_asked(
    _message: Message, actor: Actor | None, journal: JournalService, now: datetime
) -> Answer:
    """Show today's lessons."""
    return Say(await _day(actor, journal, now))


async def today_opened(
    _query: CallbackQuery, actor: Actor | None, journal: JournalService, now: datetime
) -> Answer:
    """Show today's lessons below the menu."""
    return (Toast(), Say(await _day(actor, journal, now)))


async def day_opened(
    _query: CallbackQuery,
    callback_data: OpenTeacherDay,
    actor: Actor | None,
    journal: JournalService,
    now: datetime,
) -> Answer:
    """Turn the page to another day."""
    return (Toast(), Edit(await _day(actor, journal, now, on=day_of(callback_data.on))))


def day_of(number: int) -> date:
    """Read a day from a button: YYYYMMDD.

    Raises:
        OutOfDate: it is no day.
    """
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except (ValueError, OverflowError) as error:
        raise OutOfDate from error


async def _day(
    actor: Actor | None, journal: JournalService, now: datetime, on: date | None = None
) -> OutgoingMessage:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return screens.teacher_day(await journal.teacher_day(actor.staff, now=now, on=on))

"""/timetable for families and teachers, and «Веду вместо …»."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.diary import OpenTimetable
from handlers.callbacks.entry import AskTakeover, TakeOver
from handlers.callbacks.menu import Open
from handlers.screens import change_faults  # noqa: F401  # registers its sentences
from handlers.screens import timetable as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.diary.timetable import TimetableService
from services.errors import NotAllowed
from services.outgoing import OutgoingMessage
from services.timetable.change_errors import LessonNotOpen
from services.timetable.takeover import TakeoverService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="timetable")
    made.message.register(timetable_asked, Command("timetable"))
    made.callback_query.register(timetable_opened, Open.filter(F.screen == "timetable"))
    made.callback_query.register(page_turned, OpenTimetable.filter())
    made.callback_query.register(takeover_opened, Open.filter(F.screen == "takeover"))
    made.callback_query.register(takeover_asked, AskTakeover.filter())
    made.callback_query.register(takeover_pressed, TakeOver.filter())
    return made


async def timetable_asked(
    _message: Message, actor: Actor | None, timetable: TimetableService, now: datetime
) -> Answer:
    """Show today."""
    return Say(await _page(actor, timetable, now=now))


async def timetable_opened(
    _query: CallbackQuery, actor: Actor | None, timetable: TimetableService, now: datetime
) -> Answer:
    """Show today below the menu."""
    return (Toast(), Say(await _page(actor, timetable, now=now)))


async def page_turned(
    _query: CallbackQuery,
    callback_data: OpenTimetable,
    actor: Actor | None,
    timetable: TimetableService,
    now: datetime,
) -> Answer:
    """Turn to another day, week or person."""
    page = await _page(
        actor,
        timetable,
        now=now,
        student_id=callback_data.student_id,
        on=day_of(callback_data.on),
        is_week=callback_data.is_week,
    )
    return (Toast(), Edit(page))


async def takeover_opened(
    _query: CallbackQuery, actor: Actor | None, takeovers: TakeoverService, now: datetime
) -> Answer:
    """Offer the lessons of this hour."""
    return (Toast(), Say(screens.takeover_page(await takeovers.offers(_staff(actor), now=now))))


async def takeover_asked(
    _query: CallbackQuery,
    callback_data: AskTakeover,
    actor: Actor | None,
    takeovers: TakeoverService,
    now: datetime,
) -> Answer:
    """Ask once more about one lesson."""
    page = await takeovers.offers(_staff(actor), now=now)
    wanted = (callback_data.group_id, callback_data.number)
    offer = next((one for one in page.offers if (one.group_id, one.number) == wanted), None)
    if offer is None:
        raise LessonNotOpen
    return (Toast(), Edit(screens.takeover_question(offer, page)))


async def takeover_pressed(
    _query: CallbackQuery,
    callback_data: TakeOver,
    actor: Actor | None,
    takeovers: TakeoverService,
    now: datetime,
) -> Answer:
    """Record that the teacher gives the lesson."""
    taken = await takeovers.take_over(
        _staff(actor), group_id=callback_data.group_id, number=callback_data.number, now=now
    )
    return (Toast(), Edit(screens.taken_over(taken)))


async def _page(
    actor: Actor | None,
    timetable: TimetableService,
    *,
    now: datetime,
    student_id: int | None = None,
    on: date | None = None,
    is_week: bool = False,
) -> OutgoingMessage:
    if actor is None:
        raise NotAllowed
    page = await timetable.page(
        actor.family, actor.staff, now=now, student_id=student_id, on=on, is_week=is_week
    )
    return screens.timetable_page(page)


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

"""/timetable for families, teachers and who changes it, and «Веду вместо …»."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.diary import OpenClassTimetable, OpenTimetable
from handlers.callbacks.entry import AskTakeover, TakeOver
from handlers.callbacks.menu import Open
from handlers.screens import change_faults  # noqa: F401  # registers its sentences
from handlers.screens import timetable as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.access.policy import Action, is_allowed
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
    made.callback_query.register(class_opened, OpenClassTimetable.filter())
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


async def class_opened(
    _query: CallbackQuery,
    callback_data: OpenClassTimetable,
    actor: Actor | None,
    timetable: TimetableService,
    now: datetime,
) -> Answer:
    """Turn to a class, or to the choice of one."""
    if not callback_data.class_id:
        return (Toast(), Edit(screens.classes(await timetable.classes(_staff(actor)))))
    page = await timetable.of_class(
        _staff(actor),
        callback_data.class_id,
        now=now,
        on=day_of(callback_data.on) if callback_data.on else None,
        is_week=callback_data.is_week,
    )
    return (Toast(), Edit(screens.timetable_page(page)))


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
    if student_id is None and _has_only_classes(actor):
        return screens.classes(await timetable.classes(_staff(actor)))
    page = await timetable.page(
        actor.family, actor.staff, now=now, student_id=student_id, on=on, is_week=is_week
    )
    return screens.timetable_page(page)


def _has_only_classes(actor: Actor) -> bool:
    """Whether somebody changes the timetable and has no lessons and no child in it."""
    staff = actor.staff
    if staff is None or any(who.student_ids for who in actor.family):
        return False
    is_teaching = is_allowed(staff, Action.RECORD_ENTRY, teacher_ids=(staff.person_id,))
    return not is_teaching and is_allowed(staff, Action.CHANGE_TIMETABLE)


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

"""The diary of a family: a day, the marks of a period, from child to child."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.diary import OpenDatedMarks, OpenDay, OpenMarks, OpenWeek, ReadMarks
from handlers.callbacks.menu import Open
from handlers.screens import diary as screens
from handlers.screens import diary_week as week_screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.diary.service import DiaryService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="diary")
    made.message.register(diary_asked, Command("diary"))
    made.message.register(marks_asked, Command("marks"))
    made.callback_query.register(diary_opened, Open.filter(F.screen == "diary"))
    made.callback_query.register(marks_opened, Open.filter(F.screen == "marks"))
    made.callback_query.register(day_opened, OpenDay.filter())
    made.callback_query.register(period_opened, OpenMarks.filter())
    made.callback_query.register(week_opened, OpenWeek.filter())
    made.callback_query.register(dated_marks_opened, OpenDatedMarks.filter())
    made.callback_query.register(marks_read, ReadMarks.filter())
    return made


async def diary_asked(
    _message: Message, actor: Actor | None, diary: DiaryService, now: datetime
) -> Answer:
    """Show the day of the first child."""
    return Say(screens.day_page(await diary.day(_family(actor), now=now)))


async def diary_opened(
    _query: CallbackQuery, actor: Actor | None, diary: DiaryService, now: datetime
) -> Answer:
    """Show the day below the menu."""
    return (Toast(), Say(screens.day_page(await diary.day(_family(actor), now=now))))


async def marks_asked(
    _message: Message, actor: Actor | None, diary: DiaryService, now: datetime
) -> Answer:
    """Show the marks of the first child."""
    return Say(screens.marks_page(await diary.marks(_family(actor), now=now)))


async def marks_opened(
    _query: CallbackQuery, actor: Actor | None, diary: DiaryService, now: datetime
) -> Answer:
    """Show the marks below the menu."""
    return (Toast(), Say(screens.marks_page(await diary.marks(_family(actor), now=now))))


async def day_opened(
    _query: CallbackQuery,
    callback_data: OpenDay,
    actor: Actor | None,
    diary: DiaryService,
    now: datetime,
) -> Answer:
    """Turn the page to another day or another child."""
    page = await diary.day(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        on=day_of(callback_data.on) if callback_data.on else None,
    )
    return (Toast(), Edit(screens.day_page(page)))


async def period_opened(
    _query: CallbackQuery,
    callback_data: OpenMarks,
    actor: Actor | None,
    diary: DiaryService,
    now: datetime,
) -> Answer:
    """Turn the page to another period or another child."""
    page = await diary.marks(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        period_id=callback_data.period_id or None,
    )
    return (Toast(), Edit(screens.marks_page(page)))


async def week_opened(
    _query: CallbackQuery,
    callback_data: OpenWeek,
    actor: Actor | None,
    diary: DiaryService,
    now: datetime,
) -> Answer:
    """Show a week of a child in place of another page."""
    page = await diary.week(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        on=day_of(callback_data.on) if callback_data.on else None,
    )
    return (Toast(), Edit(week_screens.week_page(page)))


async def dated_marks_opened(
    _query: CallbackQuery,
    callback_data: OpenDatedMarks,
    actor: Actor | None,
    diary: DiaryService,
    now: datetime,
) -> Answer:
    """Show the marks of a period by date in place of another page."""
    page = await diary.dated_marks(
        _family(actor),
        now=now,
        student_id=callback_data.student_id,
        period_id=callback_data.period_id or None,
    )
    return (Toast(), Edit(week_screens.dated_marks_page(page)))


async def marks_read(
    _query: CallbackQuery,
    callback_data: ReadMarks,
    actor: Actor | None,
    diary: DiaryService,
    now: datetime,
) -> Answer:
    """Show the marks of this period by date below a message about some of them."""
    page = await diary.dated_marks(_family(actor), now=now, student_id=callback_data.student_id)
    return (Toast(), Say(week_screens.dated_marks_page(page)))


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()

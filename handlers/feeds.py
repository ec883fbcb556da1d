"""/calendar: a family makes and ends the address for its phone's own calendar."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.feeds import CreateFeed, EndFeed, OpenFeed
from handlers.callbacks.menu import Open
from handlers.screens import feeds as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.diary.feeds import CalendarFeedService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="feeds")
    made.message.register(feed_asked, Command("calendar"))
    made.callback_query.register(feed_opened, Open.filter(F.screen == "calendar"))
    made.callback_query.register(page_turned, OpenFeed.filter())
    made.callback_query.register(create_pressed, CreateFeed.filter())
    made.callback_query.register(end_pressed, EndFeed.filter())
    return made


async def feed_asked(
    _message: Message, actor: Actor | None, feeds: CalendarFeedService, now: datetime
) -> Answer:
    """Show whether the first child has an address."""
    return Say(screens.feed_page(await feeds.page(_family(actor), now=now)))


async def feed_opened(
    _query: CallbackQuery, actor: Actor | None, feeds: CalendarFeedService, now: datetime
) -> Answer:
    """Show the same below another screen."""
    return (Toast(), Say(screens.feed_page(await feeds.page(_family(actor), now=now))))


async def page_turned(
    _query: CallbackQuery,
    callback_data: OpenFeed,
    actor: Actor | None,
    feeds: CalendarFeedService,
    now: datetime,
) -> Answer:
    """Turn to another child."""
    page = await feeds.page(_family(actor), now=now, student_id=callback_data.student_id)
    return (Toast(), Edit(screens.feed_page(page)))


async def create_pressed(
    _query: CallbackQuery,
    callback_data: CreateFeed,
    actor: Actor | None,
    feeds: CalendarFeedService,
    now: datetime,
) -> Answer:
    """Make a new address and show it once."""
    page = await feeds.create(_family(actor), student_id=callback_data.student_id, now=now)
    return (Toast(), Edit(screens.feed_page(page)))


async def end_pressed(
    _query: CallbackQuery,
    callback_data: EndFeed,
    actor: Actor | None,
    feeds: CalendarFeedService,
    now: datetime,
) -> Answer:
    """End the address."""
    page = await feeds.end(_family(actor), student_id=callback_data.student_id, now=now)
    return (Toast(), Edit(screens.feed_page(page)))


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()

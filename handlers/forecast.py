"""/forecast: a family reckons what is still possible."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.finals import OpenForecast, OpenNeed
from handlers.callbacks.menu import Open
from handlers.screens import forecast as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.finals.outlook import ForecastService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="forecast")
    made.message.register(forecast_asked, Command("forecast"))
    made.callback_query.register(forecast_opened, Open.filter(F.screen == "forecast"))
    made.callback_query.register(child_opened, OpenForecast.filter())
    made.callback_query.register(need_opened, OpenNeed.filter())
    return made


async def forecast_asked(
    _message: Message, actor: Actor | None, forecasts: ForecastService, now: datetime
) -> Answer:
    """Show the subjects of the first child."""
    return Say(screens.forecast_page(await forecasts.page(_family(actor), now=now)))


async def forecast_opened(
    _query: CallbackQuery, actor: Actor | None, forecasts: ForecastService, now: datetime
) -> Answer:
    """Show the subjects below the menu."""
    return (Toast(), Say(screens.forecast_page(await forecasts.page(_family(actor), now=now))))


async def child_opened(
    _query: CallbackQuery,
    callback_data: OpenForecast,
    actor: Actor | None,
    forecasts: ForecastService,
    now: datetime,
) -> Answer:
    """Show the subjects of a child in place of another page."""
    page = await forecasts.page(_family(actor), now=now, student_id=callback_data.student_id)
    return (Toast(), Edit(screens.forecast_page(page)))


async def need_opened(
    _query: CallbackQuery,
    callback_data: OpenNeed,
    actor: Actor | None,
    forecasts: ForecastService,
    now: datetime,
) -> Answer:
    """Show what a mark needs in one subject, after the marks tried so far."""
    facts = await forecasts.need(
        _family(actor),
        student_id=callback_data.student_id,
        subject_id=callback_data.subject_id,
        now=now,
    )
    tries = str(callback_data.tries) if callback_data.tries else ""
    return (Toast(), Edit(screens.need_page(facts, target=callback_data.target, tries=tries)))


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()

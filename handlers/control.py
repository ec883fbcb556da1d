"""/control: the deputy head's week, by teacher, by class, and as a workbook."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.control import (
    ExportControl,
    OpenControl,
    OpenControlList,
    OpenControlOne,
)
from handlers.callbacks.menu import Open
from handlers.screens import control as screens
from handlers.screens.control_workbook import control_workbook
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.control.service import ControlService
from services.errors import NotAllowed, OutOfDate

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="control")
    made.message.register(control_asked, Command("control"))
    made.callback_query.register(control_opened, Open.filter(F.screen == "control"))
    made.callback_query.register(week_turned, OpenControl.filter())
    made.callback_query.register(list_opened, OpenControlList.filter())
    made.callback_query.register(one_opened, OpenControlOne.filter())
    made.callback_query.register(export_pressed, ExportControl.filter())
    return made


async def control_asked(
    _message: Message, actor: Actor | None, control: ControlService, now: datetime
) -> Answer:
    """Show this week."""
    return Say(screens.week_page(await control.week(_staff(actor), now=now)))


async def control_opened(
    _query: CallbackQuery, actor: Actor | None, control: ControlService, now: datetime
) -> Answer:
    """Show this week below the menu."""
    return (Toast(), Say(screens.week_page(await control.week(_staff(actor), now=now))))


async def week_turned(
    _query: CallbackQuery,
    callback_data: OpenControl,
    actor: Actor | None,
    control: ControlService,
    now: datetime,
) -> Answer:
    """Turn to another week."""
    report = await control.week(_staff(actor), now=now, on=day_of(callback_data.week))
    return (Toast(), Edit(screens.week_page(report)))


async def list_opened(
    _query: CallbackQuery,
    callback_data: OpenControlList,
    actor: Actor | None,
    control: ControlService,
    now: datetime,
) -> Answer:
    """Show teachers or classes."""
    report = await control.week(_staff(actor), now=now, on=day_of(callback_data.week))
    page = screens.control_list(report, by=_by(callback_data.by), page=callback_data.page)
    return (Toast(), Edit(page))


async def one_opened(
    _query: CallbackQuery,
    callback_data: OpenControlOne,
    actor: Actor | None,
    control: ControlService,
    now: datetime,
) -> Answer:
    """Show one teacher or class."""
    report = await control.week(_staff(actor), now=now, on=day_of(callback_data.week))
    page = screens.control_one(report, by=_by(callback_data.by), key=callback_data.key)
    return (Toast(), Edit(page))


async def export_pressed(
    _query: CallbackQuery,
    callback_data: ExportControl,
    actor: Actor | None,
    control: ControlService,
    now: datetime,
) -> Answer:
    """Send the week as a workbook."""
    report = await control.week(_staff(actor), now=now, on=day_of(callback_data.week))
    return (Toast(), Say(control_workbook(report)))


def _by(word: str) -> str:
    if word not in {screens.TEACHERS, screens.CLASSES}:
        raise OutOfDate
    return word


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

"""Accepted reports: one press files a report; the list of what is filed and what waits."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks.filing import AcceptReport, OpenFiled, OpenFiledOne, OpenWaiting
from handlers.reports import report_message
from handlers.screens import filing as screens
from handlers.screens.reports import KEYS
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from handlers.who import staff_of
from services.access.identity import Actor
from services.errors import OutOfDate
from services.reports.office.ask import read_wish
from services.reports.office.catalogue import REPORTS
from services.reports.office.filing import FiledReports, ForAcceptance

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="filing")
    made.callback_query.register(accept_pressed, AcceptReport.filter())
    made.callback_query.register(filed_opened, OpenFiled.filter())
    made.callback_query.register(one_opened, OpenFiledOne.filter())
    made.callback_query.register(waiting_opened, OpenWaiting.filter())
    return made


async def accept_pressed(
    _query: CallbackQuery,
    callback_data: AcceptReport,
    actor: Actor | None,
    filed_reports: FiledReports,
    now: datetime,
) -> Answer:
    """Accept and file what was shown."""
    offer = ForAcceptance(
        key=_key(callback_data.report),
        class_id=callback_data.class_id or None,
        period=callback_data.period,
        on=day_of(callback_data.on),
        digest=callback_data.digest,
    )
    made = await filed_reports.accept(staff_of(actor), offer, now=now)
    if made.filed is None:
        raise OutOfDate
    return (Toast(), Say(screens.accepted(made.filed)))


async def filed_opened(
    _query: CallbackQuery,
    callback_data: OpenFiled,
    actor: Actor | None,
    filed_reports: FiledReports,
    now: datetime,
) -> Answer:
    """Show a page of what is filed."""
    page = await filed_reports.page(staff_of(actor), page=callback_data.page, now=now)
    return (Toast(), Edit(screens.filed_page(page)))


async def one_opened(
    _query: CallbackQuery,
    callback_data: OpenFiledOne,
    actor: Actor | None,
    filed_reports: FiledReports,
    now: datetime,
) -> Answer:
    """Send a filed report, and say whether the journal has changed since."""
    made = await filed_reports.filed(staff_of(actor), callback_data.filed_id, now=now)
    if made.filed is None:
        raise OutOfDate
    kind = REPORTS[made.filed.key]
    return (Toast(), Say(await report_message(made, kind, is_pdf=True)))


async def waiting_opened(
    _query: CallbackQuery,
    callback_data: OpenWaiting,
    actor: Actor | None,
    filed_reports: FiledReports,
    now: datetime,
) -> Answer:
    """Send a report that waits, with the button that accepts it."""
    kind = REPORTS[_key(callback_data.report)]
    made = await filed_reports.with_offer(
        staff_of(actor),
        kind,
        class_id=callback_data.class_id or None,
        wish=read_wish(callback_data.period, day_of(callback_data.on)),
        now=now,
    )
    return (Toast(), Say(await report_message(made, kind, is_pdf=True)))


def _key(number: int) -> str:
    if not 0 <= number < len(KEYS):
        raise OutOfDate
    return KEYS[number]

"""The pack of a week or a month, as the heads take it from their Friday message."""

import asyncio
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks.office_packs import GetPack
from handlers.screens import reports as screens
from handlers.show import Answer, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor
from services.access.policy import Action
from services.errors import NotAllowed, OutOfDate
from services.reports.office.filing import MadeReport
from services.reports.office.pdf import report_pdf
from services.reports.office.service import OfficeReports
from services.reports.office.xlsx import report_xlsx

__all__ = ["router"]

_LONGEST = timedelta(days=31)


def router() -> Router:
    """Return the routes."""
    made = Router(name="office_packs")
    made.callback_query.register(pack_taken, GetPack.filter())
    return made


async def pack_taken(
    _query: CallbackQuery,
    callback_data: GetPack,
    actor: Actor | None,
    office_reports: OfficeReports,
    now: datetime,
) -> Answer:
    """Make the pack and send it."""
    if actor is None or actor.staff is None:
        raise NotAllowed(action=Action.SEE_CONTROL)
    first, last = day_of(callback_data.first), day_of(callback_data.last)
    if not timedelta() <= last - first <= _LONGEST:
        raise OutOfDate
    report = await office_reports.pack(actor.staff, first=first, last=last, now=now)
    if callback_data.is_pdf:
        content, ending = await report_pdf(report), "pdf"
    else:
        content, ending = await asyncio.to_thread(report_xlsx, report), "xlsx"
    name = f"pack-{first:%Y-%m-%d}.{ending}"
    return (Toast(), Say(screens.document(MadeReport(report), content, name=name)))

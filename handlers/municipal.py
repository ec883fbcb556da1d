"""Schools in numbers for the municipal coordinator: a week at a time, nobody is named."""

import asyncio

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.callbacks.menu import Open
from handlers.callbacks.municipal import GetMunicipal, OpenMunicipal
from handlers.screens import municipal as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.reports.office.municipal import MunicipalReports
from services.reports.office.pdf import report_pdf
from services.reports.office.xlsx import report_xlsx

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="municipal")
    made.callback_query.register(numbers_opened, Open.filter(F.screen == "municipal"))
    made.callback_query.register(week_turned, OpenMunicipal.filter())
    made.callback_query.register(document_asked, GetMunicipal.filter())
    return made


async def numbers_opened(
    _query: CallbackQuery, actor: Actor | None, municipal_reports: MunicipalReports
) -> Answer:
    """Show the last seven days."""
    week = await municipal_reports.week(_people(actor), last=None)
    return (Toast(), Say(screens.week_page(week)))


async def week_turned(
    _query: CallbackQuery,
    callback_data: OpenMunicipal,
    actor: Actor | None,
    municipal_reports: MunicipalReports,
) -> Answer:
    """Turn to another week."""
    week = await municipal_reports.week(_people(actor), last=day_of(callback_data.last))
    return (Toast(), Edit(screens.week_page(week)))


async def document_asked(
    _query: CallbackQuery,
    callback_data: GetMunicipal,
    actor: Actor | None,
    municipal_reports: MunicipalReports,
) -> Answer:
    """Send the week as a document."""
    week = await municipal_reports.week(_people(actor), last=day_of(callback_data.last))
    report = week.report
    if callback_data.is_pdf:
        content = await report_pdf(report)
    else:
        content = await asyncio.to_thread(report_xlsx, report)
    return (Toast(), Say(screens.document(week, content, is_pdf=callback_data.is_pdf)))


def _people(actor: Actor | None) -> tuple[Identity, ...]:
    return () if actor is None else actor.identities

"""/report: class teachers and the heads take the school's reports as documents."""

import asyncio
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.reports import GetReport, OpenReports, PickReport
from handlers.screens import reports as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.access.policy import Action, is_allowed
from services.errors import NotAllowed, OutOfDate
from services.outgoing import OutgoingMessage
from services.reports.office.ask import read_period
from services.reports.office.catalogue import REPORTS, ReportKind
from services.reports.office.filing import FiledReports, MadeReport
from services.reports.office.pdf import report_pdf
from services.reports.office.service import OfficeReports
from services.reports.office.xlsx import report_xlsx

__all__ = ["report_message", "router"]

_PERIOD = "report_period"  # in the dialogue: only what was typed, asked again each time


def router() -> Router:
    """Return the routes."""
    made = Router(name="reports")
    made.message.register(report_asked, Command("report"))
    made.callback_query.register(reports_opened, Open.filter(F.screen == "report"))
    made.callback_query.register(reports_opened, OpenReports.filter())
    made.callback_query.register(report_picked, PickReport.filter())
    made.callback_query.register(report_taken, GetReport.filter())
    return made


async def report_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    office_reports: OfficeReports,
    state: FSMContext,
) -> Answer:
    """Offer the reports; a period may stand after the command."""
    choice = await office_reports.choice(_staff(actor))
    read_period(command.args)
    await state.update_data({_PERIOD: command.args or ""})
    return Say(screens.report_choice(choice))


async def reports_opened(
    _query: CallbackQuery, actor: Actor | None, office_reports: OfficeReports
) -> Answer:
    """Offer the reports in place."""
    return (Toast(), Edit(screens.report_choice(await office_reports.choice(_staff(actor)))))


async def report_picked(
    _query: CallbackQuery,
    callback_data: PickReport,
    actor: Actor | None,
    office_reports: OfficeReports,
) -> Answer:
    """Ask for the class, where there are several; then for the kind of file."""
    kind = _kind(callback_data.report)
    choice = await office_reports.choice(_staff(actor))
    if kind.key not in choice.keys:
        raise NotAllowed(action=Action.SEE_REPORTS)
    class_id = callback_data.class_id
    if not callback_data.is_chosen and kind.of_own_class:
        if len(choice.classes) != 1:
            may_be_all = not kind.needs_class and "subject-teacher" in choice.keys
            screen = screens.class_choice(callback_data.report, choice, may_be_all=may_be_all)
            return (Toast(), Edit(screen))
        class_id = choice.classes[0][0]
    name = dict(choice.classes).get(class_id, "")
    return (Toast(), Edit(screens.file_choice(callback_data.report, class_id, name)))


async def report_taken(
    _query: CallbackQuery,
    callback_data: GetReport,
    actor: Actor | None,
    office_reports: OfficeReports,
    filed_reports: FiledReports,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Make the report and send it; a head may accept it."""
    kind, who = _kind(callback_data.report), _staff(actor)
    wish = read_period((await state.get_data()).get(_PERIOD, ""))
    class_id = callback_data.class_id or None
    if is_allowed(who, Action.ACCEPT_REPORTS):
        made = await filed_reports.with_offer(who, kind, class_id=class_id, wish=wish, now=now)
    else:
        made = MadeReport(
            await office_reports.asked(who, kind, class_id=class_id, wish=wish, now=now)
        )
    return (Toast(), Say(await report_message(made, kind, is_pdf=callback_data.is_pdf)))


async def report_message(made: MadeReport, kind: ReportKind, *, is_pdf: bool) -> OutgoingMessage:
    """Return the document with what can be done about it; typesetting leaves the loop free."""
    if is_pdf:
        content, ending = await report_pdf(made.report), "pdf"
    else:
        content, ending = await asyncio.to_thread(report_xlsx, made.report), "xlsx"
    return screens.document(made, content, name=f"{kind.key}.{ending}")


def _kind(number: int) -> ReportKind:
    if not 0 <= number < len(screens.KEYS):
        raise OutOfDate
    return REPORTS[screens.KEYS[number]]


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed(action=Action.SEE_REPORTS)
    return actor.staff

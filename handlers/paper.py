"""/paper: the class teacher prints the week for families no chat reaches, and ticks it off."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.paper import GetPaper, OpenPaper, TickPaper
from handlers.screens import paper as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.access.policy import Action
from services.errors import NotAllowed, OutOfDate
from services.reports.paper.documents import paper_pdf
from services.reports.paper.service import PaperService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="paper")
    made.message.register(paper_asked, Command("paper"))
    made.callback_query.register(paper_opened, Open.filter(F.screen == "paper"))
    made.callback_query.register(week_opened, OpenPaper.filter())
    made.callback_query.register(document_asked, GetPaper.filter())
    made.callback_query.register(ticked, TickPaper.filter())
    return made


async def paper_asked(
    _message: Message, actor: Actor | None, papers: PaperService, now: datetime
) -> Answer:
    """Send the sheets to print, and the list to tick off."""
    return await _papers(_staff(actor), papers, now=now)


async def paper_opened(
    _query: CallbackQuery, actor: Actor | None, papers: PaperService, now: datetime
) -> Answer:
    """Do the same from the menu."""
    return (Toast(), *await _papers(_staff(actor), papers, now=now))


async def _papers(who: Identity, papers: PaperService, *, now: datetime) -> tuple[Say, ...]:
    found = await papers.open(who, now=now)
    shown = (Say(screens.sheet_list(found)),)
    if not found.entries:
        return shown
    paper = await papers.sheets(who, class_id=found.class_id, week_on=found.week_on, now=now)
    return (Say(screens.document(paper, await paper_pdf(paper))), *shown)


async def week_opened(
    _query: CallbackQuery,
    callback_data: OpenPaper,
    actor: Actor | None,
    papers: PaperService,
    now: datetime,
) -> Answer:
    """Show another week or class in place."""
    found = await papers.open(
        _staff(actor), now=now, class_id=callback_data.class_id, week_on=_day(callback_data.week)
    )
    return (Toast(), Edit(screens.sheet_list(found)))


async def document_asked(
    _query: CallbackQuery,
    callback_data: GetPaper,
    actor: Actor | None,
    papers: PaperService,
    now: datetime,
) -> Answer:
    """Send the sheets of the shown week again."""
    paper = await papers.sheets(
        _staff(actor), class_id=callback_data.class_id, week_on=_day(callback_data.week), now=now
    )
    if not paper.pages:
        raise OutOfDate
    return (Toast(), Say(screens.document(paper, await paper_pdf(paper))))


async def ticked(
    _query: CallbackQuery,
    callback_data: TickPaper,
    actor: Actor | None,
    papers: PaperService,
    now: datetime,
) -> Answer:
    """Note that a family has its sheet, or take the note back."""
    is_handed = callback_data.is_handed
    found = await papers.tick(
        _staff(actor), sheet_id=callback_data.sheet_id, is_handed=is_handed, now=now
    )
    return (Toast(screens.ticked(is_handed=is_handed)), Edit(screens.sheet_list(found)))


def _day(ordinal: int) -> date:
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise OutOfDate from None


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed(action=Action.HAND_OUT_PAPER)
    return actor.staff

"""/debts: what a child owes, and whose work a teacher waits for."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.debts import CloseDebt, OpenDebts, ProlongDebt
from handlers.callbacks.menu import Open
from handlers.screens import debts as screens
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.debts.service import DebtService
from services.diary.debts import DebtPagesService
from services.errors import NotAllowed
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="debts")
    made.message.register(debts_asked, Command("debts"))
    made.callback_query.register(debts_opened, Open.filter(F.screen == "debts"))
    made.callback_query.register(child_opened, OpenDebts.filter())
    made.callback_query.register(close_pressed, CloseDebt.filter())
    made.callback_query.register(prolong_pressed, ProlongDebt.filter())
    return made


async def debts_asked(
    _message: Message,
    actor: Actor | None,
    debts: DebtService,
    debt_pages: DebtPagesService,
    now: datetime,
) -> Answer:
    """Show the child's debts, to a teacher without children the own students'."""
    return Say(await _shown(actor, debts, debt_pages, now))


async def debts_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    debts: DebtService,
    debt_pages: DebtPagesService,
    now: datetime,
) -> Answer:
    """Show the same below the menu."""
    return (Toast(), Say(await _shown(actor, debts, debt_pages, now)))


async def child_opened(
    _query: CallbackQuery,
    callback_data: OpenDebts,
    actor: Actor | None,
    debt_pages: DebtPagesService,
    now: datetime,
) -> Answer:
    """Turn to another child."""
    family = actor.family if actor is not None else ()
    page = await debt_pages.page(family, now=now, student_id=callback_data.student_id)
    return (Toast(), Edit(screens.family_debts(page)))


async def close_pressed(
    _query: CallbackQuery,
    callback_data: CloseDebt,
    actor: Actor | None,
    debts: DebtService,
    now: datetime,
) -> Answer:
    """Close a debt."""
    pressed = await debts.close(_staff(actor), debt_id=callback_data.debt_id, now=now)
    return (Toast(), Say(screens.debt_pressed(pressed)))


async def prolong_pressed(
    _query: CallbackQuery,
    callback_data: ProlongDebt,
    actor: Actor | None,
    debts: DebtService,
    now: datetime,
) -> Answer:
    """Give a week more."""
    pressed = await debts.give_more_time(_staff(actor), debt_id=callback_data.debt_id, now=now)
    return (Toast(), Say(screens.debt_pressed(pressed)))


async def _shown(
    actor: Actor | None, debts: DebtService, debt_pages: DebtPagesService, now: datetime
) -> OutgoingMessage:
    family = actor.family if actor is not None else ()
    if actor is not None and actor.staff is not None and not family:
        return screens.teacher_debts(*await debts.mine(actor.staff, now=now))
    return screens.family_debts(await debt_pages.page(family, now=now))


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

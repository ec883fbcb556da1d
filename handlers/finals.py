"""/final: a teacher sums up a period; /finals: a family reads it."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.finals import (
    AgreeFinals,
    ChooseFinal,
    DecideFinal,
    DiscardFinals,
    EditFinals,
    OpenFinalMarks,
    OpenSheet,
    PickFinal,
    ReviewFinals,
    SaveFinals,
    UndoFinals,
)
from handlers.callbacks.menu import Open
from handlers.screens import finals as screens
from handlers.screens import finals_faults  # noqa: F401  # registers its sentences
from handlers.screens import finals_page as pages
from handlers.show import Answer, Edit, Say, Toast
from services.access.identity import Actor, Identity
from services.errors import NotAllowed, NotFound
from services.finals.facts import FinalValue
from services.finals.family import FamilyFinalsService
from services.finals.service import FinalsService
from services.i18n import gettext as _
from services.vocabulary import PassFail

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="finals")
    made.message.register(final_typed, Command("final"))
    made.message.register(finals_asked, Command("finals"))
    made.callback_query.register(own_opened, Open.filter(F.screen == "final"))
    made.callback_query.register(finals_opened, Open.filter(F.screen == "finals"))
    made.callback_query.register(child_opened, OpenFinalMarks.filter())
    made.callback_query.register(sheet_opened, OpenSheet.filter())
    made.callback_query.register(option_chosen, ChooseFinal.filter())
    made.callback_query.register(agree_pressed, AgreeFinals.filter())
    made.callback_query.register(edit_pressed, EditFinals.filter())
    made.callback_query.register(student_picked, PickFinal.filter())
    made.callback_query.register(mark_chosen, DecideFinal.filter())
    made.callback_query.register(review_pressed, ReviewFinals.filter())
    made.callback_query.register(save_pressed, SaveFinals.filter())
    made.callback_query.register(discard_pressed, DiscardFinals.filter())
    made.callback_query.register(undo_pressed, UndoFinals.filter())
    return made


async def final_typed(
    message: Message,
    command: CommandObject,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Show proposals or what was typed; the command alone offers the own classes."""
    who = _staff(actor)
    if not command.args:
        return Say(screens.own_sheets(await finals.own_sheets(who, now=now)))
    return Say(screens.final_step(await finals.read(who, message.text or "", now=now)))


async def own_opened(
    _query: CallbackQuery, actor: Actor | None, finals: FinalsService, now: datetime
) -> Answer:
    """Offer the own classes below the menu."""
    return (Toast(), Say(screens.own_sheets(await finals.own_sheets(_staff(actor), now=now))))


async def sheet_opened(
    _query: CallbackQuery,
    callback_data: OpenSheet,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Show the proposals for a class."""
    sheet = await finals.open(
        _staff(actor),
        group_id=callback_data.group_id,
        subject_id=callback_data.subject_id,
        now=now,
    )
    return (Toast(), Say(screens.final_step(sheet)))


async def option_chosen(
    _query: CallbackQuery,
    callback_data: ChooseFinal,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Settle a question and show the next step in its place."""
    step = await finals.choose(
        _staff(actor),
        callback_data.entry_id,
        step=callback_data.step,
        option=callback_data.option,
        now=now,
    )
    return (Toast(), Edit(screens.final_step(step)))


async def agree_pressed(
    _query: CallbackQuery,
    callback_data: AgreeFinals,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Choose all proposals and show what would be saved."""
    sheet = await finals.agree(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.final_step(sheet)))


async def edit_pressed(
    _query: CallbackQuery,
    callback_data: EditFinals,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Show the students as buttons."""
    sheet = await finals.look(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.students(sheet)))


async def student_picked(
    _query: CallbackQuery,
    callback_data: PickFinal,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Show one student with the marks to choose from."""
    sheet = await finals.look(_staff(actor), callback_data.entry_id, now=now)
    if callback_data.student_id not in {row.student_id for row in sheet.rows}:
        raise NotFound
    return (Toast(), Edit(screens.student_choice(sheet, callback_data.student_id)))


async def mark_chosen(
    _query: CallbackQuery,
    callback_data: DecideFinal,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Choose one student's mark and go back to the list."""
    sheet = await finals.decide(
        _staff(actor),
        callback_data.entry_id,
        student_id=callback_data.student_id,
        value=_value(callback_data.value),
        now=now,
    )
    return (Toast(), Edit(screens.students(sheet)))


async def review_pressed(
    _query: CallbackQuery,
    callback_data: ReviewFinals,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Show what would be saved."""
    sheet = await finals.review(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.final_step(sheet)))


async def save_pressed(
    _query: CallbackQuery,
    callback_data: SaveFinals,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Save; a second press shows that it was saved before."""
    saved = await finals.save(_staff(actor), callback_data.entry_id, now=now)
    toast = Toast(_("Saved before, nothing has changed.")) if saved.is_repeat else Toast()
    return (toast, Edit(screens.saved(saved)))


async def discard_pressed(
    _query: CallbackQuery,
    callback_data: DiscardFinals,
    actor: Actor | None,
    finals: FinalsService,
) -> Answer:
    """Throw the sheet away."""
    await finals.discard(_staff(actor), callback_data.entry_id)
    return (Toast(), Edit(screens.discarded()))


async def undo_pressed(
    _query: CallbackQuery,
    callback_data: UndoFinals,
    actor: Actor | None,
    finals: FinalsService,
    now: datetime,
) -> Answer:
    """Take a saved sheet back; a second press shows that it was taken back before."""
    undone = await finals.undo(_staff(actor), callback_data.entry_id, now=now)
    return (Toast(), Edit(screens.undone(undone)))


async def finals_asked(
    _message: Message, actor: Actor | None, family_finals: FamilyFinalsService, now: datetime
) -> Answer:
    """Show the marks of the year of the first child."""
    return Say(pages.finals_page(await family_finals.page(_family(actor), now=now)))


async def finals_opened(
    _query: CallbackQuery, actor: Actor | None, family_finals: FamilyFinalsService, now: datetime
) -> Answer:
    """Show the marks of the year below the menu."""
    return (Toast(), Say(pages.finals_page(await family_finals.page(_family(actor), now=now))))


async def child_opened(
    _query: CallbackQuery,
    callback_data: OpenFinalMarks,
    actor: Actor | None,
    family_finals: FamilyFinalsService,
    now: datetime,
) -> Answer:
    """Turn the page to another child."""
    page = await family_finals.page(_family(actor), now=now, student_id=callback_data.student_id)
    return (Toast(), Edit(pages.finals_page(page)))


def _value(value: int) -> FinalValue | None:
    match value:
        case 0:
            return FinalValue(None)
        case 2 | 3 | 4 | 5 | PassFail.PASSED | PassFail.FAILED:
            return FinalValue(value)
        case _:
            return None


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()


def _staff(actor: Actor | None) -> Identity:
    """Whoever works at a school behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

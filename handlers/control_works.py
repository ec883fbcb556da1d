"""/control_work: a teacher plans one, a deputy head overrides, a family reads what is ahead."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.control_works import (
    BeginControlWork,
    CancelControlWork,
    ChooseControlClass,
    ChooseControlKind,
    ChooseControlLesson,
    MoveControlWork,
    OpenControlWorks,
    OverrideControlWork,
    PlanControlWork,
)
from handlers.callbacks.menu import Open
from handlers.screens import control_work_choice as choosing
from handlers.screens import control_works as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingControlNote
from handlers.today import day_of
from services.access.identity import Actor, Identity
from services.control_works.facts import CONTROL_KINDS
from services.control_works.planning import ControlWorkService
from services.control_works.reading import ControlWorkPages
from services.errors import NotAllowed, OutOfDate
from services.outgoing import OutgoingMessage

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="control_works")
    made.message.register(works_asked, Command("control_work"))
    made.message.register(
        note_typed,
        StateFilter(WritingControlNote.text),
        F.text & ~F.text.startswith("/"),
    )
    made.callback_query.register(works_opened, Open.filter(F.screen == "control_work"))
    made.callback_query.register(child_opened, OpenControlWorks.filter())
    made.callback_query.register(class_chosen, ChooseControlClass.filter())
    made.callback_query.register(subject_chosen, ChooseControlLesson.filter())
    made.callback_query.register(begun, BeginControlWork.filter())
    made.callback_query.register(kind_chosen, ChooseControlKind.filter())
    made.callback_query.register(plan_pressed, PlanControlWork.filter())
    made.callback_query.register(lesson_chosen, MoveControlWork.filter())
    made.callback_query.register(override_pressed, OverrideControlWork.filter())
    made.callback_query.register(cancel_pressed, CancelControlWork.filter())
    return made


async def works_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    control_works: ControlWorkService,
    control_work_pages: ControlWorkPages,
    now: datetime,
) -> Answer:
    """Preview what is written behind the command; the command alone shows what is planned."""
    if command.args and actor is not None and actor.staff is not None:
        preview = await control_works.preview(actor.staff, command.args, now=now)
        return Say(screens.preview(preview))
    return Say(await _planned(actor, control_work_pages, now))


async def works_opened(
    _query: CallbackQuery,
    actor: Actor | None,
    control_work_pages: ControlWorkPages,
    now: datetime,
) -> Answer:
    """Show what is planned below the menu."""
    return (Toast(), Say(await _planned(actor, control_work_pages, now)))


async def child_opened(
    _query: CallbackQuery,
    callback_data: OpenControlWorks,
    actor: Actor | None,
    control_work_pages: ControlWorkPages,
    now: datetime,
) -> Answer:
    """Show what a child has before it, or (0) what one gives."""
    if not callback_data.student_id:
        return (Toast(), Edit(await _planned(actor, control_work_pages, now)))
    facts = await control_work_pages.of_child(
        _family(actor), now=now, student_id=callback_data.student_id
    )
    return (Toast(), Edit(screens.of_child(facts)))


async def class_chosen(
    _query: CallbackQuery,
    callback_data: ChooseControlClass,
    actor: Actor | None,
    control_work_pages: ControlWorkPages,
    now: datetime,
) -> Answer:
    """Offer classes, or the subjects of one."""
    choice = await control_work_pages.groups(
        _staff(actor), now=now, class_id=callback_data.class_id or None
    )
    return (Toast(), Edit(choosing.groups(choice)))


async def subject_chosen(
    _query: CallbackQuery,
    callback_data: ChooseControlLesson,
    actor: Actor | None,
    control_work_pages: ControlWorkPages,
    now: datetime,
) -> Answer:
    """Offer the coming lessons."""
    choice = await control_work_pages.lessons(
        _staff(actor),
        group_id=callback_data.group_id,
        subject_id=callback_data.subject_id,
        now=now,
    )
    return (Toast(), Edit(choosing.lessons(choice)))


async def begun(
    _query: CallbackQuery,
    callback_data: BeginControlWork,
    actor: Actor | None,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Preview it at the lesson."""
    preview = await control_works.begin(
        _staff(actor),
        group_id=callback_data.group_id,
        subject_id=callback_data.subject_id,
        on=day_of(callback_data.on),
        number=callback_data.number,
        now=now,
    )
    return (Toast(), Edit(screens.preview(preview)))


async def kind_chosen(
    _query: CallbackQuery,
    callback_data: ChooseControlKind,
    actor: Actor | None,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Take the kind, and show it once more."""
    if not 0 <= callback_data.kind < len(CONTROL_KINDS):
        raise OutOfDate
    preview = await control_works.choose_kind(
        _staff(actor),
        callback_data.work_id,
        work_kind=CONTROL_KINDS[callback_data.kind],
        now=now,
    )
    return (Toast(), Edit(screens.preview(preview)))


async def plan_pressed(
    _query: CallbackQuery,
    callback_data: PlanControlWork,
    actor: Actor | None,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Plan it; a second press says the same."""
    work = await control_works.plan(_staff(actor), callback_data.work_id, now=now)
    return (Toast(), Edit(screens.planned(work)))


async def lesson_chosen(
    _query: CallbackQuery,
    callback_data: MoveControlWork,
    actor: Actor | None,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Let it stand at a free lesson, and show it once more."""
    preview = await control_works.move(
        _staff(actor),
        callback_data.work_id,
        on=day_of(callback_data.on),
        number=callback_data.number,
        now=now,
    )
    return (Toast(), Edit(screens.preview(preview)))


async def override_pressed(
    _query: CallbackQuery,
    callback_data: OverrideControlWork,
    actor: Actor | None,
    state: FSMContext,
) -> Answer:
    """Wait for the note."""
    _staff(actor)
    await state.set_state(WritingControlNote.text)
    await state.update_data(control_work_id=callback_data.work_id)
    return (Toast(), Say(screens.ask_note()))


async def note_typed(
    message: Message,
    actor: Actor | None,
    state: FSMContext,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Plan it with the note that was typed."""
    data = await state.get_data()
    await state.set_state(None)
    work = await control_works.plan(
        _staff(actor), int(data.get("control_work_id", 0)), now=now, note=message.text or ""
    )
    return Say(screens.planned(work))


async def cancel_pressed(
    _query: CallbackQuery,
    callback_data: CancelControlWork,
    actor: Actor | None,
    control_works: ControlWorkService,
    now: datetime,
) -> Answer:
    """Ask once more, then take it off."""
    who = _staff(actor)
    if not callback_data.is_sure:
        return (Toast(), Edit(screens.ask_cancel(callback_data.work_id)))
    work = await control_works.cancel(who, callback_data.work_id, now=now)
    return (Toast(), Edit(screens.cancelled(work)))


async def _planned(
    actor: Actor | None, control_work_pages: ControlWorkPages, now: datetime
) -> OutgoingMessage:
    if actor is not None and actor.staff is not None:
        return screens.own(await control_work_pages.own(actor.staff, now=now))
    return screens.of_child(await control_work_pages.of_child(_family(actor), now=now))


def _family(actor: Actor | None) -> Sequence[Identity]:
    return actor.family if actor is not None else ()


def _staff(actor: Actor | None) -> Identity:
    """Whoever may plan behind an account.

    Raises:
        NotAllowed: the account is nobody's, or no member of staff's.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

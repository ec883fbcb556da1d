"""A person's access: a lost phone, suspension by a court order, the paper application."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.people import (
    AskApplication,
    AskResume,
    AskSuspend,
    AskUnlink,
    ResumeAccess,
    SuspendAccess,
    Unlink,
)
from handlers.screens import (
    people_faults,  # noqa: F401  # registers its sentences
    person_access,
    person_card,
)
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingAccess
from handlers.who import staff_of
from services.access.identity import Actor
from services.access.policy import Action, require
from services.errors import OutOfDate
from services.joining.access_desk import AccessDesk
from services.joining.people import PeopleDesk
from services.joining.typed_access import Suspension

__all__ = ["router"]

_WHICH_CHILD = -1


def router() -> Router:
    """Return the routes."""
    made = Router(name="people_access")
    typed = F.text & ~F.text.startswith("/")
    made.message.register(suspension_typed, WritingAccess.suspension, typed)
    made.message.register(application_typed, WritingAccess.application, typed)
    made.callback_query.register(unlink_asked, AskUnlink.filter())
    made.callback_query.register(unlink_pressed, Unlink.filter())
    made.callback_query.register(suspend_asked, AskSuspend.filter())
    made.callback_query.register(suspend_pressed, SuspendAccess.filter())
    made.callback_query.register(resume_asked, AskResume.filter())
    made.callback_query.register(resume_pressed, ResumeAccess.filter())
    made.callback_query.register(application_asked, AskApplication.filter())
    return made


async def unlink_asked(
    _query: CallbackQuery,
    callback_data: AskUnlink,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Say what will be disconnected."""
    facts = await people.card(staff_of(actor), callback_data.person_id, now=now)
    if facts.link is None or not facts.rights.unlink:
        return (Toast(), Edit(person_card.card(facts)))
    return (Toast(), Edit(person_access.unlink_question(facts, facts.link)))


async def unlink_pressed(
    _query: CallbackQuery,
    callback_data: Unlink,
    actor: Actor | None,
    access_desk: AccessDesk,
    now: datetime,
) -> Answer:
    """Disconnect the account that was shown."""
    done = await access_desk.unlink(
        staff_of(actor), callback_data.person_id, link_id=callback_data.link_id, now=now
    )
    return (Toast(), Edit(person_access.unlinked(done)))


async def suspend_asked(
    _query: CallbackQuery,
    callback_data: AskSuspend,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask about which child, then wait for reason and dates."""
    who = staff_of(actor)
    require(who, Action.SUSPEND_ACCESS)
    facts = await people.card(who, callback_data.person_id, now=now)
    if callback_data.student_id == _WHICH_CHILD:
        return (Toast(), Edit(person_access.suspend_choice(facts)))
    await state.set_state(WritingAccess.suspension)
    await state.set_data(
        {"person_id": callback_data.person_id, "student_id": callback_data.student_id}
    )
    return (Toast(), Edit(person_access.suspend_question(facts, callback_data.student_id)))


async def suspension_typed(
    message: Message,
    actor: Actor | None,
    people: PeopleDesk,
    access_desk: AccessDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show what was understood."""
    who = staff_of(actor)
    asked = await state.get_data()
    facts = await people.card(who, int(asked["person_id"]), now=now)
    suspension = await access_desk.read_suspension(who, message.text or "", now=now)
    await state.update_data(reason=suspension.reason)
    return Say(person_access.suspend_preview(facts, int(asked["student_id"]), suspension))


async def suspend_pressed(
    _query: CallbackQuery,
    callback_data: SuspendAccess,
    actor: Actor | None,
    access_desk: AccessDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Suspend; the reason is the one typed for this person, or it has to be typed again."""
    asked = await state.get_data()
    if asked.get("person_id") != callback_data.person_id or not asked.get("reason"):
        raise OutOfDate
    starts_on = _day(callback_data.starts_on)
    if starts_on is None:
        raise OutOfDate
    facts = await access_desk.suspend(
        staff_of(actor),
        guardian_id=callback_data.person_id,
        student_id=callback_data.student_id,
        suspension=Suspension(str(asked["reason"]), starts_on, _day(callback_data.ends_on)),
        now=now,
    )
    await state.clear()
    return (Toast(), Edit(person_card.card(facts)))


async def resume_asked(
    _query: CallbackQuery,
    callback_data: AskResume,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Ask whether access is open again."""
    who = staff_of(actor)
    require(who, Action.SUSPEND_ACCESS)
    facts = await people.card(who, callback_data.person_id, now=now)
    return (Toast(), Edit(person_access.resume_question(facts)))


async def resume_pressed(
    _query: CallbackQuery,
    callback_data: ResumeAccess,
    actor: Actor | None,
    access_desk: AccessDesk,
    now: datetime,
) -> Answer:
    """Open access again."""
    facts = await access_desk.resume(staff_of(actor), guardian_id=callback_data.person_id, now=now)
    return (Toast(), Edit(person_card.card(facts)))


async def application_asked(
    _query: CallbackQuery,
    callback_data: AskApplication,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Wait for number and date of the paper application."""
    who = staff_of(actor)
    require(who, Action.RECORD_APPLICATION)
    facts = await people.card(who, callback_data.person_id, now=now)
    await state.set_state(WritingAccess.application)
    await state.set_data({"person_id": callback_data.person_id})
    return (Toast(), Edit(person_access.application_question(facts)))


async def application_typed(
    message: Message,
    actor: Actor | None,
    access_desk: AccessDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Record the application."""
    asked = await state.get_data()
    application, facts = await access_desk.record_application(
        staff_of(actor), guardian_id=int(asked["person_id"]), text=message.text or "", now=now
    )
    await state.clear()
    return Say(person_access.application_recorded(application, facts))


def _day(packed: int) -> date | None:
    if not packed:
        return None
    try:
        return date(packed // 10_000, packed // 100 % 100, packed % 100)
    except ValueError:
        raise OutOfDate from None

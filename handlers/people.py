"""/invite and /people: who is in the diary, codes, lost phones, suspension, paper applications."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.people import (
    AskApplication,
    AskCode,
    AskPrint,
    AskResume,
    AskSuspend,
    AskUnlink,
    IssueCode,
    OpenFound,
    OpenPeople,
    OpenPerson,
    PrintMissing,
    PrintSlips,
    ResumeAccess,
    SuspendAccess,
    Unlink,
)
from handlers.screens import people as lists
from handlers.screens import (
    people_faults,  # noqa: F401  # registers its sentences
    person_card,
)
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WritingAccess
from services.access.identity import Actor, Identity
from services.access.policy import Action, require
from services.errors import NotAllowed, OutOfDate
from services.joining.access_desk import AccessDesk
from services.joining.invitations import InvitationService
from services.joining.missing_list import missing_pdf
from services.joining.people import PeopleDesk
from services.joining.slips import invites_pdf
from services.joining.typed_access import Suspension
from services.outgoing import OutgoingMessage

__all__ = ["router"]

_WHICH_CHILD = -1


def router() -> Router:
    """Return the routes."""
    made = Router(name="people")
    made.message.register(invite_asked, Command("invite"))
    made.message.register(people_asked, Command("people"))
    made.message.register(name_typed, WritingAccess.name, F.text, ~F.text.startswith("/"))
    made.message.register(
        suspension_typed, WritingAccess.suspension, F.text, ~F.text.startswith("/")
    )
    made.message.register(
        application_typed, WritingAccess.application, F.text, ~F.text.startswith("/")
    )
    made.callback_query.register(invite_opened, Open.filter(F.screen.in_({"invite", "people"})))
    made.callback_query.register(search_opened, Open.filter(F.screen == "people_search"))
    made.callback_query.register(list_opened, OpenPeople.filter())
    made.callback_query.register(found_opened, OpenFound.filter())
    made.callback_query.register(card_opened, OpenPerson.filter())
    made.callback_query.register(code_asked, AskCode.filter())
    made.callback_query.register(code_issued, IssueCode.filter())
    made.callback_query.register(print_asked, AskPrint.filter())
    made.callback_query.register(slips_printed, PrintSlips.filter())
    made.callback_query.register(missing_printed, PrintMissing.filter())
    made.callback_query.register(unlink_asked, AskUnlink.filter())
    made.callback_query.register(unlink_pressed, Unlink.filter())
    made.callback_query.register(suspend_asked, AskSuspend.filter())
    made.callback_query.register(suspend_pressed, SuspendAccess.filter())
    made.callback_query.register(resume_asked, AskResume.filter())
    made.callback_query.register(resume_pressed, ResumeAccess.filter())
    made.callback_query.register(application_asked, AskApplication.filter())
    return made


# --- lists --------------------------------------------------------------------------------------


async def invite_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Show who has not come, or find somebody."""
    who = _staff(actor)
    if command.args:
        return Say(lists.page(await people.find(who, command.args, page=0, now=now)))
    return Say(await _entrance(who, people, now=now))


async def people_asked(
    _message: Message,
    command: CommandObject,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Find a person of the school; only the office looks at everybody."""
    who = _staff(actor)
    require(who, Action.SEE_STAFF_ACCESS)
    if command.args:
        return Say(lists.page(await people.find(who, command.args, page=0, now=now)))
    return Say(lists.choices(await people.choices(who)))


async def invite_opened(
    _query: CallbackQuery, actor: Actor | None, people: PeopleDesk, now: datetime
) -> Answer:
    """Open the lists from the menu."""
    return (Toast(), Say(await _entrance(_staff(actor), people, now=now)))


async def search_opened(
    _query: CallbackQuery, actor: Actor | None, people: PeopleDesk, state: FSMContext
) -> Answer:
    """Wait for a name."""
    await people.choices(_staff(actor))
    await state.set_state(WritingAccess.name)
    return (Toast(), Say(lists.search_question()))


async def name_typed(
    message: Message, actor: Actor | None, people: PeopleDesk, state: FSMContext, now: datetime
) -> Answer:
    """Show who was meant."""
    await state.clear()
    found = await people.find(_staff(actor), message.text or "", page=0, now=now)
    return Say(lists.page(found))


async def list_opened(
    _query: CallbackQuery,
    callback_data: OpenPeople,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Turn the pages of a class or of the staff; no name is awaited any more."""
    await state.clear()
    who = _staff(actor)
    if callback_data.class_id:
        facts = await people.class_page(
            who,
            class_id=callback_data.class_id,
            page=callback_data.page,
            only_missing=callback_data.only_missing,
            now=now,
        )
    else:
        facts = await people.staff_page(
            who, page=callback_data.page, only_missing=callback_data.only_missing, now=now
        )
    return (Toast(), Edit(lists.page(facts)))


async def found_opened(
    _query: CallbackQuery,
    callback_data: OpenFound,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Turn the pages of what was found."""
    facts = await people.find(_staff(actor), callback_data.query, page=callback_data.page, now=now)
    return (Toast(), Edit(lists.page(facts)))


async def card_opened(
    _query: CallbackQuery,
    callback_data: OpenPerson,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show a person; whatever was to be typed is not awaited any more."""
    await state.clear()
    facts = await people.card(_staff(actor), callback_data.person_id, now=now)
    return (Toast(), Edit(person_card.card(facts)))


# --- codes --------------------------------------------------------------------------------------


async def code_asked(
    _query: CallbackQuery,
    callback_data: AskCode,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Say what a new code ends."""
    facts = await people.card(_staff(actor), callback_data.person_id, now=now)
    return (Toast(), Edit(person_card.code_question(facts, as_slip=callback_data.as_slip)))


async def code_issued(
    _query: CallbackQuery,
    callback_data: IssueCode,
    actor: Actor | None,
    people: PeopleDesk,
    invitations: InvitationService,
    now: datetime,
) -> Answer:
    """Issue a code: shown once, or as the page to print; a code since then is asked about."""
    who = _staff(actor)
    facts = await people.card(who, callback_data.person_id, now=now)
    if facts.code_id not in {0, callback_data.known}:
        return (Toast(), Say(person_card.code_question(facts, as_slip=callback_data.as_slip)))
    issued = await invitations.issue_to(who, callback_data.person_id)
    if not callback_data.as_slip:
        return (Toast(), Say(person_card.issued(issued, callback_data.person_id)))
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await invites_pdf([issued], head)
    return (Toast(), Say(person_card.printed((issued,), pdf, file_name="invitation.pdf")))


async def print_asked(
    _query: CallbackQuery,
    callback_data: AskPrint,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Ask whose invitations to print."""
    who = _staff(actor)
    if callback_data.class_id:
        facts = await people.class_page(
            who, class_id=callback_data.class_id, page=0, only_missing=True, now=now
        )
    else:
        facts = await people.staff_page(who, page=0, only_missing=True, now=now)
    return (Toast(), Edit(lists.print_question(facts)))


async def slips_printed(
    _query: CallbackQuery,
    callback_data: PrintSlips,
    actor: Actor | None,
    invitations: InvitationService,
) -> Answer:
    """Issue the codes and hand over the pages."""
    who = _staff(actor)
    issued = await invitations.issue_list(
        who, class_id=callback_data.class_id, only_new=callback_data.only_new
    )
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await invites_pdf(issued, head) if issued else b""
    return (Toast(), Say(person_card.printed(issued, pdf, file_name="invitations.pdf")))


async def missing_printed(
    _query: CallbackQuery,
    callback_data: PrintMissing,
    actor: Actor | None,
    people: PeopleDesk,
    invitations: InvitationService,
    now: datetime,
) -> Answer:
    """Hand over the list of who has not come, without any code."""
    who = _staff(actor)
    class_name, on, found = await people.class_lines(who, class_id=callback_data.class_id, now=now)
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await missing_pdf(found, head, class_name=class_name, on=on)
    return (Toast(), Say(lists.missing_list(pdf, class_name)))


# --- a lost phone -------------------------------------------------------------------------------


async def unlink_asked(
    _query: CallbackQuery,
    callback_data: AskUnlink,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Say what will be disconnected."""
    facts = await people.card(_staff(actor), callback_data.person_id, now=now)
    if facts.link is None or not facts.rights.unlink:
        return (Toast(), Edit(person_card.card(facts)))
    return (Toast(), Edit(person_card.unlink_question(facts, facts.link)))


async def unlink_pressed(
    _query: CallbackQuery,
    callback_data: Unlink,
    actor: Actor | None,
    access_desk: AccessDesk,
    now: datetime,
) -> Answer:
    """Disconnect the account that was shown."""
    done = await access_desk.unlink(
        _staff(actor), callback_data.person_id, link_id=callback_data.link_id, now=now
    )
    return (Toast(), Edit(person_card.unlinked(done)))


# --- suspension and application -----------------------------------------------------------------


async def suspend_asked(
    _query: CallbackQuery,
    callback_data: AskSuspend,
    actor: Actor | None,
    people: PeopleDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask about which child, then wait for reason and dates."""
    who = _staff(actor)
    require(who, Action.SUSPEND_ACCESS)
    facts = await people.card(who, callback_data.person_id, now=now)
    if callback_data.student_id == _WHICH_CHILD:
        return (Toast(), Edit(person_card.suspend_choice(facts)))
    await state.set_state(WritingAccess.suspension)
    await state.set_data(
        {"person_id": callback_data.person_id, "student_id": callback_data.student_id}
    )
    return (Toast(), Edit(person_card.suspend_question(facts, callback_data.student_id)))


async def suspension_typed(
    message: Message,
    actor: Actor | None,
    people: PeopleDesk,
    access_desk: AccessDesk,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show what was understood."""
    who = _staff(actor)
    asked = await state.get_data()
    facts = await people.card(who, int(asked["person_id"]), now=now)
    suspension = await access_desk.read_suspension(who, message.text or "", now=now)
    await state.update_data(reason=suspension.reason)
    return Say(person_card.suspend_preview(facts, int(asked["student_id"]), suspension))


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
        _staff(actor),
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
    who = _staff(actor)
    require(who, Action.SUSPEND_ACCESS)
    facts = await people.card(who, callback_data.person_id, now=now)
    return (Toast(), Edit(person_card.resume_question(facts)))


async def resume_pressed(
    _query: CallbackQuery,
    callback_data: ResumeAccess,
    actor: Actor | None,
    access_desk: AccessDesk,
    now: datetime,
) -> Answer:
    """Open access again."""
    facts = await access_desk.resume(_staff(actor), guardian_id=callback_data.person_id, now=now)
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
    who = _staff(actor)
    require(who, Action.RECORD_APPLICATION)
    facts = await people.card(who, callback_data.person_id, now=now)
    await state.set_state(WritingAccess.application)
    await state.set_data({"person_id": callback_data.person_id})
    return (Toast(), Edit(person_card.application_question(facts)))


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
        _staff(actor), guardian_id=int(asked["person_id"]), text=message.text or "", now=now
    )
    await state.clear()
    return Say(person_card.application_recorded(application, facts))


async def _entrance(who: Identity, people: PeopleDesk, *, now: datetime) -> OutgoingMessage:
    """Return the list of somebody's only class at once, else where one may look."""
    choice = await people.choices(who)
    if len(choice.classes) == 1 and not choice.with_staff:
        facts = await people.class_page(
            who, class_id=choice.classes[0].class_id, page=0, only_missing=True, now=now
        )
        return lists.page(facts)
    return lists.choices(choice)


def _day(packed: int) -> date | None:
    if not packed:
        return None
    try:
        return date(packed // 10_000, packed // 100 % 100, packed % 100)
    except ValueError:
        raise OutOfDate from None


def _staff(actor: Actor | None) -> Identity:
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

"""Invitations of the register: a code shown once, a slip, the pages of a class, who is missing."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks.people import AskCode, AskPrint, IssueCode, PrintMissing, PrintSlips
from handlers.screens import people as lists
from handlers.screens import person_codes
from handlers.show import Answer, Edit, Say, Toast
from handlers.who import staff_of
from services.access.identity import Actor
from services.joining.invitations import InvitationService
from services.joining.missing_list import missing_pdf
from services.joining.people import PeopleDesk
from services.joining.slips import invites_pdf

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="people_codes")
    made.callback_query.register(code_asked, AskCode.filter())
    made.callback_query.register(code_issued, IssueCode.filter())
    made.callback_query.register(print_asked, AskPrint.filter())
    made.callback_query.register(slips_printed, PrintSlips.filter())
    made.callback_query.register(missing_printed, PrintMissing.filter())
    return made


async def code_asked(
    _query: CallbackQuery,
    callback_data: AskCode,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Say what a new code ends."""
    facts = await people.card(staff_of(actor), callback_data.person_id, now=now)
    return (Toast(), Edit(person_codes.code_question(facts, as_slip=callback_data.as_slip)))


async def code_issued(
    _query: CallbackQuery,
    callback_data: IssueCode,
    actor: Actor | None,
    people: PeopleDesk,
    invitations: InvitationService,
    now: datetime,
) -> Answer:
    """Issue a code: shown once, or as the page to print; a code since then is asked about."""
    who = staff_of(actor)
    facts = await people.card(who, callback_data.person_id, now=now)
    if facts.code_id not in {0, callback_data.known}:
        return (Toast(), Say(person_codes.code_question(facts, as_slip=callback_data.as_slip)))
    issued = await invitations.issue_to(who, callback_data.person_id)
    if not callback_data.as_slip:
        return (Toast(), Say(person_codes.issued(issued, callback_data.person_id)))
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await invites_pdf([issued], head)
    return (Toast(), Say(person_codes.printed((issued,), pdf, file_name="invitation.pdf")))


async def print_asked(
    _query: CallbackQuery,
    callback_data: AskPrint,
    actor: Actor | None,
    people: PeopleDesk,
    now: datetime,
) -> Answer:
    """Ask whose invitations to print."""
    who = staff_of(actor)
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
    who = staff_of(actor)
    issued = await invitations.issue_list(
        who, class_id=callback_data.class_id, only_new=callback_data.only_new
    )
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await invites_pdf(issued, head) if issued else b""
    return (Toast(), Say(person_codes.printed(issued, pdf, file_name="invitations.pdf")))


async def missing_printed(
    _query: CallbackQuery,
    callback_data: PrintMissing,
    actor: Actor | None,
    people: PeopleDesk,
    invitations: InvitationService,
    now: datetime,
) -> Answer:
    """Hand over the list of who has not come, without any code."""
    who = staff_of(actor)
    class_name, on, found = await people.class_lines(who, class_id=callback_data.class_id, now=now)
    head = await invitations.sheet_head(school_id=who.school_id)
    pdf = await missing_pdf(found, head, class_name=class_name, on=on)
    return (Toast(), Say(lists.missing_list(pdf, class_name)))

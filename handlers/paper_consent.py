"""The office's side of privacy: a withdrawal that came on paper, acts of destruction as pages."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.callbacks.menu import Open
from handlers.callbacks.paper_consent import ChoosePaperPerson, OpenAct, WithdrawOnPaper
from handlers.screens import paper_consent as screens
from handlers.show import Answer, Edit, Say, Toast
from handlers.states import WithdrawingOnPaper
from services.access.identity import Actor, Identity
from services.errors import NotAllowed, OutOfDate
from services.privacy.acts import Acts
from services.privacy.office import NothingGiven, PrivacyOffice, paper_of

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="paper_consent")
    made.callback_query.register(asked, Open.filter(F.screen == "paper_withdrawal"))
    made.callback_query.register(chosen, ChoosePaperPerson.filter())
    made.callback_query.register(confirmed, WithdrawOnPaper.filter())
    made.callback_query.register(acts_opened, Open.filter(F.screen == "acts"))
    made.callback_query.register(act_opened, OpenAct.filter())
    typed = F.text & ~F.text.startswith("/")
    made.message.register(name_typed, WithdrawingOnPaper.name, typed)
    made.message.register(paper_typed, WithdrawingOnPaper.paper, typed)
    return made


async def asked(
    _query: CallbackQuery, actor: Actor | None, state: FSMContext, privacy_office: PrivacyOffice
) -> Answer:
    """Ask whose paper it is."""
    privacy_office.require(_staff(actor))
    await state.set_state(WithdrawingOnPaper.name)
    return (Toast(), Edit(screens.whose()))


async def name_typed(
    message: Message, actor: Actor | None, privacy_office: PrivacyOffice
) -> Answer:
    """Show who of the families has such a name and a consent to take back."""
    found = await privacy_office.find(_staff(actor), message.text or "")
    return Say(screens.choose(found))


async def chosen(
    _query: CallbackQuery,
    callback_data: ChoosePaperPerson,
    actor: Actor | None,
    state: FSMContext,
    privacy_office: PrivacyOffice,
) -> Answer:
    """Ask for number and date of the paper."""
    person = await privacy_office.person(_staff(actor), callback_data.person_id)
    await state.set_state(WithdrawingOnPaper.paper)
    await state.update_data(person_id=person.person_id)
    return (Toast(), Edit(screens.which_paper(person)))


async def paper_typed(
    message: Message, actor: Actor | None, state: FSMContext, privacy_office: PrivacyOffice
) -> Answer:
    """Show what will happen, or ask for number and date again."""
    person_id = int(await state.get_value("person_id") or 0)
    person = await privacy_office.person(_staff(actor), person_id)
    paper = paper_of(message.text or "")
    if paper is None:
        return Say(screens.which_paper(person, is_again=True))
    number, written_on = paper
    await state.update_data(number=number, written_on=written_on.isoformat())
    return Say(screens.confirm(person, number, written_on))


async def confirmed(
    _query: CallbackQuery,
    callback_data: WithdrawOnPaper,
    actor: Actor | None,
    state: FSMContext,
    privacy_office: PrivacyOffice,
) -> Answer:
    """Record it, with effect at once; a second press finds nothing to take back."""
    who = _staff(actor)
    data = await state.get_data()
    if data.get("person_id") != callback_data.person_id or "number" not in data:
        raise OutOfDate
    person = await privacy_office.person(who, callback_data.person_id)
    try:
        done = await privacy_office.withdraw_on_paper(
            who.school_id,
            person.person_id,
            number=data["number"],
            written_on=date.fromisoformat(data["written_on"]),
            by=who.person_id,
        )
    except NothingGiven:
        raise OutOfDate from None
    await state.clear()
    return (Toast(), Edit(screens.recorded(person, done)))


async def acts_opened(
    _query: CallbackQuery, actor: Actor | None, acts: Acts, privacy_office: PrivacyOffice
) -> Answer:
    """Show the newest acts."""
    who = _staff(actor)
    privacy_office.require(who)
    return (Toast(), Edit(screens.acts(await acts.latest(who.school_id, most=6))))


async def act_opened(
    _query: CallbackQuery,
    callback_data: OpenAct,
    actor: Actor | None,
    acts: Acts,
    privacy_office: PrivacyOffice,
) -> Answer:
    """Send an act to be printed and signed."""
    who = _staff(actor)
    privacy_office.require(who)
    facts, page = await acts.page(who.school_id, callback_data.act_id)
    return (Toast(), Say(screens.act(facts, page)))


def _staff(actor: Actor | None) -> Identity:
    """Return the member of staff who asks.

    Raises:
        NotAllowed: there is none behind the account.
    """
    if actor is None or actor.staff is None:
        raise NotAllowed
    return actor.staff

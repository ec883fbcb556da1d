"""Lets the demo's people in before the curtain rises, by the same door as everybody."""

from bot.application import Application
from bot.demo.telephones import Telephone
from bot.sandbox.person import SandboxUser
from services.access.identity import Actor
from services.i18n import DEFAULT_LANGUAGE
from services.joining.consent_facts import ConsentAsk
from services.joining.facts import SharedContact, Visitor
from services.vocabulary import TableSight

__all__ = ["hand_out_codes", "is_in", "let_in", "see_tables"]

_NO_UPDATE = 0  # nobody pressed anything in a chat


async def hand_out_codes(
    application: Application, telephones: list[Telephone], school_id: int
) -> dict[str, str]:
    """Give everybody of the school a real code; return them by the school's own key.

    In lists without ids people are known by their names.
    """
    issued = await application.services.invitations.issue(school_id=school_id)
    by_id = {one.person_id: one.code for one in issued}
    by_name = {(one.person.family_name, one.person.given_name): one.code for one in issued}
    for telephone in telephones:
        row = telephone.row
        name = (row.family_name, row.given_name)
        telephone.code = by_id.get(row.external_id, "") if row.has_id else by_name.get(name, "")
    return by_id


async def let_in(
    application: Application,
    user: SandboxUser,
    *,
    code: str,
    phone: str,
    sees_tables: bool = True,
) -> None:
    """Open the code, show the number, read the briefing, see tables, consent to everything."""
    services = application.services
    visitor = Visitor(
        bot_id=application.bot_id,
        telegram_user_id=user.user_id,
        chat_id=user.user_id,
        language=DEFAULT_LANGUAGE,
    )
    await services.joining.try_code(visitor, code)
    await services.joining.verify_contact(
        visitor, SharedContact(phone, user.user_id, is_forwarded=False)
    )
    actor = await _actor(application, user)
    if actor is None:
        return
    if actor.owes_briefing:
        await services.briefings.acknowledge(actor)
    if sees_tables:
        await services.access.set_tables(actor, TableSight.YES)
    desk = services.joining.consents
    while isinstance(ask := await desk.next_ask(actor), ConsentAsk):
        await desk.decide(
            actor,
            person_id=ask.key.person_id,
            student_id=ask.key.student_id,
            text_id=ask.text_id,
            after_id=ask.after_id,
            is_given=True,
            update_id=_NO_UPDATE,
        )


async def see_tables(application: Application, user: SandboxUser) -> None:
    """Have said that native tables can be seen: the demo's page shows them."""
    actor = await _actor(application, user)
    if actor is not None:
        await application.services.access.set_tables(actor, TableSight.YES)


async def is_in(application: Application, user: SandboxUser) -> bool:
    """Whether the account belongs to somebody of the school by now."""
    actor = await _actor(application, user)
    return actor is not None and actor.is_linked


async def _actor(application: Application, user: SandboxUser) -> Actor | None:
    return await application.services.access.actor(
        bot_id=application.bot_id, telegram_user_id=user.user_id
    )

"""Destroying what is kept of one person for messages, at once, with the act.

Of a guardian everything goes, the name too: the journal knows nothing of guardians. Of students
and staff the name stays with the journal, which the school keeps by law (273-FZ art. 28 part 3
item 10); what goes is all that the chat needed, and the fingerprint of the phone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.erasure import erase_history
from services.joining.consent_facts import AskKey
from services.joining.consent_store import acts_of_person
from services.joining.facts import LinkEnd
from services.joining.linking import end_link
from services.models import AccountLink, DestructionAct, Guardianship, Person
from services.outbox.enqueue import refuse_waiting
from services.privacy.acts import Category, Reason, record_act
from services.privacy.destruction import destroy_account_data, destroy_told, destroy_traces
from services.privacy.withdrawing import record_withdrawal, stop_delivery
from services.regulation.repository import load_profile
from services.vocabulary import ConsentAction, ConsentPurpose, PersonKind

__all__ = ["CHAT_DATA", "erase_now", "withdraw_again"]

CHAT_DATA = (
    *(Category.CHAT, Category.MESSAGES, Category.TOLD, Category.SETTINGS),
    Category.CODES,
)
_NOBODY = ""  # lists say «№ 12 (данные уничтожены)» where a name is empty


async def erase_now(
    session: AsyncSession,
    person_id: int,
    *,
    now: datetime,
    reason: Reason = Reason.ERASED,
    basis: str = "",
    made_by: int | None = None,
    keeps_lists: bool = False,
) -> DestructionAct:
    """Take back every consent of a person and destroy what is kept of them; record the act.

    *keeps_lists*: what stands in the school's lists stays (name, phone, relation), so that the
    person may come in again.
    """
    person = (await session.scalars(select(Person).where(Person.id == person_id))).one()
    withdrawn = []
    for key, act in (await acts_of_person(session, person_id)).items():
        if act.action is ConsentAction.GIVEN:
            taken_back = await record_withdrawal(session, act, now=now)
            await stop_delivery(session, key, now=now)
            withdrawn.append((person_id, key.student_id, key.purpose.value, taken_back.id))
    await refuse_waiting(session, person_id=person_id, student_id=None, reason="erased")
    await end_link(session, person_id, reason=LinkEnd.ERASED, now=now)
    await _destroy_links(session, person_id)
    categories = set(CHAT_DATA)
    if not keeps_lists:
        categories |= await _forget_lists(session, person, now=now)
    return await record_act(
        session,
        person_id=person_id,
        reason=reason,
        categories=categories,
        now=now,
        done=withdrawn,
        basis=basis,
        is_whole_person=not keeps_lists,
        made_by=made_by,
    )


async def withdraw_again(
    session: AsyncSession,
    person_id: int,
    consents: Collection[tuple[int, ConsentPurpose]],
    *,
    before: datetime,
    now: datetime,
    basis: str,
) -> DestructionAct:
    """Carry out withdrawals that a restored database knows nothing of, destruction included.

    *consents*: of which student and for what; what was given anew after *before* stays given.
    """
    acts = await acts_of_person(session, person_id)
    done: list[tuple[int, int, str, int]] = []
    for student_id, purpose in consents:
        key = AskKey(person_id, student_id, purpose)
        act = acts.get(key)
        if act is None or act.acted_at >= before:
            continue
        if act.action is ConsentAction.GIVEN:
            act = await record_withdrawal(session, act, now=now)
        await stop_delivery(session, key, now=now)
        await destroy_told(session, person_id=person_id, student_id=student_id)
        done.append((person_id, student_id, purpose.value, act.id))
    left = [
        one
        for one in (await acts_of_person(session, person_id)).values()
        if one.action is ConsentAction.GIVEN
    ]
    if not left:
        await end_link(session, person_id, reason=LinkEnd.WITHDRAWN, now=now)
        await _destroy_links(session, person_id)
    return await record_act(
        session,
        person_id=person_id,
        reason=Reason.RESTORED,
        categories=CHAT_DATA if not left else (Category.TOLD,),
        now=now,
        done=done,
        basis=basis,
    )


async def _destroy_links(session: AsyncSession, person_id: int) -> None:
    links: Sequence[AccountLink] = (
        await session.scalars(select(AccountLink).where(AccountLink.person_id == person_id))
    ).all()
    for account_id in {link.account_id for link in links}:
        await destroy_account_data(
            session, next(link for link in links if link.account_id == account_id)
        )
    await destroy_traces(session, person_id)


async def _forget_lists(session: AsyncSession, person: Person, *, now: datetime) -> set[Category]:
    """Destroy what the school's lists say of a person, as far as the journal can do without."""
    categories = {Category.PHONE}
    person.phone_hash = person.phone_tail = None
    if person.kind is PersonKind.GUARDIAN:
        categories |= {Category.NAME, Category.RELATION}
        await _forget_guardian(session, person, now=now)
    await session.flush()
    await erase_history(session, Person, person.id)
    return categories


async def _forget_guardian(session: AsyncSession, person: Person, *, now: datetime) -> None:
    rows = await session.scalars(select(Guardianship).where(Guardianship.guardian_id == person.id))
    for row in rows.all():
        await session.delete(row)
        await session.flush()
        await erase_history(session, Guardianship, row.id)
    person.family_name, person.given_name, person.patronymic = _NOBODY, "", ""
    person.external_id = person.birth_date = None
    person.left_on = now.astimezone((await load_profile(session)).timezone).date()

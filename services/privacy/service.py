"""One's own data: what is held and taking consent back, which works at once."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.identity import Actor, Identity
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.joining import consent_store, repository
from services.joining.facts import LinkEnd
from services.joining.linking import end_link
from services.keys import Keys
from services.models import Consent
from services.privacy import repository as holdings
from services.privacy.acts import Category, Reason, record_act
from services.privacy.destruction import (
    destroy_account,
    destroy_account_data,
    destroy_replaced,
    destroy_told,
)
from services.privacy.erasing import CHAT_DATA, erase_now
from services.privacy.facts import ConsentFacts, Deleted, Held, SentLine, Withdrawn
from services.privacy.withdrawing import record_withdrawal, stop_delivery
from services.regulation.repository import load_profile
from services.vocabulary import ConsentPurpose

__all__ = ["EVERYTHING", "PrivacyService"]

EVERYTHING = 0  # in place of a consent's id
_STRANGERS_STAY = timedelta(days=1)  # longer than any lock of the door


class PrivacyService:
    """What a person may see and take back without asking anybody."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def overview(self, actor: Actor) -> tuple[Held, ...]:
        """Return what is held on each person of the account."""
        async with self._database.reading() as session:
            held = [await self._held(session, actor, who) for who in actor.identities]
        return tuple(one for one in held if one is not None)

    async def withdraw(self, actor: Actor, consent_id: int, *, update_id: int) -> Withdrawn:
        """Withdraw a given consent, or all: nothing queued leaves after this returns.

        An account nothing is given for any more is untied; its data are destroyed the next day.
        The journal stays.

        Raises:
            OutOfDate: there is nothing (any more) to withdraw by this button.
        """
        now = self._clock.now()
        async with self._database.transaction() as session:
            chosen = await self._chosen(session, actor, consent_id)
            ended: set[int] = set()
            for who, held, consents in chosen:
                with bind_school(who.school_id), acting(who.person_id, why=LinkEnd.WITHDRAWN):
                    for one in consents:
                        await record_withdrawal(
                            session,
                            await session.get_one(Consent, one.consent_id),
                            now=now,
                            account_hash=self._keys.account_hash(
                                bot_id=actor.bot_id, telegram_user_id=actor.telegram_user_id
                            ),
                            update_id=update_id,
                        )
                        ended |= await stop_delivery(session, one.key, now=now)
                    if len(consents) == len(held.given) and await end_link(
                        session, who.person_id, reason=LinkEnd.WITHDRAWN, now=now
                    ):
                        ended.add(who.person_id)
        own = {who.person_id for who in actor.identities}
        zone = chosen[0][1].timezone
        return Withdrawn(
            consents=tuple(one for _, _, consents in chosen for one in consents),
            content_mode=chosen[0][1].content_mode,
            withdrawn_at=now,
            timezone=zone,
            destroyed_by=now.astimezone(zone).date()
            + timedelta(days=chosen[0][1].destruction_days),
            is_link_ended=bool(own & ended),
            is_still_somebody=bool(own - ended),
        )

    async def sent(self, actor: Actor, *, most: int = 20) -> tuple[SentLine, ...]:
        """Return what was sent to the people behind an account: when and of what kind."""
        lines: list[SentLine] = []
        async with self._database.reading() as session:
            for who in actor.identities:
                with bind_school(who.school_id):
                    zone = (await load_profile(session)).timezone
                    lines += [
                        SentLine(one.sent_at, one.kind, zone)
                        for one in await holdings.sent(session, who.person_id, most=most)
                    ]
        lines.sort(key=lambda one: one.sent_at, reverse=True)
        return tuple(lines[:most])

    async def destroy_now(self, actor: Actor) -> Deleted:
        """Take back everything the families behind an account have given, and destroy it now.

        What stands in the school's lists stays there: with a new code one may come in again.

        Raises:
            OutOfDate: no family is behind the account (any more).
        """
        if not actor.family:
            raise OutOfDate
        now = self._clock.now()
        numbers = []
        async with self._database.transaction() as session:
            for who in actor.family:
                with bind_school(who.school_id), acting(who.person_id, why="deleted"):
                    act = await erase_now(
                        session, who.person_id, now=now, made_by=None, keeps_lists=True
                    )
                    numbers.append(f"{act.number}/{act.year}")
        return Deleted(tuple(numbers), is_still_somebody=actor.staff is not None)

    async def destroy_due(self) -> int:
        """Destroy what consents allowed that were withdrawn on an earlier day; twice is harmless.

        Chats that only tried codes are forgotten, too. Returns how many people's data were
        destroyed.
        """
        with acting(None, why="consent withdrawn"):
            return await self._destroy(self._clock.now())

    async def _destroy(self, now: datetime) -> int:
        destroyed = 0
        async with self._database.transaction() as session:
            for school_id in await holdings.school_ids(session):
                with bind_school(school_id):
                    destroyed += await _destroy_in_school(session, now=now)
            for account_id in await holdings.stranger_account_ids(
                session, before=now - _STRANGERS_STAY
            ):
                await destroy_account(session, account_id)
        return destroyed

    async def _held(self, session: AsyncSession, actor: Actor, who: Identity) -> Held | None:
        with bind_school(who.school_id):
            link = await repository.live_link(session, who.person_id)
            if link is None or link.account_id != actor.account_id:
                return None
            profile = await load_profile(session)
            person = await repository.person(session, who.person_id)
            return Held(
                kind=who.kind,
                school_name=profile.short_name or profile.name,
                person=repository.person_facts(person),
                content_mode=profile.content_mode,
                timezone=profile.timezone,
                linked_at=link.linked_at,
                verified_by=link.verified_by,
                destruction_days=profile.destruction_days,
                messages_sent=await holdings.messages_sent(session, who.person_id),
                consents=await self._consents(session, who),
            )

    async def _consents(self, session: AsyncSession, who: Identity) -> tuple[ConsentFacts, ...]:
        acts = await consent_store.acts_of_person(session, who.person_id)
        on = self._clock.now().astimezone((await load_profile(session)).timezone).date()
        facts = await repository.children_facts(session, {key.student_id for key in acts}, on=on)
        versions = await consent_store.text_versions(
            session, {act.consent_text_id for act in acts.values() if act.consent_text_id}
        )
        children = [row.student_id for row in await repository.children_of(session, who.person_id)]
        return tuple(
            ConsentFacts(
                consent_id=act.id,
                key=key,
                child=facts[key.student_id][0],
                ordinal=children.index(key.student_id) + 1 if key.student_id in children else 1,
                action=act.action,
                acted_at=act.acted_at,
                version=versions.get(act.consent_text_id) if act.consent_text_id else None,
            )
            for key, act in acts.items()
        )

    async def _chosen(
        self, session: AsyncSession, actor: Actor, consent_id: int
    ) -> list[tuple[Identity, Held, tuple[ConsentFacts, ...]]]:
        chosen = []
        for who in actor.family:
            held = await self._held(session, actor, who)
            if held is None:
                continue
            consents = tuple(
                one for one in held.given if consent_id in {EVERYTHING, one.consent_id}
            )
            if consents:
                chosen.append((who, held, consents))
        if not chosen:
            raise OutOfDate
        return chosen


async def _destroy_in_school(session: AsyncSession, *, now: datetime) -> int:
    """Destroy what is due in the bound school, with an act for each person; return how many."""
    profile = await load_profile(session)
    today = now.astimezone(profile.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    until = today - timedelta(days=profile.destruction_days - 1)
    recorded = await holdings.withdrawals_with_act(session, now=now)
    categories: dict[int, set[Category]] = {}
    done: dict[int, list[tuple[int, int, str, int]]] = {}
    for act in await holdings.withdrawals_before(session, until, now=now):
        if act.id not in recorded and await _forget_told(session, act, now=now):
            categories.setdefault(act.person_id, set()).add(Category.TOLD)
            done.setdefault(act.person_id, []).append(
                (act.person_id, act.student_id, act.purpose.value, act.id)
            )
    links = await holdings.withdrawn_links_before(session, until)
    for link in links:
        await destroy_account_data(session, link)
        categories.setdefault(link.person_id, set()).update(CHAT_DATA)
    for link in await holdings.replaced_links_before(session, until):
        person_id = link.person_id
        await destroy_replaced(session, link)
        await record_act(
            session,
            person_id=person_id,
            reason=Reason.REPLACED,
            categories=(Category.CHAT, Category.MESSAGES),
            now=now,
        )
    for person_id, of_person in categories.items():
        await record_act(
            session,
            person_id=person_id,
            reason=Reason.WITHDRAWN,
            categories=of_person,
            now=now,
            done=done.get(person_id, ()),
        )
    return len(links)


async def _forget_told(session: AsyncSession, withdrawal: Consent, *, now: datetime) -> bool:
    """Forget what a withdrawn consent allowed to tell; whether there was anything to forget."""
    student_id = withdrawal.student_id
    match withdrawal.purpose:
        case ConsentPurpose.DELIVERY:
            person_id = withdrawal.person_id
        case ConsentPurpose.STUDENT_ACCOUNT:
            person_id = student_id
        case ConsentPurpose.GUARDIANS_INFORMED:
            return False  # a pause: the guardians' own consents stand
    permission = await delivery_permission(
        session, person_id=person_id, student_id=student_id, now=now
    )
    if permission.is_allowed:
        return False
    await destroy_told(session, person_id=person_id, student_id=student_id)
    return True

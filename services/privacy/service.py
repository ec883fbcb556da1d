"""One's own data: what is held and taking consent back, which works at once."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
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
from services.outbox.enqueue import refuse_waiting
from services.privacy import repository as holdings
from services.privacy.destruction import destroy_account, destroy_account_data, destroy_told
from services.privacy.facts import ConsentFacts, Held, Withdrawn
from services.regulation.repository import load_profile
from services.vocabulary import ConsentAction, ConsentPurpose

__all__ = ["DESTRUCTION_DAYS", "EVERYTHING", "PrivacyService"]

DESTRUCTION_DAYS = 1  # after withdrawal; the law allows 30 (152-FZ art. 21 part 5)
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
                        await self._record(session, actor, one, update_id=update_id, now=now)
                        ended |= await _stop_delivery(session, one, now=now)
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
            destroyed_by=now.astimezone(zone).date() + timedelta(days=DESTRUCTION_DAYS),
            is_link_ended=bool(own & ended),
            is_still_somebody=bool(own - ended),
        )

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
                    zone = (await load_profile(session)).timezone
                    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
                    for act in await holdings.withdrawals_before(session, today, now=now):
                        await _forget_told(session, act, now=now)
                    for link in await holdings.withdrawn_links_before(session, today):
                        await destroy_account_data(session, link)
                        destroyed += 1
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

    async def _record(
        self,
        session: AsyncSession,
        actor: Actor,
        consent: ConsentFacts,
        *,
        update_id: int,
        now: datetime,
    ) -> None:
        given = await session.get_one(Consent, consent.consent_id)
        session.add(
            Consent(
                person_id=given.person_id,
                student_id=given.student_id,
                purpose=given.purpose,
                action=ConsentAction.WITHDRAWN,
                consent_text_id=given.consent_text_id,
                account_hash=self._keys.account_hash(
                    bot_id=actor.bot_id, telegram_user_id=actor.telegram_user_id
                ),
                update_id=update_id,
                application_number=given.application_number,
                application_date=given.application_date,
                acted_at=now,
            )
        )
        await session.flush()


async def _stop_delivery(
    session: AsyncSession, consent: ConsentFacts, *, now: datetime
) -> set[int]:
    """Drop what waits because of a consent; return whose links ended by it."""
    key = consent.key
    student_id = key.student_id
    match key.purpose:
        case ConsentPurpose.DELIVERY:
            concerned = {key.person_id}
        case ConsentPurpose.STUDENT_ACCOUNT:
            concerned = {student_id}
        case ConsentPurpose.GUARDIANS_INFORMED:
            concerned = await holdings.guardian_ids(session, student_id)
    ended = set()
    for person_id in concerned:
        permission = await delivery_permission(
            session, person_id=person_id, student_id=student_id, now=now
        )
        if permission.is_allowed:
            continue  # another guardian's consent still carries the child's account
        await refuse_waiting(
            session, person_id=person_id, student_id=student_id, reason="withdrawn"
        )
        if permission.verdict is DeliveryVerdict.NO_GUARDIAN_CONSENT and await end_link(
            session, student_id, reason=LinkEnd.WITHDRAWN, now=now
        ):
            ended.add(student_id)
    return ended


async def _forget_told(session: AsyncSession, withdrawal: Consent, *, now: datetime) -> None:
    student_id = withdrawal.student_id
    match withdrawal.purpose:
        case ConsentPurpose.DELIVERY:
            person_id = withdrawal.person_id
        case ConsentPurpose.STUDENT_ACCOUNT:
            person_id = student_id
        case ConsentPurpose.GUARDIANS_INFORMED:
            return  # a pause: the guardians' own consents stand
    permission = await delivery_permission(
        session, person_id=person_id, student_id=student_id, now=now
    )
    if not permission.is_allowed:
        await destroy_told(session, person_id=person_id, student_id=student_id)

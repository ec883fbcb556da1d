"""Asking for consent and recording what was decided, with the evidence the law asks for.

Every act is a row of its own and the latest decides; nothing here is ever changed or deleted.
"""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.access.identity import Actor, Identity
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import NotAllowed, OutOfDate
from services.joining import consent_store as store
from services.joining import repository
from services.joining.agreements import tell_account_opened
from services.joining.consent_facts import (
    AlreadyDecided,
    AskKey,
    ConsentAsk,
    ConsentClosed,
    ConsentRecorded,
    GuardianNeeded,
    NextConsent,
    TextChanged,
)
from services.joining.possible_consents import (
    is_asked_again,
    possible_consents,
    waits_for_guardian,
)
from services.keys import Keys
from services.models import Consent
from services.outbox.enqueue import refuse_waiting
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import ConsentAction, ConsentPurpose, PersonKind

__all__ = ["ConsentDesk"]


class ConsentDesk:
    """What an account's people may be asked, one consent at a time."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    async def next_ask(self, actor: Actor) -> NextConsent:
        """Return the first consent nobody has decided about yet, with its text."""
        async with self._database.transaction() as session:
            return await self._next(session, actor)

    async def missing(self, actor: Actor) -> tuple[AskKey, ...]:
        """Return the consents that are not given now, those once refused or withdrawn too."""
        on_all: list[AskKey] = []
        async with self._database.reading() as session:
            for who in actor.family:
                with bind_school(who.school_id):
                    profile = await load_profile(session)
                    on = _today(self._clock.now(), profile)
                    keys = await possible_consents(session, who, on=on)
                    acts = await store.latest_acts(session, keys)
                    unanswered = await store.unanswered_keys(session, acts, on=on)
                    on_all.extend(
                        key
                        for key in keys
                        if key not in acts
                        or key in unanswered
                        or acts[key].action is not ConsentAction.GIVEN
                    )
        return tuple(on_all)

    async def open_ask(self, actor: Actor, key: AskKey) -> NextConsent:
        """Return one consent to decide about; None when it has been given.

        Raises:
            NotAllowed: it is not the actor's to decide, or not now.
        """
        async with self._database.transaction() as session:
            who = _identity(actor, key.person_id)
            with bind_school(who.school_id):
                profile = await load_profile(session)
                await self._require_possible(session, who, key, profile=profile)
                if not profile.can_collect_consent:
                    return ConsentClosed()
                if await self._is_given(session, key, profile=profile):
                    return None
                return await self._ask(session, key, profile=profile)

    async def decide(
        self,
        actor: Actor,
        *,
        person_id: int,
        student_id: int,
        text_id: int,
        after_id: int,
        is_given: bool,
        update_id: int,
    ) -> ConsentRecorded | AlreadyDecided | TextChanged | ConsentClosed:
        """Record consent or refusal under the text that was shown; pressed twice is one act.

        *after_id*: the latest act when the text was shown. A press after a withdrawal does not
        count: consent is asked anew.

        Raises:
            NotAllowed: it is not the actor's to decide, or not now.
            OutOfDate: the text is unknown, or the consent was withdrawn since.
        """
        who = _identity(actor, person_id)
        now = self._clock.now()
        async with self._database.transaction() as session:
            with bind_school(who.school_id):
                profile = await load_profile(session)
                shown = await store.find_text(session, text_id)
                if shown is None:
                    raise OutOfDate
                key = AskKey(person_id, student_id, shown.purpose)
                await self._require_possible(session, who, key, profile=profile)
                if not profile.can_collect_consent:
                    return ConsentClosed()
                last = (await store.latest_acts(session, [key])).get(key)
                wanted = ConsentAction.GIVEN if is_given else ConsentAction.REFUSED
                is_given_now = await self._is_given(session, key, profile=profile)
                if last is not None and (is_given_now or (last.action is wanted and not is_given)):
                    return AlreadyDecided(
                        last.action,
                        last.acted_at,
                        profile.timezone,
                        wanted_refusal=last.action is not wanted,
                    )
                if (
                    last is not None
                    and last.action is not ConsentAction.REFUSED
                    and last.id != after_id
                ):
                    raise OutOfDate
                ask = await self._ask(session, key, profile=profile)
                if ask.text_id != text_id:
                    return TextChanged(ask)
                act = Consent(
                    person_id=person_id,
                    student_id=student_id,
                    purpose=key.purpose,
                    action=wanted,
                    consent_text_id=text_id,
                    account_hash=self._keys.account_hash(
                        bot_id=actor.bot_id, telegram_user_id=actor.telegram_user_id
                    ),
                    update_id=update_id,
                    application_number=ask.application_number,
                    application_date=ask.application_date,
                    acted_at=now,
                )
                before = await _own_account(session, student_id, now=now)
                if is_given and last is not None and last.action is ConsentAction.WITHDRAWN:
                    await _leave_out_what_came_between(session, key)
                session.add(act)
                with acting(person_id):
                    await session.flush()
                if before is DeliveryVerdict.NO_GUARDIAN_CONSENT and (
                    await _own_account(session, student_id, now=now) is DeliveryVerdict.ALLOWED
                ):
                    await tell_account_opened(
                        session, student_id, act_id=act.id, profile=profile, now=now
                    )
                permission = await delivery_permission(
                    session, person_id=person_id, student_id=student_id, now=now
                )
            return ConsentRecorded(
                ask=ask,
                is_given=is_given,
                acted_at=now,
                timezone=profile.timezone,
                awaits_application=is_given
                and who.kind is PersonKind.GUARDIAN
                and profile.needs_paper_consent
                and not ask.application_number,
                awaits_student=is_given and permission.verdict is DeliveryVerdict.ADULT_STUDENT,
                following=await self._next(session, actor),
            )

    async def _next(self, session: AsyncSession, actor: Actor) -> NextConsent:
        otherwise: NextConsent = None
        for who in actor.family:
            with bind_school(who.school_id):
                profile = await load_profile(session)
                keys = await possible_consents(session, who, on=_today(self._clock.now(), profile))
                acts = await store.latest_acts(session, keys)
                on = _today(self._clock.now(), profile)
                unanswered = await store.unanswered_keys(session, acts, on=on)
                link = await repository.live_link(session, who.person_id)
                for key in keys:
                    is_answered = key in acts and not is_asked_again(acts[key], link)
                    if is_answered and key not in unanswered:
                        continue
                    if profile.can_collect_consent:
                        return await self._ask(session, key, profile=profile)
                    otherwise = ConsentClosed()
                if await waits_for_guardian(session, who, now=self._clock.now()):
                    otherwise = GuardianNeeded()
        return otherwise

    async def _is_given(
        self, session: AsyncSession, key: AskKey, *, profile: SchoolProfile
    ) -> bool:
        """Whether a consent is given under the newest edition that is in force."""
        acts = await store.latest_acts(session, [key])
        on = _today(self._clock.now(), profile)
        is_given = key in acts and acts[key].action is ConsentAction.GIVEN
        return is_given and not await store.unanswered_keys(session, acts, on=on)

    async def _require_possible(
        self, session: AsyncSession, who: Identity, key: AskKey, *, profile: SchoolProfile
    ) -> None:
        on = _today(self._clock.now(), profile)
        if key not in await possible_consents(session, who, on=on):
            raise NotAllowed

    async def _ask(
        self, session: AsyncSession, key: AskKey, *, profile: SchoolProfile
    ) -> ConsentAsk:
        on = _today(self._clock.now(), profile)
        text = await store.current_text(session, key.purpose, profile=profile, on=on)
        last = (await store.latest_acts(session, [key])).get(key)
        children = await repository.children_of(session, key.person_id)
        order = [row.student_id for row in children] or [key.student_id]
        own = next((row for row in children if row.student_id == key.student_id), None)
        facts = await repository.children_facts(session, [key.student_id], on=on)
        return ConsentAsk(
            key=key,
            text_id=text.id,
            version=text.version,
            valid_from=text.valid_from,
            text=text.text,
            after_id=last.id if last else 0,
            child=facts[key.student_id][0],
            is_about_oneself=key.person_id == key.student_id,
            content_mode=profile.content_mode,
            ordinal=order.index(key.student_id) + 1,
            children_count=len(order),
            application_number=own.application_number if own else "",
            application_date=own.application_date if own else None,
        )


async def _leave_out_what_came_between(session: AsyncSession, key: AskKey) -> None:
    """Drop what was recorded without consent: given again, it is for what comes."""
    if key.purpose is ConsentPurpose.DELIVERY:
        await refuse_waiting(
            session, person_id=key.person_id, student_id=key.student_id, reason="withdrawn"
        )


async def _own_account(
    session: AsyncSession, student_id: int, *, now: datetime
) -> DeliveryVerdict:
    permission = await delivery_permission(
        session, person_id=student_id, student_id=student_id, now=now
    )
    return permission.verdict


def _identity(actor: Actor, person_id: int) -> Identity:
    for who in actor.family:
        if who.person_id == person_id:
            return who
    raise NotAllowed


def _today(now: datetime, profile: SchoolProfile) -> date:
    return now.astimezone(profile.timezone).date()

"""Confirming by a human: for people whose phone number is not on record, or another one is.

The class teacher decides for families of the own class, the office for everybody; who cannot be
reached in person should not be confirmed. The card warns when the account already is somebody.
"""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor, Identity
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.joining import repository
from services.joining.facts import RequestCard, RequestDecided, RequestLapsed, VerifiedBy
from services.joining.linking import link_account
from services.joining.rights import concern_of, may
from services.joining.telling import tell_link_confirmed
from services.models import LinkRequest, Person
from services.regulation.repository import load_profile
from services.vocabulary import LinkRequestState, PersonKind

__all__ = ["RequestDesk"]


class RequestDesk:
    """Lists requests for those who may decide them, and records decisions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open_requests(self, actor: Actor) -> tuple[RequestCard, ...]:
        """Return what the actor may decide, the oldest first."""
        who = actor.staff
        if who is None:
            return ()
        now = self._clock.now()
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                zone = (await load_profile(session)).timezone
                on = now.astimezone(zone).date()
                return tuple(
                    [
                        await _card(session, request, zone=zone, on=on)
                        for request in await repository.pending_requests(session)
                        if await _may_decide(session, who, request, on=on)
                    ]
                )

    async def decide(
        self, actor: Actor, request_id: int, *, verified_by: VerifiedBy | None
    ) -> RequestDecided | RequestLapsed:
        """Confirm a request, saying how the person was verified, or refuse it (None).

        A refusal ends the code: it has come into other hands.

        Raises:
            NotAllowed: it is not the actor's to decide.
            NotFound: there is no such request.
            OutOfDate: it was decided before.
        """
        who = actor.staff
        if who is None:
            raise NotAllowed
        now = self._clock.now()
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                request = await repository.find_request(session, request_id)
                if request is None:
                    raise NotFound
                profile = await load_profile(session)
                on = now.astimezone(profile.timezone).date()
                if not await _may_decide(session, who, request, on=on):
                    raise NotAllowed
                if request.state is not LinkRequestState.PENDING:
                    raise OutOfDate
                request.decided_at = now
                request.decided_by = who.person_id
                invite = await repository.locked_invite(session, request.invite_code_id)
                if invite.used_at is not None or invite.ended_at is not None:
                    request.state = LinkRequestState.OUT_OF_DATE
                    return RequestLapsed()
                person = await repository.person(session, request.person_id)
                if verified_by is None:
                    request.state = LinkRequestState.REFUSED
                    invite.ended_at = now
                else:
                    request.state = LinkRequestState.CONFIRMED
                    request.verified_by = verified_by
                    await link_account(
                        session,
                        account_id=request.account_id,
                        invite=invite,
                        verified_by=verified_by,
                        profile=profile,
                        now=now,
                        decided_by=who.person_id,
                    )
                    await tell_link_confirmed(session, request, person, now=now)
                return RequestDecided(verified_by is not None, repository.person_facts(person))


async def _may_decide(
    session: AsyncSession, who: Identity, request: LinkRequest, *, on: date
) -> bool:
    person = await repository.person(session, request.person_id)
    return may(who, "decide", await concern_of(session, person, on=on))


async def _student_ids(session: AsyncSession, person: Person) -> list[int]:
    if person.kind is PersonKind.STUDENT:
        return [person.id]
    return [row.student_id for row in await repository.children_of(session, person.id)]


async def _card(
    session: AsyncSession, request: LinkRequest, *, zone: ZoneInfo, on: date
) -> RequestCard:
    person = await repository.person(session, request.person_id)
    student_ids = (
        await _student_ids(session, person) if person.kind is not PersonKind.STAFF else []
    )
    children = await repository.children_facts(session, student_ids, on=on)
    relations = [row.relation for row in await repository.children_of(session, person.id)]
    return RequestCard(
        request_id=request.id,
        kind=person.kind,
        person=repository.person_facts(person),
        relation=next((relation for relation in relations if relation), ""),
        children=tuple(children[student_id][0] for student_id in student_ids),
        asked_at=request.asked_at,
        timezone=zone,
        account_is=tuple(await repository.live_links_of_account(session, request.account_id)),
    )

"""Tying an account to a person and untying it; the outbox follows in the same transaction."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.repository import homeroom_class_ids, staff_roles
from services.audit.acting import acting
from services.joining import repository
from services.joining.agreements import ask_about_account
from services.joining.briefings import owe_briefing
from services.joining.facts import Linked, LinkEnd, VerifiedBy
from services.models import AccountLink, InviteCode, Person
from services.outbox.enqueue import reroute
from services.regulation.profile import SchoolProfile
from services.vocabulary import LinkRequestState, PersonKind, Role

__all__ = ["end_link", "link_account"]


async def link_account(
    session: AsyncSession,
    *,
    account_id: int,
    invite: InviteCode,
    verified_by: VerifiedBy,
    profile: SchoolProfile,
    now: datetime,
    decided_by: int | None = None,
) -> Linked:
    """Make an account the one account of the invitation's person; the code is used up by it.

    *decided_by*: the member of staff who confirmed it; none: the person's own proof.
    """
    person = await repository.person(session, invite.person_id)
    with acting(decided_by or person.id, why=verified_by):
        has_moved = await _tie(session, account_id, person, verified_by=verified_by, now=now)
        invite.used_at = now
        if person.kind is PersonKind.STAFF:
            await owe_briefing(session, person.id)
        for request in await repository.requests_of_person(session, person.id):
            request.state = LinkRequestState.OUT_OF_DATE
            request.decided_at = now
        await session.flush()
    await reroute(session, person_id=person.id, account_id=account_id)
    if person.kind is PersonKind.STUDENT:
        await ask_about_account(session, person.id, profile=profile, now=now)
    return Linked(
        kind=person.kind,
        school_name=profile.short_name or profile.name,
        content_mode=profile.content_mode,
        person=repository.person_facts(person),
        roles=await _roles(session, person),
        has_moved=has_moved,
    )


async def _tie(
    session: AsyncSession,
    account_id: int,
    person: Person,
    *,
    verified_by: VerifiedBy,
    now: datetime,
) -> bool:
    """Link the account, ending the person's earlier link; return whether that was another chat."""
    earlier = await repository.live_link(session, person.id)
    if earlier is not None:
        earlier.ended_at = now
        earlier.end_reason = LinkEnd.MOVED
    session.add(
        AccountLink(
            account_id=account_id, person_id=person.id, verified_by=verified_by, linked_at=now
        )
    )
    return earlier is not None and earlier.account_id != account_id


async def end_link(
    session: AsyncSession, person_id: int, *, reason: LinkEnd, now: datetime
) -> bool:
    """Untie a person from their account, if they have one; what waited goes to paper."""
    link = await repository.live_link(session, person_id)
    if link is None:
        return False
    link.ended_at = now
    link.end_reason = reason
    await session.flush()
    await reroute(session, person_id=person_id, account_id=None)
    return True


async def _roles(session: AsyncSession, person: Person) -> frozenset[Role]:
    match person.kind:
        case PersonKind.GUARDIAN:
            return frozenset({Role.GUARDIAN})
        case PersonKind.STUDENT:
            return frozenset({Role.STUDENT})
        case PersonKind.STAFF:
            roles = await staff_roles(session, person.id)
            classes = await homeroom_class_ids(session, person.id)
            return roles | {Role.HOMEROOM_TEACHER} if classes else roles

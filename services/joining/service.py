"""The way in: a code, then a proof that it reached its person; one step per update.

Nothing of a person's data leaves these functions before the proof. Wrong codes and numbers are
outcomes, not errors, because they must stay counted.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.joining import accounts, repository
from services.joining.accounts import FoundInvite
from services.joining.codes import normalise_code
from services.joining.consents import ConsentDesk
from services.joining.contacts import ContactDesk
from services.joining.corrections import CorrectionDesk
from services.joining.door import WINDOW, locked_until, tries_left
from services.joining.facts import (
    AlreadyLinked,
    CodeFault,
    CodeRefused,
    ContactNeeded,
    DoorLocked,
    InviteLapsed,
    JoiningStep,
    Linked,
    NotOwnContact,
    NumberDiffers,
    RequestSent,
    SharedContact,
    VerifiedBy,
    Visitor,
    Welcome,
)
from services.joining.linking import link_account
from services.joining.repository import access_on
from services.joining.requests import RequestDesk
from services.joining.telling import tell_link_request
from services.keys import Keys
from services.models import Account, LinkRequest, Person
from services.regulation.repository import load_profile
from services.roster.phones import normalise_phone
from services.vocabulary import AccessMode, LinkRequestState, PersonKind

__all__ = ["JoiningService"]


class JoiningService:
    """Invitation, verification, and the two desks behind it: consents and requests."""

    def __init__(self, database: Database, clock: Clock, keys: Keys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self.consents = ConsentDesk(database, clock, keys)
        self.requests = RequestDesk(database, clock)
        self.contacts = ContactDesk(database, keys)
        self.corrections = CorrectionDesk(database)

    async def welcome(self, actor: Actor | None) -> Welcome | ContactNeeded | RequestSent:
        """Say where a chat stands that belongs to nobody; a stranger is not stored."""
        async with self._database.reading() as session:
            if actor is not None:
                invite = await accounts.presented_invite(session, actor.account_id)
                now = self._clock.now()
                if invite is not None and await _fault(session, invite, now=now) is None:
                    with bind_school(invite.school_id):
                        return await _where_it_stands(session, actor.account_id, invite)
            school_name = await accounts.only_school_name(session)
            ended = await accounts.last_ended_link(session, actor.account_id) if actor else None
            if ended is None:
                return Welcome(school_name)
            school_id, reason, ended_at = ended
            with bind_school(school_id):
                zone = (await load_profile(session)).timezone
            return Welcome(school_name, reason, ended_at.astimezone(zone).date())

    async def try_code(self, visitor: Visitor, code: str) -> JoiningStep:
        """Look at a code; a right one is not used up before the person is verified."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            account = await accounts.ensure_account(session, visitor, now=now)
            door = await self._door(session, account, now=now)
            if door.minutes_left:
                return DoorLocked(door.minutes_left)
            code_hash = self._keys.code_hash(normalise_code(code))
            invite = await accounts.find_invite(session, code_hash)
            if invite is not None:
                with bind_school(invite.school_id):
                    link = await repository.live_link(session, invite.person_id)
                    if link is not None and link.account_id == account.id:
                        return AlreadyLinked()
            fault = CodeFault.UNKNOWN if invite is None else await _fault(session, invite, now=now)
            if invite is None or fault is not None:
                accounts.add_wrong_try(session, account.id, now=now)
                return CodeRefused(fault or CodeFault.UNKNOWN, door.tries_left - 1)
            with bind_school(invite.school_id):
                row = await repository.locked_invite(session, invite.invite_id)
                row.presented_by = account.id
                row.presented_at = now
                await session.flush()
                return await _where_it_stands(session, account.id, invite)

    async def verify_contact(self, visitor: Visitor, contact: SharedContact) -> JoiningStep:
        """Compare one's own number with the one on record; equal ones link the account."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            account = await accounts.ensure_account(session, visitor, now=now)
            door = await self._door(session, account, now=now)
            if door.minutes_left:
                return DoorLocked(door.minutes_left)
            invite = await self._open_invite(session, account, now=now)
            if invite is None:
                return InviteLapsed()
            if contact.user_id != visitor.telegram_user_id or contact.is_forwarded:
                return NotOwnContact()
            with bind_school(invite.school_id):
                person = await repository.person(session, invite.person_id)
                phone = _number(contact.phone)
                if phone is None or self._keys.phone_hash(phone) != person.phone_hash:
                    accounts.add_wrong_try(session, account.id, now=now)
                    return NumberDiffers(
                        person.kind,
                        tries_left=door.tries_left - 1,
                        has_phone=person.phone_hash is not None,
                    )
                if person.kind is PersonKind.GUARDIAN and await _is_student(session, account):
                    # A child with the mother's slip, and a list with the child's number in the
                    # mother's row: the class teacher reads the warning and decides.
                    return await _ask_human(session, account, invite, person, now=now)
                return await self._link(session, account, invite, now=now)

    async def ask_human(self, visitor: Visitor) -> JoiningStep:
        """Ask the class teacher or the office to confirm the person; a second press asks once."""
        now = self._clock.now()
        async with self._database.transaction() as session:
            account = await accounts.ensure_account(session, visitor, now=now)
            invite = await self._open_invite(session, account, now=now)
            if invite is None:
                return InviteLapsed()
            with bind_school(invite.school_id):
                person = await repository.person(session, invite.person_id)
                return await _ask_human(session, account, invite, person, now=now)

    async def check_request(self, actor: Actor | None) -> RequestSent | InviteLapsed:
        """Say what became of the account's latest request to be confirmed."""
        if actor is None:
            return InviteLapsed()
        async with self._database.reading() as session:
            invite = await accounts.presented_invite(session, actor.account_id)
            if invite is None:
                return InviteLapsed()
            with bind_school(invite.school_id):
                request = await repository.request_of_account(
                    session, account_id=actor.account_id, invite_id=invite.invite_id
                )
                if request is None:
                    return InviteLapsed()
                person = await repository.person(session, invite.person_id)
                return RequestSent(person.kind, request.state)

    async def is_suspended(self, actor: Actor) -> bool:
        """Whether the school has stopped a guardian's access to every child of theirs."""
        now = self._clock.now()
        guardians = [one for one in actor.family if one.kind is PersonKind.GUARDIAN]
        if not guardians:
            return False
        async with self._database.reading() as session:
            for who in guardians:
                with bind_school(who.school_id):
                    on = now.astimezone((await load_profile(session)).timezone).date()
                    rows = await repository.children_of(session, who.person_id)
                    if any(access_on(row, on=on) is not AccessMode.SUSPENDED for row in rows):
                        return False
        return True

    async def _open_invite(
        self, session: AsyncSession, account: Account, *, now: datetime
    ) -> FoundInvite | None:
        invite = await accounts.presented_invite(session, account.id)
        if invite is None or await _fault(session, invite, now=now) is not None:
            return None
        return invite

    async def _link(
        self, session: AsyncSession, account: Account, invite: FoundInvite, *, now: datetime
    ) -> Linked | InviteLapsed:
        row = await repository.locked_invite(session, invite.invite_id)
        if row.used_at is not None or row.presented_by != account.id:
            return InviteLapsed()  # another account was faster
        return await link_account(
            session,
            account_id=account.id,
            invite=row,
            verified_by=VerifiedBy.PHONE,
            profile=await load_profile(session),
            now=now,
        )

    async def _door(self, session: AsyncSession, account: Account, *, now: datetime) -> "_Door":
        since = now - 2 * WINDOW  # a lock and the hour that led to it
        await accounts.forget_old_tries(session, before=since)
        tries = await accounts.wrong_tries(session, account.id, since=since)
        until = locked_until(tries, now=now)
        return _Door(
            minutes_left=ceil((until - now).total_seconds() / 60) if until else 0,
            tries_left=tries_left(tries, now=now),
        )


@dataclass(frozen=True, slots=True)
class _Door:
    minutes_left: int
    tries_left: int


async def _is_student(session: AsyncSession, account: Account) -> bool:
    links = await repository.live_links_of_account(session, account.id)
    return any(kind is PersonKind.STUDENT for kind, _person in links)


async def _ask_human(
    session: AsyncSession, account: Account, invite: FoundInvite, person: Person, *, now: datetime
) -> RequestSent:
    request = await repository.request_of_account(
        session, account_id=account.id, invite_id=invite.invite_id
    )
    if request is not None:
        return RequestSent(person.kind, request.state)
    request = LinkRequest(
        invite_code_id=invite.invite_id,
        person_id=person.id,
        account_id=account.id,
        state=LinkRequestState.PENDING,
        asked_at=now,
    )
    session.add(request)
    with acting(person.id):
        await session.flush()
    await tell_link_request(session, request, person, now=now)
    return RequestSent(person.kind)


def _number(of_contact: str) -> str | None:
    """Return a contact's number in its normal form.

    Telegram writes it internationally and mostly without the plus. No country has the code 89, so
    only there may an 8 be the Russian prefix for calls inside the country.
    """
    text = of_contact.strip()
    digits = "".join(sign for sign in text if sign.isdecimal())
    is_domestic = digits.startswith("89") and not text.startswith("+")
    return normalise_phone(digits if is_domestic else f"+{digits}")


async def _fault(session: AsyncSession, invite: FoundInvite, *, now: datetime) -> CodeFault | None:
    if invite.used_at is not None:
        return CodeFault.USED
    if invite.ended_at is not None:
        return CodeFault.ENDED
    if invite.expires_at <= now:
        return CodeFault.EXPIRED
    with bind_school(invite.school_id):
        left_on = (await repository.person(session, invite.person_id)).left_on
    return CodeFault.ENDED if left_on is not None and left_on <= now.date() else None


async def _where_it_stands(
    session: AsyncSession, account_id: int, invite: FoundInvite
) -> ContactNeeded | RequestSent:
    person = await repository.person(session, invite.person_id)
    request = await repository.request_of_account(
        session, account_id=account_id, invite_id=invite.invite_id
    )
    if request is not None:
        return RequestSent(person.kind, request.state)
    return ContactNeeded(
        await repository.school_name(session, invite.school_id),
        person.kind,
        has_phone=person.phone_hash is not None,
    )

"""Issuing codes: for people without an account, as the office asks for them.

The code itself leaves here once, into the file that is printed; only its keyed hash stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school, bound_school_id
from services.errors import NotFound
from services.joining import accounts, repository
from services.joining import invitation_repository as invitable
from services.joining.access_errors import NotInvitable
from services.joining.codes import deep_link, new_code
from services.joining.facts import InvitedChild, PersonFacts, SheetHead
from services.joining.invitation_repository import Candidate
from services.joining.people_repository import class_name_of, find_person
from services.joining.rights import concern_of, require_may
from services.keys import Keys
from services.models import InviteCode
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import PersonKind, Role

__all__ = ["InvitationService", "IssuedInvite", "NobodyToInvite"]


_WHY = "invitation"  # as the audit keeps it


class NobodyToInvite(NotFound):
    """No such class or person in the school. Facts: class_name, person."""


@dataclass(frozen=True, slots=True)
class IssuedInvite:
    """A fresh code and whom to hand it to; the only place where the code stands in the clear."""

    person_id: str  # the school's own key where it has one
    kind: PersonKind
    roles: tuple[Role, ...]
    person: PersonFacts
    class_names: tuple[str, ...]
    students: tuple[InvitedChild, ...]
    code: str
    link: str  # empty while the bot's name is unknown
    expires_at: datetime
    expires_on: date


class InvitationService:
    """Gives people codes, each of which works once."""

    def __init__(self, database: Database, clock: Clock, keys: Keys, randomness: Random) -> None:
        """Draw codes from *randomness*: the system's (``SystemRandom``) outside tests."""
        self._database = database
        self._clock = clock
        self._keys = keys
        self._randomness = randomness

    async def issue(
        self,
        *,
        school_id: int,
        roles: Collection[Role] = (),
        class_name: str | None = None,
        person: str | None = None,
    ) -> tuple[IssuedInvite, ...]:
        """Issue codes to people without an account; their older unused codes end.

        *roles*: only these (none: all); *class_name*: students of the class and their guardians;
        *person*: the school's own key, or our number; somebody named gets a code even with an
        account, as for a lost phone: using it ends the old one. Who left, or whose guardian
        access is paper or suspended for every child, gets none. In the order of classes, names.

        Raises:
            NobodyToInvite: there is no such class or person.
        """
        now = self._clock.now()
        with acting(None, why=_WHY), bind_school(school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                on = now.astimezone(profile.timezone).date()
                named = await _named(session, person) if person is not None else None
                everybody = await invitable.candidates(session, on=on, named=named)
                if class_name is not None and not await invitable.class_exists(
                    session, class_name
                ):
                    raise NobodyToInvite(class_name=class_name)
                chosen = [
                    one
                    for one in everybody
                    if (not roles or not one.roles.isdisjoint(roles))
                    and (class_name is None or class_name in one.class_names)
                ]
                return await self._issue(session, chosen, profile=profile, now=now)

    async def issue_to(self, who: Identity, person_id: int) -> IssuedInvite:
        """Issue a code to one person, as the class teacher or the office asks for it.

        Who has an account gets one only from somebody who may disconnect it.

        Raises:
            NotAllowed: not theirs to invite.
            NotFound: there is no such person.
            NotInvitable: on paper, suspended, left.
        """
        now = self._clock.now()
        with acting(who.person_id, why=_WHY), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                on = now.astimezone(profile.timezone).date()
                person = await find_person(session, person_id)
                if person is None:
                    raise NotFound
                concern = await concern_of(session, person, on=on)
                require_may(who, "invite", concern)
                if await repository.live_link(session, person_id) is not None:
                    require_may(who, "unlink", concern)
                chosen = await invitable.candidates(session, on=on, named={person_id})
                if not chosen:
                    raise NotInvitable
                (issued,) = await self._issue(session, chosen, profile=profile, now=now)
                return issued

    async def issue_list(
        self, who: Identity, *, class_id: int, only_new: bool
    ) -> tuple[IssuedInvite, ...]:
        """Issue codes to everybody of a class (0: of the staff) who has not come.

        *only_new*: only to who has no code either, so that no slip handed out stops working.

        Raises:
            NotAllowed: not theirs to invite.
            NotFound: there is no such class.
        """
        if class_id:
            require(who, Action.INVITE_FAMILY, class_id=class_id)
        else:
            require(who, Action.INVITE_STAFF)
        now = self._clock.now()
        with acting(who.person_id, why=_WHY), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                on = now.astimezone(profile.timezone).date()
                class_name = await class_name_of(session, class_id) if class_id else None
                coded = await repository.coded(session, now=now) if only_new else frozenset()
                chosen = [
                    one
                    for one in await invitable.candidates(session, on=on)
                    if one.person_id not in coded
                    and (
                        class_name in one.class_names
                        if class_name is not None
                        else one.kind is PersonKind.STAFF
                    )
                ]
                return await self._issue(session, chosen, profile=profile, now=now)

    async def _issue(
        self,
        session: AsyncSession,
        chosen: Sequence[Candidate],
        *,
        profile: SchoolProfile,
        now: datetime,
    ) -> tuple[IssuedInvite, ...]:
        expires_at = now + timedelta(days=profile.code_days)
        codes = {one.person_id: new_code(self._randomness) for one in chosen}
        await repository.end_open_invites(session, codes.keys(), now=now)
        session.add_all(
            InviteCode(
                person_id=person_id,
                code_hash=self._keys.code_hash(code),
                issued_at=now,
                expires_at=expires_at,
            )
            for person_id, code in codes.items()
        )
        await session.flush()
        username = await accounts.bot_username(session, school_id=bound_school_id())
        return tuple(
            _issued(
                one,
                codes,
                username=username,
                expires_at=expires_at,
                expires_on=expires_at.astimezone(profile.timezone).date(),
            )
            for one in chosen
        )

    async def sheet_head(self, *, school_id: int) -> SheetHead:
        """Return what every printed invitation of a school has in common."""
        async with self._database.reading() as session:
            with bind_school(school_id):
                profile = await load_profile(session)
                return SheetHead(
                    school_name=profile.short_name or profile.name,
                    school_full_name=profile.name,
                    bot_username=await accounts.bot_username(session, school_id=school_id),
                )


async def _named(session: AsyncSession, person: str) -> frozenset[int]:
    """Return whom a key names: the school's own keys are unique per list only."""
    known = await invitable.person_ids(session, person)
    if not known:
        raise NobodyToInvite(person=person)
    return known


def _issued(
    one: Candidate,
    codes: Mapping[int, str],
    *,
    username: str,
    expires_at: datetime,
    expires_on: date,
) -> IssuedInvite:
    code = codes[one.person_id]
    return IssuedInvite(
        person_id=one.external_id or str(one.person_id),
        kind=one.kind,
        roles=tuple(role for role in Role if role in one.roles),
        person=one.person,
        class_names=one.class_names,
        students=one.students,
        code=code,
        link=deep_link(username, code),
        expires_at=expires_at,
        expires_on=expires_on,
    )

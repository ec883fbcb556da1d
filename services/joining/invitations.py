"""Issuing codes: for people without an account, as the office asks for them.

The code itself leaves here once, into the file that is printed; only its keyed hash stays.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school
from services.errors import NotFound
from services.joining import accounts, repository
from services.joining import invitation_repository as invitable
from services.joining.codes import deep_link, new_code
from services.joining.facts import PersonFacts
from services.joining.invitation_repository import Candidate
from services.keys import Keys
from services.models import InviteCode
from services.regulation.repository import load_profile
from services.vocabulary import PersonKind, Role

__all__ = ["InvitationService", "IssuedInvite", "NobodyToInvite"]


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
    students: tuple[PersonFacts, ...]
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
        async with self._database.transaction() as session:
            with bind_school(school_id):
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
                username = await accounts.bot_username(session)
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

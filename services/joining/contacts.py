"""One's own contact data: a new phone is a request to the office, never stored by itself.

The number lies sealed until somebody has decided; then only its keyed hash stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor, Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import NotAllowed, OutOfDate
from services.joining import repository
from services.joining.access_errors import PhoneUnclear
from services.joining.facts import ChildFacts, PersonFacts
from services.joining.pending import open_count, open_rows, pending_row
from services.joining.telling import tell_contact_decided, tell_contact_request
from services.keys import CannotUnseal, Keys
from services.models import ContactRequest
from services.regulation.repository import load_profile
from services.roster.phones import normalise_phone
from services.vocabulary import LinkRequestState, PersonKind

__all__ = [
    "ContactAsked",
    "ContactCard",
    "ContactDecided",
    "ContactDesk",
    "OwnContact",
    "contact_card",
]


@dataclass(frozen=True, slots=True)
class OwnContact:
    """What the school has of a person's phone, and what is asked for instead."""

    phone_tail: str  # the last two digits; empty: none on record
    asked_tail: str = ""
    asked_at: datetime | None = None
    was_refused: bool = False  # the latest request


@dataclass(frozen=True, slots=True)
class ContactAsked:
    """A new phone was handed to the office; *is_known*: it is the one on record already."""

    phone_tail: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A request to change a phone, as the office reads it; the number is empty once decided."""

    request_id: int
    person: PersonFacts
    children: tuple[ChildFacts, ...]
    phone: str
    old_tail: str
    asked_at: datetime
    timezone: ZoneInfo
    state: LinkRequestState


@dataclass(frozen=True, slots=True)
class ContactDecided:
    """A request was decided."""

    person: PersonFacts
    is_confirmed: bool
    phone_tail: str


class ContactDesk:
    """Takes requests to change a phone, and records what the office decided."""

    def __init__(self, database: Database, keys: Keys) -> None:
        """Seal and hash numbers under the deployment's *keys*."""
        self._database = database
        self._keys = keys

    async def own(self, actor: Actor) -> OwnContact | None:
        """Return what the school has of a parent's phone; None for who is no parent."""
        who = _guardian(actor)
        if who is None:
            return None
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                person = await repository.person(session, who.person_id)
                latest = await _latest(session, who.person_id)
        tail = person.phone_tail or ""
        if latest is None:
            return OwnContact(tail)
        is_open = latest.state is LinkRequestState.PENDING
        return OwnContact(
            tail,
            asked_tail=latest.phone_tail if is_open else "",
            asked_at=latest.asked_at if is_open else None,
            was_refused=latest.state is LinkRequestState.REFUSED,
        )

    async def ask(self, actor: Actor, text: str, *, now: datetime) -> ContactAsked:
        """Hand a new phone to the office of each school; an earlier open request is replaced.

        Raises:
            NotAllowed: not a parent.
            PhoneUnclear: the text is no phone number.
        """
        phone = normalise_phone(text)
        guardians = [one for one in actor.family if one.kind is PersonKind.GUARDIAN]
        if not guardians:
            raise NotAllowed
        if phone is None:
            raise PhoneUnclear
        phone_hash, tail, is_known = self._keys.phone_hash(phone), phone[-2:], True
        async with self._database.transaction() as session:
            for who in guardians:
                with acting(who.person_id, why="contact data"), bind_school(who.school_id):
                    person = await repository.person(session, who.person_id)
                    if person.phone_hash == phone_hash:
                        continue
                    is_known = False
                    latest = await _latest(session, who.person_id)
                    if latest is not None and latest.state is LinkRequestState.PENDING:
                        _close(latest, LinkRequestState.OUT_OF_DATE, by=who.person_id, now=now)
                    request = ContactRequest(
                        person_id=who.person_id,
                        sealed_phone=self._keys.seal(
                            phone.encode(), _context(who.school_id, who.person_id)
                        ),
                        phone_tail=tail,
                        state=LinkRequestState.PENDING,
                        asked_at=now,
                    )
                    session.add(request)
                    await session.flush()
                    await tell_contact_request(session, request, now=now)
        return ContactAsked(tail, is_known)

    async def open_requests(
        self, who: Identity | None, *, now: datetime
    ) -> tuple[ContactCard, ...]:
        """Return what *who* may decide, the oldest first."""
        if who is None or not is_allowed(who, Action.DECIDE_CONTACT):
            return ()
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                rows = await open_rows(session, ContactRequest)
                return tuple(
                    [await contact_card(session, self._keys, row, now=now) for row in rows]
                )

    async def open_count(self, actor: Actor) -> int:
        """Return how many requests the actor may decide; nobody's numbers are opened for it."""
        who = actor.staff
        if who is None or not is_allowed(who, Action.DECIDE_CONTACT):
            return 0
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                return await open_count(session, ContactRequest)

    async def decide(
        self, who: Identity, request_id: int, *, is_confirmed: bool, now: datetime
    ) -> ContactDecided:
        """Put the new phone on record, or leave the old one; the number itself is forgotten.

        Raises:
            NotAllowed: not theirs to decide.
            NotFound: there is no such request.
            OutOfDate: it was decided or replaced before.
        """
        require(who, Action.DECIDE_CONTACT)
        with acting(who.person_id, why="contact data"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await pending_row(session, ContactRequest, request_id)
                person = await repository.person(session, row.person_id)
                if is_confirmed:
                    phone = _number(self._keys, row)
                    if not phone:
                        raise OutOfDate  # sealed under another key: it has to be asked for again
                    person.phone_hash = self._keys.phone_hash(phone)
                    person.phone_tail = row.phone_tail
                state = LinkRequestState.CONFIRMED if is_confirmed else LinkRequestState.REFUSED
                _close(row, state, by=who.person_id, now=now)
                await session.flush()
                await tell_contact_decided(session, row, person, now=now)
                return ContactDecided(
                    repository.person_facts(person), is_confirmed, row.phone_tail
                )


async def contact_card(
    session: AsyncSession, keys: Keys, row: ContactRequest, *, now: datetime
) -> ContactCard:
    """Return a request as the office reads it; the school is bound."""
    zone = (await load_profile(session)).timezone
    person = await repository.person(session, row.person_id)
    links = await repository.children_of(session, row.person_id)
    on: date = now.astimezone(zone).date()
    facts = await repository.children_facts(session, [one.student_id for one in links], on=on)
    return ContactCard(
        request_id=row.id,
        person=repository.person_facts(person),
        children=tuple(facts[one.student_id][0] for one in links),
        phone=_number(keys, row),
        old_tail=person.phone_tail or "",
        asked_at=row.asked_at,
        timezone=zone,
        state=row.state,
    )


async def _latest(session: AsyncSession, person_id: int) -> ContactRequest | None:
    rows: Sequence[ContactRequest] = (
        await session.scalars(
            select(ContactRequest)
            .where(ContactRequest.person_id == person_id)
            .order_by(ContactRequest.id.desc())
            .limit(1)
        )
    ).all()
    return rows[0] if rows else None


def _close(row: ContactRequest, state: LinkRequestState, *, by: int, now: datetime) -> None:
    row.state = state
    row.decided_by = by
    row.decided_at = now
    row.sealed_phone = None


def _number(keys: Keys, row: ContactRequest) -> str:
    if row.sealed_phone is None:
        return ""
    try:
        return keys.unseal(row.sealed_phone, _context(row.school_id, row.person_id)).decode()
    except CannotUnseal:
        return ""


def _context(school_id: int, person_id: int) -> str:
    return f"contact:{school_id}:{person_id}"


def _guardian(actor: Actor) -> Identity | None:
    return next((one for one in actor.family if one.kind is PersonKind.GUARDIAN), None)

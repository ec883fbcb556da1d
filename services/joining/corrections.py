"""What a person says is wrong in the data about them: asked, seen to in working days, answered.

Source: 152-FZ art. 20 part 3 (seven working days); art. 21 part 2 (the person is told).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor, Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import NotAllowed
from services.joining import repository
from services.joining.access_errors import CorrectionUnclear
from services.joining.facts import PersonFacts
from services.joining.pending import open_rows, pending_row
from services.joining.telling import tell_correction_decided, tell_correction_request
from services.models import CorrectionRequest
from services.regulation.deadlines import CORRECTION_DAYS
from services.regulation.repository import load_profile, load_work_days
from services.vocabulary import LinkRequestState, PersonKind

__all__ = [
    "CorrectionAsked",
    "CorrectionCard",
    "CorrectionDesk",
    "OwnCorrection",
    "hand_in",
    "open_corrections",
]

LONGEST = 1000
_SHOWN = 3  # of one's own, the newest first


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """A request was handed in; *due_on*: None where the working days are not known."""

    days: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OwnCorrection:
    """A request of one's own and what became of it."""

    text: str
    asked_on: date
    due_on: date | None
    state: LinkRequestState
    answer: str


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """A request as the office reads it."""

    request_id: int
    person: PersonFacts
    kind: PersonKind
    text: str
    asked_at: datetime
    due_on: date | None
    is_overdue: bool
    state: LinkRequestState
    timezone: ZoneInfo


class CorrectionDesk:
    """Takes what people say is wrong, and records what the office did."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def own(self, actor: Actor) -> tuple[OwnCorrection, ...]:
        """Return the latest requests of the people behind an account, the newest first."""
        found: list[OwnCorrection] = []
        async with self._database.reading() as session:
            for who in actor.identities:
                with bind_school(who.school_id):
                    zone = (await load_profile(session)).timezone
                    rows = await session.scalars(
                        select(CorrectionRequest)
                        .where(CorrectionRequest.person_id == who.person_id)
                        .order_by(CorrectionRequest.id.desc())
                        .limit(_SHOWN)
                    )
                    found += [
                        OwnCorrection(
                            text=row.text,
                            asked_on=row.asked_at.astimezone(zone).date(),
                            due_on=row.due_on,
                            state=row.state,
                            answer=row.answer,
                        )
                        for row in rows
                    ]
        found.sort(key=lambda one: one.asked_on, reverse=True)
        return tuple(found[:_SHOWN])

    async def ask(self, actor: Actor, text: str, *, now: datetime) -> CorrectionAsked:
        """Hand a request to the office of each school of an account; the time runs from now.

        Raises:
            NotAllowed: nobody known to a school.
            CorrectionUnclear: there are no words, or too many.
        """
        askers = _askers(actor)
        if not askers:
            raise NotAllowed
        said = _said(text)
        due_on: date | None = None
        async with self._database.transaction() as session:
            for who in askers:
                with acting(who.person_id, why="correction"), bind_school(who.school_id):
                    due_on = (await hand_in(session, who, said, now=now)).due_on
        return CorrectionAsked(CORRECTION_DAYS, due_on)

    async def open_requests(
        self, who: Identity | None, *, now: datetime
    ) -> tuple[CorrectionCard, ...]:
        """Return what *who* is to see to, the oldest first."""
        if who is None or not is_allowed(who, Action.DECIDE_CORRECTION):
            return ()
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                rows = await open_rows(session, CorrectionRequest)
                return tuple([await _card(session, row, now=now) for row in rows])

    async def open_count(self, actor: Actor) -> int:
        """Return how many requests the actor is to see to."""
        who = actor.staff
        if who is None or not is_allowed(who, Action.DECIDE_CORRECTION):
            return 0
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                return (await open_corrections(session, on=None))[0]

    async def card(self, who: Identity, request_id: int, *, now: datetime) -> CorrectionCard:
        """Return one open request.

        Raises:
            NotAllowed: not theirs to see to.
            NotFound: there is no such request.
            OutOfDate: it was seen to before.
        """
        require(who, Action.DECIDE_CORRECTION)
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                row = await pending_row(session, CorrectionRequest, request_id)
                return await _card(session, row, now=now)

    async def decide(
        self, who: Identity, request_id: int, *, is_done: bool, answer: str = "", now: datetime
    ) -> CorrectionCard:
        """Record that the data are mended, or why they stay; whoever asked is told.

        Raises:
            NotAllowed: not theirs to see to.
            NotFound: there is no such request.
            OutOfDate: it was seen to before.
            CorrectionUnclear: declined without saying why.
        """
        require(who, Action.DECIDE_CORRECTION)
        said = "" if is_done else _said(answer)
        with acting(who.person_id, why="correction"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await pending_row(session, CorrectionRequest, request_id)
                state = LinkRequestState.CONFIRMED if is_done else LinkRequestState.REFUSED
                row.state, row.answer = state, said
                row.decided_by, row.decided_at = who.person_id, now
                await session.flush()
                person = await repository.person(session, row.person_id)
                await tell_correction_decided(session, row, person, now=now)
                return await _card(session, row, now=now)


async def hand_in(
    session: AsyncSession, who: Identity, text: str, *, now: datetime, about: str = ""
) -> CorrectionAsked:
    """Hand what is wrong to the office of the bound school; *about*: which list it is in.

    Raises:
        CorrectionUnclear: there are no words, or too many.
    """
    said = _said(text)
    profile = await load_profile(session)
    work_days = await load_work_days(session, profile)
    due_on = work_days.after(now.astimezone(profile.timezone).date(), CORRECTION_DAYS)
    request = CorrectionRequest(
        person_id=who.person_id,
        text=f"{about}: {said}" if about else said,
        state=LinkRequestState.PENDING,
        asked_at=now,
        due_on=due_on,
    )
    session.add(request)
    await session.flush()
    await tell_correction_request(session, request, now=now)
    return CorrectionAsked(CORRECTION_DAYS, due_on)


async def open_corrections(session: AsyncSession, *, on: date | None) -> tuple[int, int]:
    """Return how many requests of the bound school are open, and how many overdue on a day."""
    is_open = CorrectionRequest.state == LinkRequestState.PENDING
    count = select(func.count()).select_from(CorrectionRequest).where(is_open)
    number = await session.scalar(count) or 0
    late = 0 if on is None else await session.scalar(count.where(CorrectionRequest.due_on < on))
    return number, late or 0


async def _card(session: AsyncSession, row: CorrectionRequest, *, now: datetime) -> CorrectionCard:
    zone = (await load_profile(session)).timezone
    person = await repository.person(session, row.person_id)
    return CorrectionCard(
        request_id=row.id,
        person=repository.person_facts(person),
        kind=person.kind,
        text=row.text,
        asked_at=row.asked_at,
        due_on=row.due_on,
        is_overdue=row.due_on is not None and row.due_on < now.astimezone(zone).date(),
        state=row.state,
        timezone=zone,
    )


def _askers(actor: Actor) -> Sequence[Identity]:
    """Return one person of the account for each school: a parent before a member of staff."""
    order = (PersonKind.GUARDIAN, PersonKind.STAFF, PersonKind.STUDENT)
    found: dict[int, Identity] = {}
    for who in sorted(actor.identities, key=lambda one: order.index(one.kind)):
        found.setdefault(who.school_id, who)
    return tuple(found.values())


def _said(text: str) -> str:
    said = " ".join(text.split())
    if not any(sign.isalpha() for sign in said):
        raise CorrectionUnclear(fault="empty")
    if len(said) > LONGEST:
        raise CorrectionUnclear(fault="long")
    return said

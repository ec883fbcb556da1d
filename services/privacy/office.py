"""The office's side of privacy: a withdrawal that came on paper, and destruction on demand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import BadInput, NotFound, OutOfDate
from services.joining import consent_store
from services.joining.facts import LinkEnd, PersonFacts
from services.joining.linking import end_link
from services.models import Consent, Person
from services.privacy.acts import Reason
from services.privacy.erasing import erase_now
from services.privacy.withdrawing import record_withdrawal, stop_delivery
from services.regulation.repository import load_profile
from services.vocabulary import ConsentAction, PersonKind

__all__ = [
    "NothingGiven",
    "PaperPerson",
    "PaperWithdrawal",
    "PersonUnclear",
    "PrivacyOffice",
    "paper_of",
]

_MOST_FOUND = 7  # a screen of buttons
_PAPER = re.compile(r"(?:№\s*)?(\S+)\s+(?:от\s+|of\s+)?(\d{1,2})\.(\d{1,2})\.(\d{4})\s*г?\.?")


class PersonUnclear(BadInput):
    """The key names several people. Facts: numbers, the internal ones to choose from."""


class NothingGiven(BadInput):
    """The person has given no consent that could be taken back."""


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """Somebody whose written withdrawal it may be, and how many consents would end."""

    person_id: int
    name: PersonFacts
    given: int


@dataclass(frozen=True, slots=True)
class PaperWithdrawal:
    """A written withdrawal that was recorded."""

    count: int  # how many consents it took back
    destroyed_by: date
    days: int


def paper_of(typed: str) -> tuple[str, date] | None:
    """Return number and date of a paper as people write them: «17 от 23.11.2026»."""
    match = _PAPER.fullmatch(typed.strip())
    if match is None:
        return None
    try:
        return match[1].rstrip(","), date(int(match[4]), int(match[3]), int(match[2]))
    except ValueError:
        return None


class PrivacyOffice:
    """What the school does at the demand of a person, or of the law."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def require(self, who: Identity) -> None:
        """Return when *who* keeps the consents of the school.

        Raises:
            NotAllowed: they do not.
        """
        require(who, Action.KEEP_CONSENTS)

    async def find(self, who: Identity, name: str) -> tuple[PaperPerson, ...]:
        """Return who has a family name that begins so, and a consent to take back."""
        self.require(who)
        beginning = name.strip().split(" ")[0].casefold()
        if not beginning:
            return ()
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                rows = await session.scalars(
                    select(Person)
                    .where(Person.id.in_(select(Consent.person_id)))
                    .order_by(Person.family_name, Person.given_name, Person.id)
                )
                # Compared here: SQLite knows the case of Latin letters only.
                matching = [
                    row for row in rows if row.family_name.casefold().startswith(beginning)
                ]
                found = [await _paper_person(session, row) for row in matching]
        return tuple(one for one in found if one.given)[:_MOST_FOUND]

    async def person(self, who: Identity, person_id: int) -> PaperPerson:
        """Return somebody by number.

        Raises:
            OutOfDate: there is nothing (any more) that could be taken back.
        """
        self.require(who)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                row = await session.scalar(select(Person).where(Person.id == person_id))
                found = await _paper_person(session, row) if row is not None else None
        if found is None or not found.given:
            raise OutOfDate
        return found

    async def withdraw_on_paper(
        self,
        school_id: int,
        person: str | int,
        *,
        number: str,
        written_on: date,
        student: str | None = None,
        by: int | None = None,
    ) -> PaperWithdrawal:
        """Record a written withdrawal, about one child or all: effect at once, as by the button.

        *person*, *student*: the school's own key or our number (as an int: surely ours); *by*: who
        records it.

        Raises:
            NotFound, PersonUnclear: no such person, or several.
            NothingGiven: there is nothing to take back (any more).
        """
        now = self._clock.now()
        with bind_school(school_id), acting(by, why="withdrawn on paper"):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                person_id = (await _one(session, person)).id
                child_id = (await _one(session, student)).id if student is not None else None
                acts = await consent_store.acts_of_person(session, person_id)
                given = {
                    key: act for key, act in acts.items() if act.action is ConsentAction.GIVEN
                }
                chosen = [key for key in given if child_id in {None, key.student_id}]
                if not chosen:
                    raise NothingGiven
                for key in chosen:
                    await record_withdrawal(
                        session, given[key], now=now, paper=(number[:60], written_on)
                    )
                    await stop_delivery(session, key, now=now)
                if len(chosen) == len(given):
                    await end_link(session, person_id, reason=LinkEnd.WITHDRAWN, now=now)
                today = now.astimezone(profile.timezone).date()
                return PaperWithdrawal(
                    count=len(chosen),
                    destroyed_by=date.fromordinal(today.toordinal() + profile.destruction_days),
                    days=profile.destruction_days,
                )

    async def erase(
        self, school_id: int, person: str, *, basis: str = "", by: int | None = None
    ) -> tuple[int, PersonKind]:
        """Destroy at once what is kept of a person, and return the act's id and whose it was.

        Raises:
            NotFound, PersonUnclear: no such person, or several; nothing was destroyed.
        """
        now = self._clock.now()
        with bind_school(school_id), acting(by, why="erased"):
            async with self._database.transaction() as session:
                row = await _one(session, person)
                kind = row.kind
                act = await erase_now(
                    session, row.id, now=now, reason=Reason.ERASED, basis=basis, made_by=by
                )
                return act.id, kind


async def _paper_person(session: AsyncSession, row: Person) -> PaperPerson:
    acts = await consent_store.acts_of_person(session, row.id)
    given = [act for act in acts.values() if act.action is ConsentAction.GIVEN]
    return PaperPerson(
        row.id, PersonFacts(row.family_name, row.given_name, row.patronymic), len(given)
    )


async def _one(session: AsyncSession, person: str | int) -> Person:
    """Return whom a key names: the school's own key first, else our number."""
    key = str(person)
    rows: Sequence[Person] = []
    if isinstance(person, str):
        rows = (await session.scalars(select(Person).where(Person.external_id == key))).all()
    if not rows and key.isdecimal():
        rows = (await session.scalars(select(Person).where(Person.id == int(key)))).all()
    if not rows:
        raise NotFound
    if len(rows) > 1:
        raise PersonUnclear(numbers=tuple(row.id for row in rows))
    return rows[0]

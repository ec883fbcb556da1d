"""What the office changes about somebody's access: lost phones, suspensions, paper applications.

Each takes effect in the transaction that records it: nothing that waited leaves afterwards.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.consent_rules import DeliveryVerdict
from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import NotFound, OutOfDate
from services.joining import people_repository, repository
from services.joining.access_errors import NoAccessToUnlink, OneselfUnlinked
from services.joining.facts import LinkEnd
from services.joining.linking import end_link
from services.joining.people_facts import EntryLine, PersonCard, Unlinked
from services.joining.person_cards import card_of
from services.joining.rights import concern_of, may, require_may
from services.joining.typed_access import (
    Application,
    Suspension,
    read_application,
    read_suspension,
)
from services.models import Guardianship, Person
from services.outbox.enqueue import refuse_waiting
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, PersonKind

__all__ = ["ALL_CHILDREN", "AccessDesk"]

ALL_CHILDREN = 0  # in place of a child's id
_LOOKED_BACK = timedelta(days=1)  # what was written from an account that may be in other hands


class AccessDesk:
    """Unlinks, suspends, resumes, and records paper applications."""

    def __init__(self, database: Database) -> None:
        """Change *database*."""
        self._database = database

    async def unlink(
        self, who: Identity, person_id: int, *, link_id: int, now: datetime
    ) -> Unlinked:
        """Disconnect a person's account at once, as after a lost phone.

        A phone in other hands is everybody it was: a teacher who is a mother is disconnected as
        both, as far as *who* may; the others are named, for somebody who may.

        *link_id*: the link that was shown. Of a member of staff, also returns what was written
        from the account on the last day.

        Raises:
            NotAllowed: not theirs to do.
            NotFound: there is no such person.
            OneselfUnlinked: it is the account that asks.
            NoAccessToUnlink: there is no account.
            OutOfDate: the person has come in anew since.
        """
        with acting(who.person_id, why=LinkEnd.LOST), bind_school(who.school_id):
            async with self._database.transaction() as session:
                person = await _person(session, person_id)
                on = now.astimezone((await load_profile(session)).timezone).date()
                require_may(who, "unlink", await concern_of(session, person, on=on))
                mine = await repository.live_link(session, who.person_id)
                link = await repository.live_link(session, person_id)
                if link is None:
                    raise NoAccessToUnlink
                if link.id != link_id:
                    raise OutOfDate
                if mine is not None and mine.account_id == link.account_id:
                    raise OneselfUnlinked
                entries: tuple[EntryLine, ...] = ()
                changes: tuple[tuple[str, int], ...] = ()
                if person.kind is PersonKind.STAFF:
                    since = now - _LOOKED_BACK
                    entries = await people_repository.entries_by(session, person_id, since=since)
                    changes = await people_repository.changes_by(session, person_id, since=since)
                ended, still_there = await _end_all(session, who, link.account_id, now=now, on=on)
                return Unlinked(
                    await card_of(session, who, person_id, now=now),
                    entries,
                    changes,
                    also_ended=tuple(
                        repository.person_facts(one) for one in ended if one.id != person_id
                    ),
                    still_there=tuple(repository.person_facts(one) for one in still_there),
                )

    async def read_suspension(self, who: Identity, text: str, *, now: datetime) -> Suspension:
        """Return what was typed about a suspension, to be shown before it is done.

        Raises:
            NotAllowed: not theirs to do.
            SuspensionUnclear: the text does not say what is needed.
        """
        require(who, Action.SUSPEND_ACCESS)
        return read_suspension(text, today=await self._today(who, now=now))

    async def suspend(
        self,
        who: Identity,
        *,
        guardian_id: int,
        student_id: int,
        suspension: Suspension,
        now: datetime,
    ) -> PersonCard:
        """Stop one guardian's access to one child, or to all; nothing queued leaves after this.

        Other guardians are not concerned. It ends by itself after its last day.

        Raises:
            NotAllowed: not theirs to do.
            NotFound: this is no guardian of the child.
        """
        with (
            acting(who.person_id, why=people_repository.SUSPENDED_WHY),
            bind_school(who.school_id),
        ):
            async with self._database.transaction() as session:
                rows = await self._guardianships(session, who, guardian_id, student_id)
                today = now.astimezone((await load_profile(session)).timezone).date()
                for row in rows:
                    row.access = AccessMode.SUSPENDED
                    row.access_reason = suspension.reason
                    row.access_from = suspension.starts_on
                    row.access_to = suspension.ends_on
                await session.flush()
                if suspension.starts_on <= today:
                    await _stop(session, rows)
                return await card_of(session, who, guardian_id, now=now)

    async def resume(self, who: Identity, *, guardian_id: int, now: datetime) -> PersonCard:
        """Open a suspended guardian's access again; what was not sent meanwhile stays unsent.

        Raises:
            NotAllowed: not theirs to do.
            NotFound: this is no guardian of the child.
            OutOfDate: nothing is suspended.
        """
        with acting(who.person_id, why=people_repository.RESUMED_WHY), bind_school(who.school_id):
            async with self._database.transaction() as session:
                rows = [
                    row
                    for row in await self._guardianships(session, who, guardian_id, ALL_CHILDREN)
                    if row.access is AccessMode.SUSPENDED
                ]
                if not rows:
                    raise OutOfDate
                for row in rows:
                    row.access = AccessMode.ELECTRONIC
                    row.access_reason = ""
                    row.access_from = row.access_to = None
                await session.flush()
                return await card_of(session, who, guardian_id, now=now)

    async def record_application(
        self, who: Identity, *, guardian_id: int, text: str, now: datetime
    ) -> tuple[Application, PersonCard]:
        """Record number and date of a guardian's paper application, for all children it names.

        Raises:
            NotAllowed: not theirs to do.
            NotFound: there is no such guardian.
            ApplicationUnclear: the text is no number and date.
        """
        require(who, Action.RECORD_APPLICATION)
        application = read_application(text, today=await self._today(who, now=now))
        with acting(who.person_id, why="application"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                rows = await repository.children_of(session, guardian_id)
                if not rows:
                    raise NotFound
                for row in rows:
                    row.application_number = application.number
                    row.application_date = application.on
                await session.flush()
                return application, await card_of(session, who, guardian_id, now=now)

    async def _guardianships(
        self, session: AsyncSession, who: Identity, guardian_id: int, student_id: int
    ) -> Sequence[Guardianship]:
        require(who, Action.SUSPEND_ACCESS)
        rows = [
            row
            for row in await repository.children_of(session, guardian_id)
            if student_id in {ALL_CHILDREN, row.student_id}
        ]
        if not rows:
            raise NotFound
        return rows

    async def _today(self, who: Identity, *, now: datetime) -> date:
        async with self._database.reading() as session:
            with bind_school(who.school_id):
                return now.astimezone((await load_profile(session)).timezone).date()


async def _stop(session: AsyncSession, rows: Sequence[Guardianship]) -> None:
    for row in rows:
        await refuse_waiting(
            session,
            person_id=row.guardian_id,
            student_id=row.student_id,
            reason=DeliveryVerdict.SUSPENDED,
        )


async def _end_all(
    session: AsyncSession, who: Identity, account_id: int, *, now: datetime, on: date
) -> tuple[list[Person], list[Person]]:
    ended: list[Person] = []
    still_there: list[Person] = []
    for one in await people_repository.people_of_account(session, account_id):
        if may(who, "unlink", await concern_of(session, one, on=on)):
            await people_repository.end_feeds(session, one.id, now=now)
            await end_link(session, one.id, reason=LinkEnd.LOST, now=now)
            ended.append(one)
        else:
            still_there.append(one)
    return ended, still_there


async def _person(session: AsyncSession, person_id: int) -> Person:
    person = await people_repository.find_person(session, person_id)
    if person is None:
        raise NotFound
    return person

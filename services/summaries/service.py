"""Summaries as families ask for them, and «Ознакомлен»."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.database import Database, bind_school
from services.diary.facts import ChildFacts
from services.diary.readers import (
    ReadingProfile,
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.errors import NotAllowed, OutOfDate
from services.regulation.profile import SchoolProfile
from services.roster.names import PersonName, names_of
from services.summaries import repository
from services.summaries.calendar import running
from services.summaries.codec import facts_from_json
from services.summaries.facts import SummaryPage
from services.summaries.gathering import gather
from services.summaries.repository import SummaryRow
from services.vocabulary import PersonKind

__all__ = ["SummaryService"]


class SummaryService:
    """Reads summaries for those who may see the child's diary."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        is_running: bool = False,
    ) -> SummaryPage:
        """Return a child's last summary; where there is none yet, or *is_running*, the fortnight
        that goes on now.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                child = await _child(session, child_id, profile, now=now)
                last = await repository.last_made(session, child_id)
                if last is not None and not is_running:
                    return await _last(session, who, last, child, children, profile)
                running = await _running(session, child, children, profile, now=now)
                return replace(running, has_last=last is not None)

    async def by_id(
        self, family: Sequence[Identity], summary_id: int, *, now: datetime
    ) -> SummaryPage:
        """Return one summary, whichever it is; errors as in ``page``.

        Raises:
            OutOfDate: there is no such summary.
        """
        children = await children_of(self._database, family, now=now)
        for who in family:
            with bind_school(who.school_id):
                async with self._database.reading() as session:
                    row = await _own_row(session, who, summary_id)
                    if row is None:
                        continue
                    profile = await profile_for_reading(session, who, row.student_id)
                    child = await _child(session, row.student_id, profile, now=now)
                    return await _last(session, who, row, child, children, profile)
        raise OutOfDate

    async def acknowledge(
        self, family: Sequence[Identity], summary_id: int, *, now: datetime
    ) -> None:
        """Note that a guardian has read a summary; a second press changes nothing.

        Raises:
            OutOfDate: there is no such summary of a child they may see now.
        """
        for who in family:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    row = await _own_row(session, who, summary_id)
                    if row is not None:
                        await repository.add_reading(
                            session, summary_id=summary_id, person_id=who.person_id, now=now
                        )
                        return
        raise OutOfDate


async def _own_row(session: AsyncSession, who: Identity, summary_id: int) -> SummaryRow | None:
    """Return a summary that was made of a child *who* may see.

    Raises:
        NotAllowed: it is another child's.
    """
    row = (await repository.summaries_by_id(session, [summary_id])).get(summary_id)
    if row is None or row.facts is None:
        return None
    if not is_allowed(who, Action.SEE_DIARY, student_id=row.student_id):
        raise NotAllowed(action=Action.SEE_DIARY)
    return row


async def _child(
    session: AsyncSession, student_id: int, profile: ReadingProfile, *, now: datetime
) -> ChildFacts:
    today = now.astimezone(profile.timezone).date()
    return child_facts(await student_on(session, student_id, on=today), profile)


async def _last(
    session: AsyncSession,
    who: Identity,
    row: SummaryRow,
    child: ChildFacts,
    children: tuple[ChildFacts, ...],
    profile: SchoolProfile,
) -> SummaryPage:
    read = await repository.readings(session, [row.summary_id])
    is_guardian = who.kind is PersonKind.GUARDIAN
    return SummaryPage(
        child=child,
        children=children,
        facts=facts_from_json(row.facts) if row.facts is not None else None,
        zone=profile.timezone,
        summary_id=row.summary_id,
        sentence=row.sentence,
        teacher=await _teacher(session, row.teacher_id),
        is_read=(row.summary_id, who.person_id) in read if is_guardian else None,
    )


async def _teacher(session: AsyncSession, teacher_id: int | None) -> PersonName | None:
    if teacher_id is None:
        return None
    return (await names_of(session, [teacher_id])).get(teacher_id)


async def _running(
    session: AsyncSession,
    child: ChildFacts,
    children: tuple[ChildFacts, ...],
    profile: SchoolProfile,
    *,
    now: datetime,
) -> SummaryPage:
    today = now.astimezone(profile.timezone).date()
    year_starts_on = await repository.year_start(session, on=today)
    fortnight = running(profile, year_starts_on=year_starts_on, now=now)
    if fortnight is None:
        return SummaryPage(child, children, None, profile.timezone)
    facts = await gather(session, [child.student_id], fortnight, profile=profile, now=now)
    return SummaryPage(
        child=child,
        children=children,
        facts=facts[child.student_id],
        zone=profile.timezone,
        next_at=fortnight.due_at,
        is_running=True,
    )

"""The class teacher's side: a sentence to each summary before it leaves, and who has not read."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import families_of
from services.access.identity import Identity
from services.access.policy import Action, require
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import student_ids_of_classes
from services.roster.names import PersonName, names_of
from services.summaries import repository
from services.summaries.calendar import Fortnight, last_due, running
from services.summaries.facts import (
    DraftList,
    DraftRow,
    DraftSummary,
    UnreadFamily,
    UnreadSummaries,
)
from services.summaries.gathering import gather
from services.summaries.sentences import tidy

__all__ = ["SummaryDraftService", "unread_of_class"]


class SummaryDraftService:
    """What a class teacher does about the summaries of the own class."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, who: Identity, *, now: datetime, class_id: int | None = None
    ) -> DraftList:
        """Return the students of a class for the fortnight that goes on, by default the first.

        Raises:
            NotAllowed: *who* is no class teacher, or of another class.
            OutOfDate: there is no school year now.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return await _list(session, who, class_id, now=now)

    async def draft(
        self, who: Identity, *, class_id: int, student_id: int, now: datetime
    ) -> DraftSummary:
        """Return one student's summary as it would read now; errors as in ``page``.

        Raises:
            NotFound: the student is not in that class any more.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return await _draft(session, who, class_id, student_id, now=now)

    async def write(
        self, who: Identity, *, class_id: int, student_id: int, text: str, now: datetime
    ) -> DraftSummary:
        """Keep a sentence («» takes it back) and return the same draft with it.

        Raises:
            SentenceTooLong: it is more than a sentence.
            NotAllowed, NotFound, OutOfDate: as in ``draft``.
        """
        sentence = tidy(text)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                found = await _draft(session, who, class_id, student_id, now=now)
                await repository.store_sentence(
                    session,
                    student_id=student_id,
                    class_id=class_id,
                    ends_on=found.drafts.ends_on,
                    sentence=sentence,
                    author_id=who.person_id,
                    now=now,
                )
                return await _draft(session, who, class_id, student_id, now=now)

    async def unread(self, who: Identity, *, now: datetime) -> tuple[UnreadSummaries, ...]:
        """Return who of the own classes has not read the last summary; a class nobody was sent
        one of is left out.

        Raises:
            NotAllowed: *who* is no class teacher.
        """
        if not who.homeroom_class_ids:
            raise NotAllowed(action=Action.WRITE_SUMMARY)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile, year_starts_on = await _year(session, now)
                due = last_due(profile, year_starts_on=year_starts_on, now=now)
                if due is None:
                    return ()
                found = []
                for row in await repository.classes(session, who.homeroom_class_ids):
                    require(who, Action.WRITE_SUMMARY, class_id=row.class_id)
                    found.append(await unread_of_class(session, row.class_id, row.name, due))
                return tuple(one for one in found if one.total)


async def _year(session: AsyncSession, now: datetime) -> tuple[SchoolProfile, date | None]:
    profile = await load_profile(session)
    today = now.astimezone(profile.timezone).date()
    return profile, await repository.year_start(session, on=today)


async def _list(
    session: AsyncSession, who: Identity, class_id: int | None, *, now: datetime
) -> DraftList:
    if class_id is None:
        class_id = min(who.homeroom_class_ids, default=0)
    require(who, Action.WRITE_SUMMARY, class_id=class_id)
    profile, year_starts_on = await _year(session, now)
    fortnight = running(profile, year_starts_on=year_starts_on, now=now)
    own = {row.class_id: row for row in await repository.classes(session, who.homeroom_class_ids)}
    if fortnight is None or class_id not in own:
        raise OutOfDate
    today = now.astimezone(profile.timezone).date()
    names = await names_of(session, await student_ids_of_classes(session, [class_id], on=today))
    written = {
        row.student_id
        for row in await repository.summaries_ending(session, fortnight.ends_on, class_id=class_id)
        if row.sentence
    }
    ordered = sorted(names.items(), key=lambda item: _list_order(item[1]))
    return DraftList(
        class_id=class_id,
        class_name=own[class_id].name,
        starts_on=fortnight.starts_on,
        ends_on=fortnight.ends_on,
        due_at=fortnight.due_at,
        zone=profile.timezone,
        rows=tuple(DraftRow(one, name, one in written) for one, name in ordered),
        other_classes=tuple((one, row.name) for one, row in own.items() if one != class_id),
    )


async def _draft(
    session: AsyncSession, who: Identity, class_id: int, student_id: int, *, now: datetime
) -> DraftSummary:
    drafts = await _list(session, who, class_id, now=now)
    place = next(
        (index for index, row in enumerate(drafts.rows) if row.student_id == student_id), None
    )
    if place is None:
        raise NotFound
    profile = await load_profile(session)
    fortnight = Fortnight(drafts.ends_on, drafts.due_at)
    facts = await gather(session, [student_id], fortnight, profile=profile, now=now)
    stored = await repository.summaries_ending(session, drafts.ends_on, class_id=class_id)
    around = (*drafts.rows[place + 1 :], *drafts.rows[:place])
    return DraftSummary(
        drafts=drafts,
        row=drafts.rows[place],
        facts=facts[student_id],
        sentence=next((row.sentence for row in stored if row.student_id == student_id), ""),
        next_id=next((row.student_id for row in around if not row.has_sentence), None),
    )


async def unread_of_class(
    session: AsyncSession, class_id: int, class_name: str, due: Fortnight
) -> UnreadSummaries:
    """Return which guardians have not read the summary of a fortnight yet."""
    rows = [
        row
        for row in await repository.summaries_ending(session, due.ends_on, class_id=class_id)
        if row.facts is not None
    ]
    ids = [row.summary_id for row in rows]
    read = await repository.readings(session, ids)
    told = await repository.told_readers(session, ids)
    families = await families_of(session, [row.student_id for row in rows], on=due.ends_on)
    guardians = {
        student_id: [one.person_id for one in family if one.person_id != student_id]
        for student_id, family in families.items()
    }
    people = {one for found in guardians.values() for one in found}
    names = await names_of(session, people | set(guardians))
    unread = [
        UnreadFamily(
            student_id=row.student_id,
            student=names[row.student_id],
            guardian=names[one],
            was_told=(row.summary_id, one) in told,
        )
        for row in rows
        for one in guardians[row.student_id]
        if (row.summary_id, one) not in read
    ]
    return UnreadSummaries(
        class_name=class_name,
        starts_on=due.starts_on,
        ends_on=due.ends_on,
        families=tuple(sorted(unread, key=lambda one: _list_order(one.student))),
        total=sum(map(len, guardians.values())),
    )


def _list_order(name: PersonName) -> tuple[str, str]:
    """The order of a class list: ё counts as е."""
    return (
        name.family_name.casefold().replace("ё", "е"),
        name.given_name.casefold().replace("ё", "е"),
    )

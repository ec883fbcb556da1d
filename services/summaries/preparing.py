"""Making the summaries when they are due, offering the drafts, reminding once.

Work in slices: one class at a time is read without a lock and written in one short transaction,
so nobody waits for it. Every slice may be tried any number of times: a class and day is done once,
and what a standstill has missed is caught up.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school, bound_school_id
from services.diary.cards_repository import school_ids
from services.due.repository import claim, taken_slots
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import summary_drafts_key, summary_key, summary_reminder_key
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import student_ids_of_classes
from services.summaries import repository
from services.summaries.calendar import Fortnight, last_due, running
from services.summaries.codec import facts_to_json
from services.summaries.facts import FortnightFacts
from services.summaries.gathering import gather, has_school_days
from services.summaries.repository import ClassRow
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["REMINDER", "SummaryPreparing"]

REMINDER = 2  # the revision of a summary that was told and not read
_CATCH_UP = timedelta(days=7)  # after a standstill; an older summary is no longer news
_REMIND_WITHIN = timedelta(days=2)
# A whole class's marks read at once would hold up everybody else for a third of a second.
_AT_A_TIME = 5
_MADE, _DRAFTS, _REMINDED = "summaries", "summary_drafts", "summary_reminders"


class SummaryPreparing:
    """Owes summaries, drafts and reminders of all schools."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def work(self) -> bool:
        """Do the next slice of what is due; whether anything was done, so that more may wait."""
        async with self._database.reading() as session:
            schools = await school_ids(session)
        for school_id in schools:
            with bind_school(school_id):
                if await self._slice():
                    return True
        return False

    async def _slice(self) -> bool:
        now = self._clock.now()
        async with self._database.reading() as session:
            profile = await load_profile(session)
            today = now.astimezone(profile.timezone).date()
            year_starts_on = await repository.year_start(session, on=today)
        due = last_due(profile, year_starts_on=year_starts_on, now=now)
        coming = running(profile, year_starts_on=year_starts_on, now=now)
        if due is not None and now < due.due_at + _CATCH_UP:
            waiting = await self._next_class(_MADE, due)
            if waiting is not None:
                await self._make(waiting, due, profile, now=now)
                return True
        if coming is not None and now >= coming.drafts_at:
            waiting = await self._next_class(_DRAFTS, coming)
            if waiting is not None:
                await self._offer_drafts(waiting, coming, profile, now=now)
                return True
        if due is not None and due.remind_at <= now < due.due_at + _CATCH_UP + _REMIND_WITHIN:
            waiting = await self._next_class(
                _REMINDED, due, among=await self._remindable(due, now=now)
            )
            if waiting is not None:
                await self._remind(waiting, due, profile, now=now)
                return True
        return False

    async def _remindable(self, fortnight: Fortnight, *, now: datetime) -> frozenset[int]:
        """Return the classes whose families have had the summary since yesterday."""
        async with self._database.reading() as session:
            made = await repository.made_at(session, fortnight.ends_on)
        return frozenset(
            class_id
            for class_id, at in made.items()
            if (begin := fortnight.reminds_who_was_told(at)) <= now < begin + _REMIND_WITHIN
        )

    async def _next_class(
        self, job: str, fortnight: Fortnight, *, among: frozenset[int] | None = None
    ) -> ClassRow | None:
        async with self._database.reading() as session:
            done = await taken_slots(
                session,
                job=job,
                school_id=bound_school_id(),
                prefix=_slot(fortnight.ends_on),
            )
            for one in await repository.classes(session):
                is_wanted = among is None or one.class_id in among
                if is_wanted and _slot(fortnight.ends_on, one.class_id) not in done:
                    return one
        return None

    async def _make(
        self, one: ClassRow, fortnight: Fortnight, profile: SchoolProfile, *, now: datetime
    ) -> None:
        async with self._database.reading() as session:
            students: frozenset[int] = frozenset()
            if await has_school_days(session, one.grade, fortnight):
                students = await student_ids_of_classes(
                    session, [one.class_id], on=fortnight.ends_on
                )
            ordered = sorted(students)
            facts: dict[int, FortnightFacts] = {}
            for start in range(0, len(ordered), _AT_A_TIME):
                some = ordered[start : start + _AT_A_TIME]
                facts |= await gather(session, some, fortnight, profile=profile, now=now)
        stored = {student_id: facts_to_json(found) for student_id, found in facts.items()}
        async with self._database.transaction() as session:
            if not await _claimed(session, _MADE, one, fortnight, now=now) or not stored:
                return
            ids = await repository.store_facts(
                session, stored, class_id=one.class_id, ends_on=fortnight.ends_on, now=now
            )
            await tell_family(
                session,
                [
                    FactNews(
                        student_id=student_id,
                        fact=FactRef(FactKind.SUMMARY, summary_id),
                        revision=1,
                        kind=NoticeKind.SUMMARY,
                        merge_key=summary_key(student_id=student_id, ends_on=fortnight.ends_on),
                        result_at=fortnight.due_at,
                        due_at=max(fortnight.due_at, now),
                    )
                    for student_id, summary_id in sorted(ids.items())
                ],
                profile=profile,
                now=now,
            )

    async def _offer_drafts(
        self, one: ClassRow, fortnight: Fortnight, profile: SchoolProfile, *, now: datetime
    ) -> None:
        async with self._database.transaction() as session:
            if not await _claimed(session, _DRAFTS, one, fortnight, now=now):
                return
            has_days = await has_school_days(session, one.grade, fortnight)
            if one.teacher_id is None or not has_days:
                return
            news = StaffNews(
                person_id=one.teacher_id,
                fact=FactRef(FactKind.SUMMARY_DRAFTS, one.class_id),
                revision=fortnight.ends_on.toordinal(),
                kind=NoticeKind.SUMMARY_DRAFTS,
                merge_key=summary_drafts_key(class_id=one.class_id, ends_on=fortnight.ends_on),
                result_at=fortnight.drafts_at,
                due_at=max(fortnight.drafts_at, now),
                expires_at=fortnight.due_at,
            )
            await tell_staff(session, [news], profile=profile, now=now)

    async def _remind(
        self, one: ClassRow, fortnight: Fortnight, profile: SchoolProfile, *, now: datetime
    ) -> None:
        async with self._database.transaction() as session:
            if not await _claimed(session, _REMINDED, one, fortnight, now=now):
                return
            rows = await repository.summaries_ending(
                session, fortnight.ends_on, class_id=one.class_id
            )
            ids = [row.summary_id for row in rows]
            told = await repository.told_readers(session, ids)
            read = await repository.readings(session, ids)
            readers: dict[tuple[int, datetime], set[int]] = defaultdict(set)
            for (summary_id, person_id), told_at in told.items():
                if (summary_id, person_id) not in read:
                    due_at = max(fortnight.reminds_who_was_told(told_at), now)
                    readers[summary_id, due_at].add(person_id)
            students = {row.summary_id: row.student_id for row in rows}
            news = [
                FactNews(
                    student_id=students[summary_id],
                    fact=FactRef(FactKind.SUMMARY, summary_id),
                    revision=REMINDER,
                    kind=NoticeKind.SUMMARY,
                    merge_key=summary_reminder_key(ends_on=fortnight.ends_on),
                    result_at=fortnight.due_at,
                    due_at=due_at,
                    readers=frozenset(people - {students[summary_id]}),
                )
                for (summary_id, due_at), people in sorted(readers.items())
            ]
            await tell_family(
                session, [each for each in news if each.readers], profile=profile, now=now
            )


def _slot(ends_on: date, class_id: int | None = None) -> str:
    return f"{ends_on:%Y-%m-%d}:{'' if class_id is None else class_id}"


async def _claimed(
    session: AsyncSession, job: str, one: ClassRow, fortnight: Fortnight, *, now: datetime
) -> bool:
    return await claim(
        session,
        job=job,
        school_id=bound_school_id(),
        slot=_slot(fortnight.ends_on, one.class_id),
        now=now,
    )

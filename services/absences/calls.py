"""Families to be called: nobody of them can be reached here, or nobody answers in half an hour."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences import repository
from services.absences.explained import is_explained_by
from services.absences.facts import CallRecord
from services.absences.repository import MissedLesson
from services.absences.telling import CALLING, tell_alarm, tell_call
from services.access.audience import delivery_permissions, families_of
from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.errors import NotFound
from services.models import FamilyCall
from services.outbox.sitting import absence_due
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_id_of
from services.timetable.changes_repository import no_alert_class_ids
from services.vocabulary import Role

__all__ = ["CallService"]

_ANSWERED_WITHIN = timedelta(minutes=30)
_TAKEN_WITHIN = timedelta(minutes=5)


class CallService:
    """Asks staff to call families, records what came of it, and tells the director of alarms."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask_due(self) -> int:
        """Ask for every call that is due and not asked for; return how many. Twice is harmless."""
        now, asked = self._clock.now(), 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with acting(None, why="no answer"), bind_school(school_id):
                async with self._database.transaction() as session:
                    asked += await _ask_of_school(session, now=now)
        return asked

    async def tell_directors(self) -> int:
        """Tell directors of alarms nobody took in five minutes; return how many alarms."""
        now, told = self._clock.now(), 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with acting(None, why="alarm not taken"), bind_school(school_id):
                async with self._database.transaction() as session:
                    profile = await load_profile(session)
                    alarms = await repository.open_alarms(
                        session, raised_before=now - _TAKEN_WITHIN
                    )
                    for alarm in alarms:
                        alarm.director_told_at = now
                        await tell_alarm(session, alarm, [Role.DIRECTOR], profile=profile, now=now)
                    told += len(alarms)
        return told

    async def record(
        self, who: Identity, *, call_id: int, is_reached: bool, now: datetime
    ) -> CallRecord:
        """Record whether a family was reached; a later try replaces the earlier one.

        Raises:
            NotFound: there is no such call.
            NotAllowed: the class is not theirs to see to.
        """
        with acting(who.person_id, why="family called"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                call = await session.scalar(
                    select(FamilyCall).where(FamilyCall.id == call_id).with_for_update()
                )
                if call is None:
                    raise NotFound
                class_id = await class_id_of(session, call.student_id, on=call.call_on)
                require(who, Action.TAKE_ALARM, class_id=class_id)
                if not call.is_reached:  # who was reached once, was reached
                    if call.is_reached is not is_reached:
                        call.revision += 1
                    call.is_reached, call.called_by, call.called_at = (
                        is_reached,
                        who.person_id,
                        now,
                    )
                    await session.flush()
                    await tell_call(session, call, CALLING, profile=profile, now=now)
                child = await repository.child_of(
                    session,
                    call.student_id,
                    on=call.call_on,
                    profile=profile,
                    reader_id=who.person_id,
                )
                return CallRecord(call.id, child, is_reached=bool(call.is_reached))


async def _ask_of_school(session: AsyncSession, *, now: datetime) -> int:
    profile = await load_profile(session)
    today = now.astimezone(profile.timezone).date()
    missed: dict[int, list[MissedLesson]] = {}
    for one in await repository.unexplained_lessons(session, on=today):
        missed.setdefault(one.row.student_id, []).append(one)
    reasons = await repository.reasons_of(session, list(missed), first=today, last=today)
    spared = await no_alert_class_ids(session, on=today) if missed else frozenset()
    asked = 0
    for student_id, lessons in sorted(missed.items()):
        given = reasons.get(student_id, ())
        open_ones = [
            one
            for one in lessons
            if not is_explained_by(given, on=today, number=one.lesson.number)
        ]
        if (
            not open_ones
            or await class_id_of(session, student_id, on=today) in spared
            or await repository.alarm_of(session, student_id, on=today) is not None
            or not await _is_due(session, student_id, open_ones, profile=profile, now=now)
        ):
            continue
        await repository.lock_student(session, student_id)
        if await repository.call_of(session, student_id, on=today) is None:
            call = FamilyCall(student_id=student_id, call_on=today, asked_at=now, revision=1)
            session.add(call)
            await session.flush()
            await tell_call(session, call, CALLING, profile=profile, now=now)
            asked += 1
    return asked


async def _is_due(
    session: AsyncSession,
    student_id: int,
    lessons: list[MissedLesson],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> bool:
    due_at = min(
        absence_due(
            recorded_at=one.row.recorded_at,
            lesson_starts_at=one.lesson.starts_at,
            hold=profile.absence_hold,
            waits_ten_minutes=profile.absence_waits_ten_minutes,
        )
        for one in lessons
    )
    if now < due_at:
        return False
    told_at = await repository.first_told_at(session, [one.row.id for one in lessons])
    if now >= (told_at or due_at) + _ANSWERED_WITHIN:
        return True
    on = now.astimezone(profile.timezone).date()
    return told_at is None and not await _is_anybody_reachable(session, student_id, on=on, now=now)


async def _is_anybody_reachable(
    session: AsyncSession, student_id: int, *, on: date, now: datetime
) -> bool:
    family = (await families_of(session, [student_id], on=on))[student_id]
    pairs = [(one.person_id, student_id) for one in family if one.person_id != student_id]
    permissions = await delivery_permissions(session, pairs, now=now)
    return any(one.is_allowed and one.is_reachable for one in permissions.values())

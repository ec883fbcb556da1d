"""A child who left home and is not at school: everybody at once, until somebody takes it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences import repository
from services.absences.asking import guardian_of
from services.absences.facts import Alarm, AlarmClosed, DayPassed, NotAbsent
from services.absences.telling import ALARMED, tell_alarm, tell_alarm_family
from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import NotFound
from services.models import AbsenceAlarm
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_id_of
from services.roster.names import names_of
from services.vocabulary import AttendanceCode, Role

__all__ = ["AlarmService"]

_MISSED = (
    AttendanceCode.ABSENT,
    AttendanceCode.ABSENT_EXCUSED,
    AttendanceCode.ABSENT_SICK,
    AttendanceCode.ABSENT_UNEXCUSED,
)


class AlarmService:
    """Raises alarms, lets staff take them, and closes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def raise_alarm(
        self, family: Sequence[Identity], *, student_id: int, on: date, now: datetime
    ) -> Alarm:
        """Alarm class teacher, office, deputy head and the other guardians; twice is harmless.

        Raises:
            NotAllowed: it is not a child of theirs.
            DayPassed: the alert was on another day.
            NotAbsent: nobody misses the child now.
        """
        who = guardian_of(family, student_id)
        with acting(who.person_id, why="child not at school"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                if on != now.astimezone(profile.timezone).date():
                    raise DayPassed(on=on)
                await repository.lock_student(session, student_id)
                alarm = await repository.alarm_of(session, student_id, on=on)
                if alarm is not None:
                    return await _facts(
                        session, alarm, who, family=family, profile=profile, is_repeat=True
                    )
                if not await repository.missed_lessons(
                    session, [student_id], first=on, last=on, codes=_MISSED
                ):
                    raise NotAbsent
                alarm = AbsenceAlarm(
                    student_id=student_id,
                    alarm_on=on,
                    raised_by=who.person_id,
                    raised_at=now,
                    revision=1,
                )
                session.add(alarm)
                await session.flush()
                await tell_alarm(session, alarm, ALARMED, profile=profile, now=now)
                await tell_alarm_family(
                    session, alarm, except_id=who.person_id, profile=profile, now=now
                )
                return await _facts(session, alarm, who, family=family, profile=profile)

    async def take(self, who: Identity, *, alarm_id: int, now: datetime) -> Alarm:
        """Let a member of staff see to the child; the first one to press is the one.

        Raises:
            NotFound: there is no such alarm.
            NotAllowed: it is not theirs to take.
            DayPassed: it was on another day.
            AlarmClosed: the child was found.
        """
        with acting(who.person_id, why="alarm taken"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                alarm = await _alarm(session, alarm_id)
                class_id = await class_id_of(session, alarm.student_id, on=alarm.alarm_on)
                require(who, Action.TAKE_ALARM, class_id=class_id)
                if alarm.found_at is not None:
                    raise AlarmClosed
                if alarm.alarm_on != now.astimezone(profile.timezone).date():
                    raise DayPassed(on=alarm.alarm_on)
                if alarm.taken_at is not None:
                    return await _facts(session, alarm, who, profile=profile, is_repeat=True)
                alarm.taken_by, alarm.taken_at = who.person_id, now
                await _tell_all(session, alarm, except_id=who.person_id, profile=profile, now=now)
                return await _facts(session, alarm, who, profile=profile)

    async def close(
        self,
        family: Sequence[Identity],
        staff: Identity | None,
        *,
        alarm_id: int,
        now: datetime,
    ) -> Alarm:
        """Close an alarm for everybody: the child is found; twice is harmless.

        Raises:
            NotFound: there is no such alarm, or not for these people.
        """
        for who in (*([staff] if staff else []), *family):
            with acting(who.person_id, why="child found"), bind_school(who.school_id):
                async with self._database.transaction() as session:
                    profile = await load_profile(session)
                    alarm = await _alarm_or_none(session, alarm_id)
                    if alarm is None or not await _may_close(session, who, alarm):
                        continue
                    if alarm.found_at is not None:
                        return await _facts(
                            session, alarm, who, family=family, profile=profile, is_repeat=True
                        )
                    alarm.found_by, alarm.found_at = who.person_id, now
                    await _tell_all(
                        session, alarm, except_id=who.person_id, profile=profile, now=now
                    )
                    return await _facts(session, alarm, who, family=family, profile=profile)
        raise NotFound


async def _may_close(session: AsyncSession, who: Identity, alarm: AbsenceAlarm) -> bool:
    if is_allowed(who, Action.REPORT_ABSENCE, student_id=alarm.student_id):
        return True
    class_id = await class_id_of(session, alarm.student_id, on=alarm.alarm_on)
    return is_allowed(who, Action.TAKE_ALARM, class_id=class_id)


async def _tell_all(
    session: AsyncSession,
    alarm: AbsenceAlarm,
    *,
    except_id: int | None,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Everybody who heard of the alarm hears how it stands; who did not, hears nothing."""
    alarm.revision += 1
    await session.flush()
    everybody = ALARMED | {Role.DIRECTOR}
    await tell_alarm(session, alarm, everybody, except_id=except_id, profile=profile, now=now)
    await tell_alarm_family(session, alarm, except_id=except_id, profile=profile, now=now)


async def _alarm_or_none(session: AsyncSession, alarm_id: int) -> AbsenceAlarm | None:
    return await session.scalar(
        select(AbsenceAlarm).where(AbsenceAlarm.id == alarm_id).with_for_update()
    )


async def _alarm(session: AsyncSession, alarm_id: int) -> AbsenceAlarm:
    alarm = await _alarm_or_none(session, alarm_id)
    if alarm is None:
        raise NotFound
    return alarm


async def _facts(
    session: AsyncSession,
    alarm: AbsenceAlarm,
    who: Identity,
    *,
    profile: SchoolProfile,
    family: Sequence[Identity] = (),
    is_repeat: bool = False,
) -> Alarm:
    names = await names_of(session, [one for one in [alarm.taken_by] if one is not None])
    return Alarm(
        alarm_id=alarm.id,
        child=await repository.child_of(
            session,
            alarm.student_id,
            on=alarm.alarm_on,
            profile=profile,
            reader_id=who.person_id,
            family=family,
        ),
        taken_by=names.get(alarm.taken_by or 0),
        is_found=alarm.found_at is not None,
        is_repeat=is_repeat,
    )

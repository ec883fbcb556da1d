"""Owing families and staff what happened about an absence besides the journal itself."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences import repository
from services.absences.repository import MissedLesson
from services.access.audience import family_of
from services.models import AbsenceAlarm, FamilyCall
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import absence_key, alarm_key, call_key
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactKind, FactRef, NoticeKind, Role

__all__ = [
    "ALARMED",
    "CALLING",
    "tell_alarm",
    "tell_alarm_family",
    "tell_call",
    "tell_call_over",
    "tell_other_guardians",
]

OFFICE = frozenset({Role.SECRETARY, Role.ADMINISTRATOR})
ALARMED = OFFICE | {Role.HOMEROOM_TEACHER, Role.DEPUTY_HEAD}
CALLING = OFFICE | {Role.HOMEROOM_TEACHER}


async def tell_other_guardians(
    session: AsyncSession,
    missed: Sequence[MissedLesson],
    *,
    except_id: int | None,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Let everybody of the family but one, who knows, look at absences once more."""
    news = []
    for one in missed:
        family = await family_of(session, one.row.student_id, on=one.row.lesson_on)
        news.append(
            FactNews(
                student_id=one.row.student_id,
                fact=FactRef(FactKind.ATTENDANCE, one.row.id),
                revision=one.row.revision,
                kind=NoticeKind.ABSENCE,
                merge_key=absence_key(student_id=one.row.student_id, on=one.row.lesson_on),
                result_at=one.lesson.ends_at,
                due_at=now,
                readers=frozenset(him.person_id for him in family) - {except_id},
            )
        )
    await tell_family(session, news, profile=profile, now=now)


async def tell_alarm(
    session: AsyncSession,
    alarm: AbsenceAlarm,
    roles: Collection[Role],
    *,
    except_id: int | None = None,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Let everybody of *roles* look at an alarm, but not the one who knows."""
    people = await repository.staff_of(session, alarm.student_id, roles, on=alarm.alarm_on)
    news = [
        StaffNews(
            person_id=one,
            fact=FactRef(FactKind.ALARM, alarm.id),
            revision=alarm.revision,
            kind=NoticeKind.ALARM,
            merge_key=alarm_key(alarm.id),
            result_at=now,
            due_at=now,
        )
        for one in sorted(people - {except_id})
    ]
    await tell_staff(session, news, profile=profile, now=now)


async def tell_alarm_family(
    session: AsyncSession,
    alarm: AbsenceAlarm,
    *,
    except_id: int | None,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Let the guardians look at an alarm, but not the one who knows."""
    family = await family_of(session, alarm.student_id, on=alarm.alarm_on)
    news = FactNews(
        student_id=alarm.student_id,
        fact=FactRef(FactKind.ALARM, alarm.id),
        revision=alarm.revision,
        kind=NoticeKind.ALARM,
        merge_key=alarm_key(alarm.id),
        result_at=now,
        due_at=now,
        readers=frozenset(one.person_id for one in family) - {except_id},
    )
    await tell_family(session, [news], profile=profile, now=now)


async def tell_call(
    session: AsyncSession,
    call: FamilyCall,
    roles: Collection[Role],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Let everybody of *roles* look at a family to be called."""
    people = await repository.staff_of(session, call.student_id, roles, on=call.call_on)
    news = [
        StaffNews(
            person_id=one,
            fact=FactRef(FactKind.CALL, call.id),
            revision=call.revision,
            kind=NoticeKind.CALL,
            merge_key=call_key(call.id),
            result_at=now,
            due_at=now,
        )
        for one in sorted(people)
    ]
    await tell_staff(session, news, profile=profile, now=now)


async def tell_call_over(
    session: AsyncSession,
    student_id: int,
    *,
    on: date,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Correct whoever was asked to call a family that has answered by itself."""
    call = await repository.call_of(session, student_id, on=on)
    if call is None or call.is_reached:
        return
    call.revision += 1
    await session.flush()
    await tell_call(session, call, CALLING, profile=profile, now=now)

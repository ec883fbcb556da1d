"""The truth about attendance as families read it: illness is never named, only «excused».

The first absence of a day is an alert. Further lessons go on in the same message, until the child
was there: then the next absence is an alert again. What the family has explained is no alert.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.explained import is_explained_by
from services.absences.repository import GivenReason, reasons_of
from services.diary.facts import FamilyAttendance, as_family_reads
from services.news import repository
from services.news.absence_repository import (
    ToldAttendance,
    held_numbers,
    mixed_messages,
    told_attendance,
)
from services.news.facts import AbsenceNews, News
from services.news.repository import AttendanceRow, StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked, MessagePlace
from services.roster.individual_plans import individual_plans
from services.roster.membership import group_ids_of_students

__all__ = ["AttendanceSource"]

_PRESENT = "present"
_ABSENCES = frozenset(
    {FamilyAttendance.ABSENT, FamilyAttendance.EXCUSED, FamilyAttendance.UNEXCUSED}
)


class AttendanceSource:
    """Attendance in the journal now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        rows = await repository.attendance_rows(session, {look.fact.id for look in looks})
        student_ids = {look.student_id for look in looks if look.student_id}
        pupils = await repository.students(session, student_ids, on=moment.today)
        days = {moment.today, *(row.on for row in rows.values())}
        reasons = await reasons_of(session, student_ids, first=min(days), last=max(days))
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row, pupil = rows.get(look.fact.id), pupils.get(look.student_id or 0)
            found[look.notice_id] = (
                NOTHING_NEW
                if row is None or pupil is None
                else _look_at(look, row, pupil, moment, reasons.get(pupil.name.student_id, ()))
            )
        further = [look for look in looks if _may_go_on(look, found[look.notice_id])]
        if further:
            threads = await _threads(session, further, pupils, moment)
            held = await _held(session, {key[1] for key in threads}, moment)
            for look in further:
                thread = threads.get((look.person_id, look.student_id or 0))
                found[look.notice_id] = _in_thread(found[look.notice_id], thread, held)
        return found


def _look_at(
    look: Look,
    row: AttendanceRow,
    pupil: StudentRow,
    moment: Moment,
    reasons: Iterable[GivenReason],
) -> Looked[News]:
    attendance = as_family_reads(row.code)
    if attendance is FamilyAttendance.EXEMPT:
        attendance = None  # in the lesson, only not exercising
    minutes_late = row.minutes_late if attendance is FamilyAttendance.TARDY else None
    value = {"attendance": attendance or _PRESENT, "minutes_late": minutes_late}
    was = look.told.value if look.told else {"attendance": _PRESENT, "minutes_late": None}
    if dict(was) == value:
        return NOTHING_NEW
    is_absent = attendance in _ABSENCES
    is_known = is_explained_by(reasons, on=row.on, number=row.lesson_number)
    if look.told is None and is_absent and is_known:
        return NOTHING_NEW  # the family knows it better
    told = _told_as(was)
    news = replace(
        _news(row, pupil, moment),
        attendance=attendance,
        minutes_late=minutes_late,
        is_answer=look.told is not None,
        told=told,
    )
    return Looked(
        news=news,
        revision=max(look.revision, row.revision),
        value=value,
        # A letter under an absence already told is for the record, not for the phone.
        is_quiet=told in _ABSENCES and is_absent,
    )


def _news(row: AttendanceRow, pupil: StudentRow, moment: Moment) -> AbsenceNews:
    return AbsenceNews(
        child=pupil.name,
        subject=row.subject,
        lesson_number=row.lesson_number,
        starts_at=row.starts_at.astimezone(moment.profile.timezone).time(),
        on=None if row.on == moment.today else row.on,
        attendance=None,
        day=row.on,
    )


def _told_as(value: Mapping[str, Any]) -> FamilyAttendance | None:
    told = value["attendance"]
    return None if told == _PRESENT else FamilyAttendance(told)


@dataclass(frozen=True, slots=True)
class _Thread:
    """The message that tells of a child's absences today, and what it says."""

    place: MessagePlace
    lessons: tuple[AbsenceNews, ...]


def _may_go_on(look: Look, looked: Looked[News]) -> bool:
    """Whether it is a new absence of today."""
    news = looked.news
    return (
        isinstance(news, AbsenceNews)
        and look.told is None
        and news.on is None
        and news.attendance in _ABSENCES
    )


async def _threads(
    session: AsyncSession,
    looks: Sequence[Look],
    pupils: Mapping[int, StudentRow],
    moment: Moment,
) -> dict[tuple[int, int], _Thread]:
    """Return by person and child the message that further absences of today go on in."""
    told = await told_attendance(
        session,
        person_ids={look.person_id for look in looks},
        student_ids={look.student_id for look in looks if look.student_id},
        on=moment.today,
    )
    last = {(one.person_id, one.student_id): one for one in told}
    going_on = {key: one for key, one in last.items() if _told_as(one.value) in _ABSENCES}
    if not going_on:
        return {}
    ids = {one.attendance_id for one in told}
    mixed = await mixed_messages(
        session, {one.place for one in going_on.values()}, attendance_ids=ids
    )
    rows = await repository.attendance_rows(session, ids)
    return {
        key: _Thread(one.place, tuple(_lessons(told, one, rows, pupils[key[1]], moment)))
        for key, one in going_on.items()
        if one.place not in mixed
    }


def _lessons(
    told: Iterable[ToldAttendance],
    last: ToldAttendance,
    rows: Mapping[int, AttendanceRow],
    pupil: StudentRow,
    moment: Moment,
) -> Iterable[AbsenceNews]:
    """Return what the message says now."""
    for one in told:
        if (one.place, one.student_id) == (last.place, last.student_id):
            news = _news(rows[one.attendance_id], pupil, moment)
            yield replace(news, attendance=_told_as(one.value))


async def _held(
    session: AsyncSession, student_ids: Collection[int], moment: Moment
) -> dict[int, frozenset[int]]:
    """Return which of today's lessons anything was recorded for, by student."""
    groups = await group_ids_of_students(session, student_ids, on=moment.today)
    plans = await individual_plans(session, student_ids)
    return {
        one: await held_numbers(
            session,
            groups.get(one, ()),
            on=moment.today,
            left_out=plans.left_out(one, on=moment.today),
        )
        for one in student_ids
    }


def _in_thread(
    looked: Looked[News], thread: _Thread | None, held: Mapping[int, Collection[int]]
) -> Looked[News]:
    news = looked.news
    if thread is None or not isinstance(news, AbsenceNews):
        return looked
    numbers = [one.lesson_number for one in thread.lessons]
    missed = max((one for one in numbers if one < news.lesson_number), default=None)
    if missed is not None and any(
        missed < number < news.lesson_number and number not in numbers
        for number in held[news.child.student_id]
    ):
        return looked  # a lesson in between was held with the child: this is an alarm again
    return replace(
        looked,
        news=replace(news, before=thread.lessons),
        is_quiet=True,
        replaces=thread.place,
    )

"""Rows behind news of absences: reasons, what a family was told that day, alarms and calls."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.explained import is_explained_by
from services.absences.repository import reasons_of
from services.models import (
    AbsenceAlarm,
    Attendance,
    FamilyCall,
    Lesson,
    Message,
    Told,
)
from services.outbox.ports import MessagePlace
from services.vocabulary import AttendanceCode, FactKind

__all__ = [
    "ToldAttendance",
    "alarms",
    "calls",
    "held_numbers",
    "mixed_messages",
    "told_attendance",
    "told_families",
    "unexplained_students",
]


@dataclass(frozen=True, slots=True)
class ToldAttendance:
    """What a person was last told about a child's attendance at a lesson, and where."""

    person_id: int
    student_id: int
    attendance_id: int
    value: Mapping[str, Any]
    place: MessagePlace


async def told_attendance(
    session: AsyncSession,
    *,
    person_ids: Collection[int],
    student_ids: Collection[int],
    on: date,
) -> list[ToldAttendance]:
    """Return what people were told of some children's lessons of a day, the latest last."""
    rows = await session.execute(
        select(
            Told.person_id,
            Attendance.student_id,
            Told.fact_id,
            Told.value,
            Message.chat_id,
            Message.telegram_message_id,
        )
        .join(Attendance, Attendance.id == Told.fact_id)
        .join(Message, Message.id == Told.message_id)
        .where(
            Told.fact_kind == FactKind.ATTENDANCE,
            Told.person_id.in_(person_ids),
            Attendance.student_id.in_(student_ids),
            Attendance.lesson_on == on,
            Message.chat_id.is_not(None),
            Message.telegram_message_id.is_not(None),
        )
        .order_by(Told.told_at, Message.id, Told.id)
    )
    return [
        ToldAttendance(
            row.person_id,
            row.student_id,
            row.fact_id,
            row.value,
            MessagePlace(row.chat_id, row.telegram_message_id),
        )
        for row in rows
    ]


async def mixed_messages(
    session: AsyncSession,
    places: Collection[MessagePlace],
    *,
    attendance_ids: Collection[int],
) -> set[MessagePlace]:
    """Return those messages that told something beside the attendance given."""
    rows = await session.execute(
        select(Message.chat_id, Message.telegram_message_id)
        .join(Told, Told.message_id == Message.id)
        .where(
            Message.chat_id.in_({place.chat_id for place in places}),
            Message.telegram_message_id.in_({place.telegram_message_id for place in places}),
            or_(Told.fact_kind != FactKind.ATTENDANCE, Told.fact_id.not_in(attendance_ids)),
        )
    )
    return {MessagePlace(row.chat_id, row.telegram_message_id) for row in rows}


async def held_numbers(
    session: AsyncSession,
    group_ids: Collection[int],
    *,
    on: date,
    left_out: Collection[int] = (),
) -> frozenset[int]:
    """Return the numbers of a day's lessons of some groups that anything was recorded for.

    *left_out*: subjects that do not count.
    """
    return frozenset(
        await session.scalars(
            select(Lesson.number).where(
                Lesson.study_group_id.in_(group_ids),
                Lesson.lesson_on == on,
                Lesson.subject_id.not_in(left_out),
            )
        )
    )


async def alarms(session: AsyncSession, alarm_ids: Collection[int]) -> dict[int, AbsenceAlarm]:
    """Return alarms by id."""
    rows = await session.scalars(select(AbsenceAlarm).where(AbsenceAlarm.id.in_(alarm_ids)))
    return {row.id: row for row in rows}


async def calls(session: AsyncSession, call_ids: Collection[int]) -> dict[int, FamilyCall]:
    """Return calls by id."""
    rows = await session.scalars(select(FamilyCall).where(FamilyCall.id.in_(call_ids)))
    return {row.id: row for row in rows}


async def unexplained_students(session: AsyncSession, rows: Iterable[FamilyCall]) -> set[int]:
    """Return the calls whose absence nobody has explained yet."""
    found: set[int] = set()
    for call in rows:
        numbers = await session.scalars(
            select(Lesson.number)
            .join(Attendance, Attendance.lesson_id == Lesson.id)
            .where(
                Attendance.student_id == call.student_id,
                Attendance.lesson_on == call.call_on,
                Attendance.code == AttendanceCode.ABSENT,
            )
        )
        given = await reasons_of(session, [call.student_id], first=call.call_on, last=call.call_on)
        reasons = given.get(call.student_id, ())
        if any(not is_explained_by(reasons, on=call.call_on, number=one) for one in numbers):
            found.add(call.id)
    return found


async def told_families(session: AsyncSession, rows: Iterable[FamilyCall]) -> set[int]:
    """Return the calls to families of which somebody has been told of that day's absence."""
    wanted = {(call.student_id, call.call_on): call.id for call in rows}
    found = await session.execute(
        select(Attendance.student_id, Attendance.lesson_on)
        .join(Told, Told.fact_id == Attendance.id)
        .where(
            Told.fact_kind == FactKind.ATTENDANCE,
            Told.person_id != Attendance.student_id,
            Attendance.student_id.in_({student_id for student_id, _on in wanted}),
            Attendance.lesson_on.in_({on for _student_id, on in wanted}),
        )
        .distinct()
    )
    return {wanted[key] for row in found if (key := (row.student_id, row.lesson_on)) in wanted}

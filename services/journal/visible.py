"""The journal as families may see it now: what is still held looks as it did before.

So a slip that a teacher takes back within the hold is never seen, in no message and on no page.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.journal import repository
from services.journal.attendance_rules import absence_was_told, attendance_due, told_kind
from services.journal.repository import HeldChange, MarkRow
from services.models import Attendance, Lesson
from services.regulation.profile import SchoolProfile
from services.roster.clubs import club_group_ids, club_lesson_ids
from services.vocabulary import AttendanceCode, FactKind

__all__ = [
    "VisibleAttendance",
    "VisibleMark",
    "visible_attendance",
    "visible_attendance_of",
    "visible_marks",
    "visible_marks_of",
]

# No hold is longer: a sitting lasts three holds, an absence entered ahead waits for its lesson.
_LONGEST_HOLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VisibleMark:
    """A mark a family may see."""

    mark_id: int
    lesson_id: int
    subject_id: int
    on: date
    value: int  # a figure, or PassFail
    work_kind: str
    weight_tenths: int
    part: int
    comment: str
    is_club: bool = False  # in no average


@dataclass(frozen=True, slots=True)
class VisibleAttendance:
    """Attendance a family may see; plain presence is left out."""

    lesson_id: int
    on: date
    code: AttendanceCode
    minutes_late: int | None
    is_club: bool = False  # no missed lesson


async def visible_marks(
    session: AsyncSession, student_id: int, *, starts_on: date, ends_on: date, now: datetime
) -> list[VisibleMark]:
    """Return a student's marks between two days, in the order of days and of their making."""
    found = await visible_marks_of(
        session, [student_id], starts_on=starts_on, ends_on=ends_on, now=now
    )
    return found[student_id]


async def visible_marks_of(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> dict[int, list[VisibleMark]]:
    """Return the same for many students, in a few statements."""
    rows = await repository.marks_between(session, student_ids, starts_on, ends_on)
    held = _first_held(
        change
        for change in await repository.held_changes(
            session, FactKind.MARK, _named(rows, student_ids), saved_after=now - _LONGEST_HOLD
        )
        if change.held_until is not None and now < change.held_until
    )
    clubs = await club_lesson_ids(session, {row.lesson_id for row in rows})
    found: dict[int, list[VisibleMark]] = {one: [] for one in student_ids}
    for row in rows:
        mark = _mark(row, held, is_club=row.lesson_id in clubs)
        if mark is not None:
            found[row.student_id].append(mark)
    return found


async def visible_attendance(
    session: AsyncSession,
    student_id: int,
    *,
    starts_on: date,
    ends_on: date,
    profile: SchoolProfile,
    now: datetime,
) -> list[VisibleAttendance]:
    """Return a student's absences, latenesses and exemptions between two days."""
    found = await visible_attendance_of(
        session, [student_id], starts_on=starts_on, ends_on=ends_on, profile=profile, now=now
    )
    return found[student_id]


async def visible_attendance_of(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    starts_on: date,
    ends_on: date,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, list[VisibleAttendance]]:
    """Return the same for many students, in a few statements."""
    pairs = await repository.attendance_between(session, student_ids, starts_on, ends_on)
    lessons = {row.id: lesson for row, lesson in pairs}
    changes = await repository.held_changes(
        session,
        FactKind.ATTENDANCE,
        _named([row for row, _ in pairs], student_ids),
        saved_after=now - _LONGEST_HOLD,
    )
    held = _first_held(
        change
        for change in changes
        if change.fact.id in lessons
        and now < _attendance_held_until(change, lessons[change.fact.id], profile)
    )
    found: dict[int, list[VisibleAttendance]] = {one: [] for one in student_ids}
    clubs = await club_group_ids(session)
    for row, lesson in pairs:
        seen = _attendance(row, held, is_club=lesson.study_group_id in clubs)
        if seen is not None:
            found[row.student_id].append(seen)
    return found


def _named(
    rows: Collection[MarkRow | Attendance], student_ids: Collection[int]
) -> list[int] | None:
    """The rows' ids; of many students none: their list would be longer than what is asked for."""
    return [row.id for row in rows] if len(student_ids) == 1 else None


def _first_held(changes: Iterable[HeldChange]) -> dict[int, Mapping[str, Any] | None]:
    """What stood before the first change that is still held, by fact."""
    before: dict[int, Mapping[str, Any] | None] = {}
    for change in changes:
        before.setdefault(change.fact.id, change.before)
    return before


def _mark(
    row: MarkRow, held: Mapping[int, Mapping[str, Any] | None], *, is_club: bool
) -> VisibleMark | None:
    value, comment, is_gone = row.given, row.comment, row.is_withdrawn
    if row.id in held:
        before = held[row.id]
        if before is None:
            return None
        value, comment, is_gone = before["value"], before["comment"], before["is_withdrawn"]
    if is_gone:
        return None
    return VisibleMark(
        mark_id=row.id,
        lesson_id=row.lesson_id,
        subject_id=row.subject_id,
        on=row.lesson_on,
        value=value,
        work_kind=row.work_kind,
        weight_tenths=row.weight_tenths,
        part=row.part,
        comment=comment,
        is_club=is_club,
    )


def _attendance(
    row: Attendance, held: Mapping[int, Mapping[str, Any] | None], *, is_club: bool
) -> VisibleAttendance | None:
    code, minutes_late = row.code, row.minutes_late
    if row.id in held:
        before = held[row.id]
        if before is None:
            return None
        code, minutes_late = AttendanceCode(before["code"]), before["minutes_late"]
    if code is AttendanceCode.PRESENT:
        return None
    return VisibleAttendance(row.lesson_id, row.lesson_on, code, minutes_late, is_club)


def _attendance_held_until(change: HeldChange, lesson: Lesson, profile: SchoolProfile) -> datetime:
    was = AttendanceCode(change.before["code"]) if change.before else None
    kind = told_kind(was, AttendanceCode(change.after["code"]))
    if kind is None:
        return change.saved_at
    was_told = change.before is not None and absence_was_told(
        was,
        recorded_at=datetime.fromisoformat(change.before["recorded_at"]),
        lesson_starts_at=lesson.starts_at,
        profile=profile,
        now=change.saved_at,
    )
    return attendance_due(
        kind,
        recorded_at=change.saved_at,
        lesson_starts_at=lesson.starts_at,
        profile=profile,
        was_told=was_told,
    )

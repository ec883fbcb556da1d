"""The truth about attendance as families read it: illness is never named, only «excused»."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary.facts import FamilyAttendance, as_family_reads
from services.news import repository
from services.news.facts import AbsenceNews, News
from services.news.repository import AttendanceRow, StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["AttendanceSource"]

_PRESENT = "present"


class AttendanceSource:
    """Attendance in the journal now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        rows = await repository.attendance_rows(session, {look.fact.id for look in looks})
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        return {
            look.notice_id: _look_at(
                look, rows.get(look.fact.id), pupils.get(look.student_id or 0), moment
            )
            for look in looks
        }


def _look_at(
    look: Look, row: AttendanceRow | None, pupil: StudentRow | None, moment: Moment
) -> Looked[News]:
    if row is None or pupil is None:
        return NOTHING_NEW
    attendance = as_family_reads(row.code)
    if attendance is FamilyAttendance.EXEMPT:
        attendance = None  # in the lesson, only not exercising
    minutes_late = row.minutes_late if attendance is FamilyAttendance.TARDY else None
    value = {"attendance": attendance or _PRESENT, "minutes_late": minutes_late}
    was = look.told.value if look.told else {"attendance": _PRESENT, "minutes_late": None}
    if dict(was) == value:
        return NOTHING_NEW
    told = _told_attendance(was)
    return Looked(
        news=AbsenceNews(
            child=pupil.name,
            subject=row.subject,
            lesson_number=row.lesson_number,
            starts_at=row.starts_at.astimezone(moment.profile.timezone).time(),
            on=None if row.on == moment.today else row.on,
            attendance=attendance,
            minutes_late=minutes_late,
            is_answer=look.told is not None,
            told=told,
        ),
        revision=max(look.revision, row.revision),
        value=value,
        # A letter under an absence already told is for the record, not for the phone.
        is_quiet=told is not None
        and told is not FamilyAttendance.TARDY
        and _is_letter(attendance),
    )


def _told_attendance(value: Mapping[str, Any]) -> FamilyAttendance | None:
    told = value["attendance"]
    return None if told == _PRESENT else FamilyAttendance(told)


def _is_letter(attendance: FamilyAttendance | None) -> bool:
    return attendance not in {None, FamilyAttendance.TARDY}

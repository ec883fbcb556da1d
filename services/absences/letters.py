"""Letters of excuse: set from the paper for days of one or several students, and told once.

Everything happens in the caller's transaction; nothing here commits or sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences import repository
from services.absences.repository import MissedLesson
from services.absences.telling import tell_call_over
from services.models import AbsenceLetter
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.keys import letter_key
from services.regulation.profile import SchoolProfile
from services.vocabulary import AttendanceCode, FactKind, FactRef, NoticeKind

__all__ = ["LETTERS", "MISSED", "SetLetter", "reads_excused", "set_letter"]

LETTERS = (
    AttendanceCode.ABSENT_SICK,
    AttendanceCode.ABSENT_EXCUSED,
    AttendanceCode.ABSENT_UNEXCUSED,
    AttendanceCode.ABSENT,
)
MISSED = frozenset(LETTERS)
_EXCUSED = frozenset({AttendanceCode.ABSENT_SICK, AttendanceCode.ABSENT_EXCUSED})


@dataclass(frozen=True, slots=True)
class SetLetter:
    """What became of a student's days: how many missed lessons have the letter now."""

    letter_id: int
    student_id: int
    starts_on: date
    ends_on: date
    code: AttendanceCode
    lessons: int
    days: int
    is_changed: bool  # False: all of it stood so already


def reads_excused(code: AttendanceCode) -> bool | None:
    """How a family reads a letter: excused, unexcused, or (None) nobody knows."""
    if code in _EXCUSED:
        return True
    return False if code is AttendanceCode.ABSENT_UNEXCUSED else None


async def set_letter(
    session: AsyncSession,
    student_id: int,
    *,
    starts_on: date,
    ends_on: date,
    code: AttendanceCode,
    author_id: int,
    profile: SchoolProfile,
    now: datetime,
) -> SetLetter | None:
    """Give all missed lessons of the days one letter; None when there is nothing to give it to.

    Days to come are excused beforehand; an absence that has not happened cannot be unexcused.
    """
    await repository.lock_student(session, student_id)
    missed = await repository.missed_lessons(
        session, [student_id], first=starts_on, last=ends_on, codes=MISSED, is_locked=True
    )
    today = now.astimezone(profile.timezone).date()
    row = await session.scalar(
        select(AbsenceLetter).where(
            AbsenceLetter.student_id == student_id,
            AbsenceLetter.starts_on == starts_on,
            AbsenceLetter.ends_on == ends_on,
        )
    )
    is_ahead = ends_on >= today and code in _EXCUSED
    if not missed and row is None and not is_ahead:
        return None
    is_news = _is_news(row, missed, code)
    changed = _give(missed, code)
    is_changed = row is None or row.code is not code or changed
    if row is None:
        row = AbsenceLetter(
            student_id=student_id,
            starts_on=starts_on,
            ends_on=ends_on,
            code=code,
            author_id=author_id,
            recorded_at=now,
            revision=1,
        )
        session.add(row)
    elif is_changed:
        row.code, row.author_id, row.recorded_at = code, author_id, now
        row.revision += 1
    await session.flush()
    if is_news:
        await _tell(session, row, missed, profile=profile, now=now)
    if starts_on <= today <= ends_on and is_changed:
        await tell_call_over(session, student_id, on=today, profile=profile, now=now)
    return SetLetter(
        letter_id=row.id,
        student_id=student_id,
        starts_on=starts_on,
        ends_on=ends_on,
        code=code,
        lessons=len(missed),
        days=len({one.row.lesson_on for one in missed}),
        is_changed=is_changed,
    )


def _is_news(
    row: AbsenceLetter | None, missed: Sequence[MissedLesson], code: AttendanceCode
) -> bool:
    """Whether a family reads any of it otherwise than before; б for у is the journal's affair."""
    reading = reads_excused(code)
    if any(reads_excused(one.row.code) is not reading for one in missed):
        return True
    return bool(missed) and row is not None and reads_excused(row.code) is not reading


def _give(missed: Sequence[MissedLesson], code: AttendanceCode) -> bool:
    """Write the letter where another one stands; whether there was one."""
    others = [one.row for one in missed if one.row.code is not code]
    for attendance in others:
        attendance.code = code
        attendance.revision += 1
    return bool(others)


async def _tell(
    session: AsyncSession,
    row: AbsenceLetter,
    missed: Sequence[MissedLesson],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """One silent line, however many lessons it is about; a slip can be mended before it leaves."""
    news = FactNews(
        student_id=row.student_id,
        fact=FactRef(FactKind.LETTER, row.id),
        revision=row.revision,
        kind=NoticeKind.LETTER,
        merge_key=letter_key(student_id=row.student_id),
        result_at=max(one.lesson.ends_at for one in missed),
        due_at=now + profile.absence_hold,
    )
    await tell_family(session, [news], profile=profile, now=now)

"""Whether a family has said why a lesson is missed, and what the journal then keeps."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.repository import GivenReason, letters_of, reasons_of
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["code_to_record", "is_explained", "is_explained_by"]


def is_explained_by(reasons: Iterable[GivenReason], *, on: date, number: int) -> bool:
    """Whether one of *reasons* is for that lesson."""
    return any(one.days.covers(on, number) for one in reasons)


async def is_explained(session: AsyncSession, student_id: int, *, on: date, number: int) -> bool:
    """Whether the family has said why the student misses that lesson."""
    reasons = await reasons_of(session, [student_id], first=on, last=on)
    return is_explained_by(reasons.get(student_id, ()), on=on, number=number)


async def code_to_record(
    session: AsyncSession, code: AttendanceCode, student_id: int, *, on: date, number: int
) -> AttendanceCode:
    """Return the letter the journal keeps for н: the class teacher's, who has the paper, or у.

    у is for as long as the family's word stands for the paper; who is only late stays н.
    """
    if code is not AttendanceCode.ABSENT:
        return code
    letters = await letters_of(session, [student_id], first=on, last=on)
    if letters:
        return letters[-1].code
    reasons = (await reasons_of(session, [student_id], first=on, last=on)).get(student_id, ())
    given = [one for one in reasons if one.kind is not AbsenceKind.LATE]
    is_excused = is_explained_by(given, on=on, number=number)
    return AttendanceCode.ABSENT_EXCUSED if is_excused else code

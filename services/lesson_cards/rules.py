"""What a tap on a name means, and who is thought absent before anybody looked; pure."""

import zlib
from collections.abc import Iterable, Sequence

from services.journal.attendance_rules import is_absence
from services.vocabulary import AttendanceCode

__all__ = [
    "MARKED_WITHIN_MINUTES",
    "digest_of",
    "is_expected_absent",
    "next_letter",
    "page_of",
    "pages",
]

MARKED_WITHIN_MINUTES = 10  # S0 row 8: absentees are marked in the first ten minutes

_TURN = {
    AttendanceCode.PRESENT: AttendanceCode.ABSENT,
    AttendanceCode.ABSENT: AttendanceCode.TARDY,
}


def next_letter(code: AttendanceCode) -> AttendanceCode:
    """Return what a tap makes of a letter: есть → н → о → есть; letters of excuse → есть.

    An excuse comes from the class teacher; who turns up after all is there.
    """
    return _TURN.get(code, AttendanceCode.PRESENT)


def is_expected_absent(
    *, before: AttendanceCode | None, is_announced: bool, was_announced_before: bool = False
) -> bool:
    """Whether a student is shown as absent before anybody looked.

    *before*: what was recorded at the student's previous lesson of the day (None: nobody looked).
    *is_announced*: the family has said that this lesson will be missed, and
    *was_announced_before* it had said so of the previous one: who came to that one is here now.
    """
    if before is not None and is_absence(before):
        return True
    if not is_announced:
        return False
    return before is None or not was_announced_before


def digest_of(student_ids: Iterable[int]) -> int:
    """Return a number that tells this list of students from another one shown before."""
    return zlib.crc32(",".join(map(str, sorted(student_ids))).encode()) & 0x7FFFFFFF


def page_of(place: int, *, size: int) -> int:
    """Return the page a place of the list stands on; both are counted from zero."""
    return place // size


def pages(names: Sequence[object], *, size: int) -> int:
    """Return how many pages a list takes; an empty one takes one."""
    return max(1, -(-len(names) // size))

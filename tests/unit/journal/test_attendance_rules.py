"""When families hear of attendance, and as what."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.journal.attendance_rules import attendance_due, told_kind
from services.regulation.profile import SchoolProfile
from services.vocabulary import AttendanceCode, NoticeKind
from tests.factories import at

PRESENT, ABSENT = AttendanceCode.PRESENT, AttendanceCode.ABSENT
SICK, TARDY, EXEMPT = AttendanceCode.ABSENT_SICK, AttendanceCode.TARDY, AttendanceCode.EXEMPT
LESSON = at(24, "10:20")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, ABSENT, NoticeKind.ABSENCE),
        (ABSENT, ABSENT, None),
        (ABSENT, SICK, NoticeKind.ABSENCE),
        (PRESENT, SICK, NoticeKind.ABSENCE),
        (ABSENT, PRESENT, NoticeKind.PRESENCE),
        (ABSENT, TARDY, NoticeKind.PRESENCE),
        (None, TARDY, NoticeKind.PRESENCE),
        (TARDY, PRESENT, NoticeKind.PRESENCE),
        (ABSENT, EXEMPT, NoticeKind.PRESENCE),
        (None, EXEMPT, None),
        (None, PRESENT, None),
        (EXEMPT, PRESENT, None),
    ],
)
def test_a_family_hears_of_absence_and_lateness_that_begin_or_end(before, after, expected):
    """Presence and exemption by themselves are no news."""
    assert expected is told_kind(before, after)


@pytest.mark.parametrize(
    ("kind", "recorded", "waits", "was_told", "expected"),
    [
        (NoticeKind.ABSENCE, "10:21", True, False, "10:30"),
        (NoticeKind.ABSENCE, "10:29", True, False, "10:31"),
        (NoticeKind.ABSENCE, "10:21", False, False, "10:23"),
        (NoticeKind.ABSENCE, "10:05", True, False, "10:30"),  # before the lesson
        (NoticeKind.ABSENCE, "14:00", True, False, "14:02"),  # the lesson is over
        (NoticeKind.PRESENCE, "10:21", True, False, "10:23"),
        (NoticeKind.PRESENCE, "10:42", True, True, "10:42"),
        (NoticeKind.ABSENCE, "14:00", True, True, "14:00"),
    ],
)
def test_an_absence_waits_for_hold_and_tenth_minute(kind, recorded, waits, was_told, expected):
    """Two minutes or the tenth minute of the lesson, whichever is later; answers go at once."""
    profile = SchoolProfile(
        timezone=ZoneInfo("UTC"),
        absence_hold=timedelta(minutes=2),
        absence_waits_ten_minutes=waits,
    )

    due = attendance_due(
        kind,
        recorded_at=at(24, recorded),
        lesson_starts_at=LESSON,
        profile=profile,
        was_told=was_told,
    )

    assert at(24, expected) == due

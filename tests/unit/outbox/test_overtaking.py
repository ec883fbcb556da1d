"""What quiet hours overtake: whose hours count, what passes them, and how late it is then."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from services.outbox.overtaking import Overtaking, overtaken
from services.vocabulary import NoticeKind

ZONE = ZoneInfo("Asia/Yekaterinburg")
NIGHT = (time(21), time(7))
EARLY = (time(19), time(8))
LATE = (time(23, 30), time(6))
SIESTA = (time(13), time(16))


def at(clock: str, day: int = 24) -> datetime:
    """Return a moment of the school's November."""
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("kind", "quiet", "due", "now", "until", "deadline"),
    [
        # By day and without hours nothing is overtaken.
        (NoticeKind.MARK, NIGHT, at("12:05"), at("12:05"), None, None),
        (NoticeKind.MARK, None, at("23:05"), at("23:05"), None, None),
        # Due in the evening, late at night: it waits, and stays late.
        (NoticeKind.MARK, NIGHT, at("20:30"), at("23:00"), at("07:00", 25), None),
        (NoticeKind.MARK, NIGHT, at("20:30", 23), at("23:00"), at("07:00", 25), None),
        # Released in one's own hours: an hour after their end.
        (NoticeKind.MARK, EARLY, at("19:30"), at("19:30"), at("08:00", 25), at("09:00", 25)),
        (NoticeKind.HOMEWORK, SIESTA, at("14:10"), at("14:10"), at("16:00"), at("17:00")),
        (NoticeKind.CHANGE, EARLY, at("07:30"), at("07:30"), at("08:00"), at("09:00")),
        (NoticeKind.FINAL, SIESTA, at("12:59"), at("13:00"), at("16:00"), None),
        # The same moment with later hours passes.
        (NoticeKind.MARK, LATE, at("21:30"), at("21:30"), None, None),
        (NoticeKind.MARK, LATE, at("06:00"), at("06:00"), None, None),
        # A fresh absence passes everybody's hours, an old one waits without excuse.
        (NoticeKind.ABSENCE, SIESTA, at("13:20"), at("13:50"), None, None),
        (NoticeKind.ABSENCE, SIESTA, at("13:20"), at("13:51"), at("16:00"), None),
        # What must be known today passes by day, whatever the hours.
        (NoticeKind.URGENT_CHANGE, EARLY, at("19:30"), at("19:30"), None, None),
        (NoticeKind.URGENT_CHANGE, LATE, at("23:40"), at("23:40"), at("06:00", 25), None),
        (NoticeKind.URGENT_CHANGE, (time(20), time(5)), at("04:00"), at("04:00"),
         at("05:00"), None),
        # What never waits never waits.
        (NoticeKind.PRESENCE, NIGHT, at("22:30"), at("22:30"), None, None),
        (NoticeKind.ALARM, EARLY, at("19:30"), at("19:30"), None, None),
    ],
)  # fmt: skip
def test_ones_own_hours_hold_back_what_may_wait(kind, quiet, due, now, until, deadline):
    """Released in them: an hour after their end; overtaken by them: late as it was."""
    expected = None if until is None else Overtaking(until, deadline)

    assert expected == overtaken(kind, due_at=due, now=now, quiet=quiet, zone=ZONE)

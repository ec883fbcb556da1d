"""When the evening card is due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.diary.cards import card_due, is_evening
from services.regulation.profile import SchoolProfile

ZONE = ZoneInfo("Asia/Yekaterinburg")
PROFILE = SchoolProfile(timezone=ZONE)
TUESDAY = date(2026, 11, 24)


def at(clock: str) -> datetime:
    """Return a moment of the school's Tuesday."""
    return datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (None, "18:00"),  # no lessons today
        ("12:00", "18:00"),
        ("18:00", "18:00"),
        ("19:40", "19:40"),  # the second shift
        ("20:45", "20:45"),
        ("21:30", "20:45"),
    ],
)
def test_not_before_the_homework_and_not_into_the_night(deadline, due):
    """At 18:00, not before the homework deadline of the child, at the latest 20:45."""
    assert at(due) == card_due(
        TUESDAY, deadline=at(deadline) if deadline else None, profile=PROFILE
    )


@pytest.mark.parametrize(
    ("clock", "is_time"),
    [("16:59", False), ("17:00", True), ("20:59", True), ("21:00", False), ("07:00", False)],
)
def test_cards_are_written_in_the_evening_only(clock, is_time):
    """By the school's own clock, whatever the server's is."""
    assert is_time == is_evening(at(clock), PROFILE)

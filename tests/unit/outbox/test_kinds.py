"""When notices of each kind are due, late and no longer news."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.outbox.kinds import KIND_RULES, timing_of
from services.outbox.sitting import absence_due, sitting_due
from services.regulation.profile import SchoolProfile
from services.vocabulary import NoticeKind

ZONE = ZoneInfo("Asia/Yekaterinburg")
PROFILE = SchoolProfile(timezone=ZONE)


def at(clock: str, day: int = 24) -> datetime:
    """Return a moment of the school's November."""
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_a_rule(kind):
    """A kind without a rule could not be enqueued."""
    assert KIND_RULES[kind].clause


@pytest.mark.parametrize(
    ("kind", "due", "lesson_end", "recorded", "expected_due", "deadline", "is_held"),
    [
        # A mark of the day: by midnight.
        (NoticeKind.MARK, at("12:05"), at("11:00"), at("12:00"), at("12:05"),
         at("00:00", 25), False),
        # The hold of a mark saved at 20:58 ends in quiet hours: next morning, within an hour.
        (NoticeKind.MARK, at("21:03"), at("15:00"), at("20:58"), at("07:00", 25),
         at("08:00", 25), True),
        # After midnight the same night ends the same morning.
        (NoticeKind.MARK, at("00:30", 25), at("15:00"), at("00:25", 25), at("07:00", 25),
         at("08:00", 25), True),
        # A fresh absence passes: a minute.
        (NoticeKind.ABSENCE, at("21:02"), at("20:50"), at("21:00"), at("21:02"),
         at("21:03"), False),
        # Exactly thirty minutes after the lesson is still fresh.
        (NoticeKind.ABSENCE, at("21:22"), at("20:50"), at("21:20"), at("21:22"),
         at("21:23"), False),
        # Entered later it waits, plain and silent.
        (NoticeKind.ABSENCE, at("21:23"), at("20:50"), at("21:20:01"), at("07:00", 25),
         at("08:00", 25), True),
        # By day an old absence is told at once.
        (NoticeKind.ABSENCE, at("15:02"), at("09:10"), at("15:00"), at("15:02"),
         at("15:03"), False),
        # A changed first lesson passes in the evening …
        (NoticeKind.URGENT_CHANGE, at("21:33"), at("21:30"), at("21:30"), at("21:33"),
         at("21:38"), False),
        # … and at night waits until six, when it rings all the same.
        (NoticeKind.URGENT_CHANGE, at("22:00"), at("21:57"), at("21:57"), at("06:00", 25),
         at("06:05", 25), False),
        (NoticeKind.URGENT_CHANGE, at("05:59"), at("05:56"), at("05:56"), at("06:00"),
         at("06:05"), False),
        # Another change waits for the end of quiet hours.
        (NoticeKind.CHANGE, at("21:33"), at("21:30"), at("21:30"), at("07:00", 25),
         at("08:00", 25), True),
        # Good news about an absence never waits.
        (NoticeKind.PRESENCE, at("22:30"), at("09:10"), at("22:30"), at("22:30"),
         at("22:31"), False),
    ],
)  # fmt: skip
def test_due_and_deadline(kind, due, lesson_end, recorded, expected_due, deadline, is_held):
    """Quiet hours hold back marks and stale absences; each kind has its hard deadline."""
    timing = timing_of(
        kind, due_at=due, result_at=lesson_end, recorded_at=recorded, profile=PROFILE
    )

    assert (expected_due, deadline, is_held) == (
        timing.due_at,
        timing.deadline_at,
        timing.is_held,
    )


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_notice_expires_after_its_deadline(kind):
    """What is late is still news for a while, counted from when it is due."""
    timing = timing_of(
        kind, due_at=at("23:00"), result_at=at("11:00"), recorded_at=at("22:55"), profile=PROFILE
    )

    assert timing.expires_at > timing.deadline_at > timing.due_at


HOLD = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("10:00", "10:00", "10:05"),
        ("10:00", "10:04", "10:09"),
        ("10:00", "10:10", "10:15"),
        ("10:00", "10:11", "10:15"),  # at most three holds after the first save
        ("10:00", "10:14", "10:15"),
    ],
)
def test_a_sitting_is_due_a_hold_after_its_last_save(first, last, due):
    """Every save prolongs the sitting, but families do not wait for ever."""
    assert at(due) == sitting_due(first_save_at=at(first), last_save_at=at(last), hold=HOLD)


@pytest.mark.parametrize(
    ("recorded", "waits", "due"),
    [
        ("08:31", True, "08:40"),  # the tenth minute is later than the hold
        ("08:39", True, "08:41"),  # the hold is later
        ("08:31", False, "08:33"),
        ("12:00", True, "12:02"),
    ],
)
def test_an_absence_waits_for_the_tenth_minute_and_for_its_hold(recorded, waits, due):
    """Who comes in late is not reported absent; the later of both times counts."""
    assert at(due) == absence_due(
        recorded_at=at(recorded),
        lesson_starts_at=at("08:30"),
        hold=timedelta(minutes=2),
        waits_ten_minutes=waits,
    )


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (NoticeKind.ABSENCE, 12),
        (NoticeKind.PRESENCE, 12),
        (NoticeKind.ALARM, 12),
        (NoticeKind.CALL, 12),
        (NoticeKind.LETTER, 7 * 24),
        (NoticeKind.MARK, 7 * 24),
        (NoticeKind.FINAL, 14 * 24),
        (NoticeKind.URGENT_CHANGE, 24),
        (NoticeKind.CHANGE, 7 * 24),
        (NoticeKind.BROADCAST, 7 * 24),
        (NoticeKind.RECALL, 2 * 24),
        (NoticeKind.HOMEWORK, 7 * 24),
        (NoticeKind.TOMORROW, 24),
        (NoticeKind.LESSON_CARD, 0.75),
        (NoticeKind.OUTAGE, 2 * 24),
        (NoticeKind.UNTOLD, 2 * 24),
        (NoticeKind.SUMMARY, 7 * 24),
        (NoticeKind.SUMMARY_DRAFTS, 27),
    ],
)
def test_every_kind_is_news_for_so_long_and_no_longer(kind, hours):
    """After an outage nothing stale leaves; a fact that knows better sets an earlier end."""
    timing = timing_of(
        kind, due_at=at("12:00"), result_at=at("11:59"), recorded_at=at("12:00"), profile=PROFILE
    )

    assert at("12:00") + timedelta(hours=hours) == timing.expires_at

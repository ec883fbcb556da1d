"""When a family hears of a new period mark: after the hold, with one message a day; pure.

What is saved while a message of the day still waits joins it. What is saved after it has left
comes the next morning, which is well within the day that the regulation allows.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.regulation.profile import SchoolProfile

__all__ = ["RESULT_KNOWN_WITHIN", "FinalDue", "final_due", "result_moment"]

RESULT_KNOWN_WITHIN = timedelta(hours=24)  # S1 App.5 3
_MORNING = time(7)  # where the school keeps no quiet hours


@dataclass(frozen=True, slots=True)
class FinalDue:
    """When a mark is due, and of which day's message it is a part."""

    due_at: datetime
    on: date


def result_moment(result_on: date, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return from when the 24 hours count: the end of the result's day, if that is over, else now.

    A result entered days later is late from its first minute, and the ledger says so.
    """
    midnight = datetime.combine(result_on + timedelta(days=1), time(), tzinfo=zone)
    return min(now, midnight)


def final_due(
    *,
    now: datetime,
    was_told_today: bool,
    profile: SchoolProfile,
    result_at: datetime | None = None,
) -> FinalDue:
    """Return when a mark saved at *now* is due, quiet hours left aside.

    *result_at*: from when its 24 hours count, where it is not the moment of saving.
    """
    after_hold = now + profile.final_hold
    today = now.astimezone(profile.timezone).date()
    if not was_told_today:
        return FinalDue(after_hold, today)
    tomorrow = today + timedelta(days=1)
    begins = profile.quiet_hours[1] if profile.quiet_hours else _MORNING
    morning = datetime.combine(tomorrow, begins, tzinfo=profile.timezone)
    if morning > (result_at or now) + RESULT_KNOWN_WITHIN or morning < after_hold:
        return FinalDue(after_hold, today)
    return FinalDue(morning, tomorrow)

"""When a family hears of a new period mark: after the hold, with one message a day; pure.

What is saved while a message of the day still waits joins it. What is saved after it has left
comes the next morning, which is well within the day that the regulation allows.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.regulation.profile import SchoolProfile

__all__ = ["RESULT_KNOWN_WITHIN", "FinalDue", "final_due"]

RESULT_KNOWN_WITHIN = timedelta(hours=24)  # S1 App.5 3
_MORNING = time(7)  # where the school keeps no quiet hours


@dataclass(frozen=True, slots=True)
class FinalDue:
    """When a mark is due, and of which day's message it is a part."""

    due_at: datetime
    on: date


def final_due(*, now: datetime, was_told_today: bool, profile: SchoolProfile) -> FinalDue:
    """Return when a mark saved at *now* is due, quiet hours left aside."""
    after_hold = now + profile.final_hold
    today = now.astimezone(profile.timezone).date()
    if not was_told_today:
        return FinalDue(after_hold, today)
    tomorrow = today + timedelta(days=1)
    begins = profile.quiet_hours[1] if profile.quiet_hours else _MORNING
    morning = datetime.combine(tomorrow, begins, tzinfo=profile.timezone)
    if morning > now + RESULT_KNOWN_WITHIN or morning < after_hold:
        return FinalDue(after_hold, today)
    return FinalDue(morning, tomorrow)

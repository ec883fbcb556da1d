"""When families hear of what a teacher saves: holds that give time to notice a slip (pure)."""

from datetime import datetime, timedelta

__all__ = ["absence_due", "sitting_due"]

_LONGEST_SITTING_IN_HOLDS = 3
_ATTENDANCE_TAKEN_WITHIN = timedelta(minutes=10)  # S0 row 8: absences are entered by then


def sitting_due(*, first_save_at: datetime, last_save_at: datetime, hold: timedelta) -> datetime:
    """Return when a sitting's marks are due: a hold after the last save, but no endless wait."""
    return min(last_save_at + hold, first_save_at + _LONGEST_SITTING_IN_HOLDS * hold)


def absence_due(
    *, recorded_at: datetime, lesson_starts_at: datetime, hold: timedelta, waits_ten_minutes: bool
) -> datetime:
    """Return when a new absence is due: after the hold, not while the child may still come in."""
    after_hold = recorded_at + hold
    if not waits_ten_minutes:
        return after_hold
    return max(after_hold, lesson_starts_at + _ATTENDANCE_TAKEN_WITHIN)

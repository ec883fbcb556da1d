"""Quiet hours of the school's zone, across midnight and across clock changes (pure)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["QuietHours", "end_of_day", "end_of_quiet"]

QuietHours = tuple[time, time]
_DAY = timedelta(days=1)


def end_of_quiet(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours around *moment* end (aware, UTC); None outside of them.

    The beginning belongs to the quiet hours, the end does not.
    """
    if quiet is None:
        return None
    start, end = quiet
    local = moment.astimezone(zone)
    at = local.time()
    if start <= end:
        ends_on = local.date() if start <= at < end else None
    elif at >= start:
        ends_on = local.date() + _DAY
    else:
        ends_on = local.date() if at < end else None
    return None if ends_on is None else _after(moment, ends_on, end, zone)


def end_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the local midnight that ends the day of *moment* (aware, UTC)."""
    next_day = moment.astimezone(zone).date() + _DAY
    return datetime.combine(next_day, time(), tzinfo=zone).astimezone(UTC)


def _after(moment: datetime, on: date, at: time, zone: ZoneInfo) -> datetime:
    # In the hour that happens twice in autumn the first 02:15 may already be over.
    first = datetime.combine(on, at, tzinfo=zone)
    ends = [first.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return next((end for end in ends if end > moment), ends[-1])

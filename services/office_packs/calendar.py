"""When the office's packs are due, and which days each is about; pure.

Sources: S3 1 and 3 (activity and attendance are looked at every week, the journal every month).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.regulation.profile import SchoolProfile
from services.regulation.working_days import WorkDays

__all__ = ["PackSpan", "month_due", "week_due"]

_CATCH_UP = timedelta(days=2)  # after a standstill; an older pack is no longer news
_THURSDAY, _FRIDAY = 4, 5  # Thursday: before it a pack is about the week that is over


@dataclass(frozen=True, slots=True)
class PackSpan:
    """The days of a pack, and when it is due."""

    first: date
    last: date
    due_at: datetime


def week_due(profile: SchoolProfile, *, now: datetime) -> PackSpan | None:
    """Return the week whose pack has fallen due by *now*; None when that is long ago.

    Due on Thursday or later, it is about the week up to that day; else about the week before.
    """
    weekday, at = profile.week_pack_at
    today = now.astimezone(profile.timezone).date()
    on = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    due_at = _moment(on, at, profile)
    if due_at > now:
        on -= timedelta(days=7)
        due_at = _moment(on, at, profile)
    if now - due_at > _CATCH_UP:
        return None
    monday = on - timedelta(days=on.weekday())
    if weekday < _THURSDAY:
        return PackSpan(monday - timedelta(days=7), monday - timedelta(days=1), due_at)
    return PackSpan(monday, on, due_at)


def month_due(profile: SchoolProfile, work_days: WorkDays, *, now: datetime) -> PackSpan | None:
    """Return the month whose pack has fallen due: on the first working day of the next one.

    Where working days are not known it is the first day from Monday to Friday: nothing is late.
    """
    _weekday, at = profile.week_pack_at
    today = now.astimezone(profile.timezone).date()
    on = today.replace(day=1)
    last = on - timedelta(days=1)
    while not _is_worked(on, work_days):
        on += timedelta(days=1)
    due_at = _moment(on, at, profile)
    if due_at > now or now - due_at > _CATCH_UP:
        return None
    return PackSpan(last.replace(day=1), last, due_at)


def _is_worked(on: date, work_days: WorkDays) -> bool:
    known = work_days.is_worked(on)
    return on.isoweekday() <= _FRIDAY if known is None else known


def _moment(on: date, at: time, profile: SchoolProfile) -> datetime:
    return datetime.combine(on, at, tzinfo=profile.timezone)

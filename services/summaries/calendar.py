"""When summaries are due and which days each is about; pure.

Every 14 days (S3 1: a report to each parent at least once in 14 days), at the school's own
weekday and time, about the 14 days that end on that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.regulation.profile import SchoolProfile

__all__ = ["DRAFTS_AT", "FORTNIGHT", "Fortnight", "fortnight_ending", "last_due", "running"]

FORTNIGHT = timedelta(days=14)  # S3 1
DRAFTS_AT = time(15)  # of the day before: the class teacher's last lesson is over
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fortnight:
    """Fourteen days, the last one that of the summary."""

    ends_on: date
    due_at: datetime

    @property
    def starts_on(self) -> date:
        """The first of its days."""
        return self.ends_on - FORTNIGHT + _DAY

    @property
    def before_starts_on(self) -> date:
        """The first day of the fortnight before, which is the child's own yardstick."""
        return self.starts_on - FORTNIGHT

    @property
    def drafts_at(self) -> datetime:
        """When the class teacher is offered the drafts."""
        return datetime.combine(self.ends_on - _DAY, DRAFTS_AT, tzinfo=self.due_at.tzinfo)

    @property
    def remind_at(self) -> datetime:
        """When who has not pressed «read» is reminded, once: a day later, at the same time."""
        return self.due_at + _DAY  # the wall clock's day: both moments are of the same zone

    def reminds_who_was_told(self, told_at: datetime) -> datetime:
        """Return the hour of reminding on the day after *told_at*, which an outage makes later."""
        day = told_at.astimezone(self.due_at.tzinfo).date()
        return max(self.remind_at, self.remind_at.combine(day + _DAY, self.due_at.timetz()))


def fortnight_ending(ends_on: date, profile: SchoolProfile) -> Fortnight:
    """Return the fortnight that ends on a day."""
    _weekday, at = profile.summary_at
    return Fortnight(ends_on, datetime.combine(ends_on, at, tzinfo=profile.timezone))


def last_due(
    profile: SchoolProfile, *, year_starts_on: date | None, now: datetime
) -> Fortnight | None:
    """Return the fortnight whose summary was due last; None before the year's first one."""
    coming = running(profile, year_starts_on=year_starts_on, now=now)
    if coming is None or coming.ends_on <= _first(profile, year_starts_on):
        return None
    return fortnight_ending(coming.ends_on - FORTNIGHT, profile)


def running(
    profile: SchoolProfile, *, year_starts_on: date | None, now: datetime
) -> Fortnight | None:
    """Return the fortnight whose summary is due next; None without a school year."""
    if year_starts_on is None:
        return None
    first = _first(profile, year_starts_on)
    today = now.astimezone(profile.timezone).date()
    steps = max(0, (today - first).days // FORTNIGHT.days)
    found = fortnight_ending(first + steps * FORTNIGHT, profile)
    return found if now < found.due_at else fortnight_ending(found.ends_on + FORTNIGHT, profile)


def _first(profile: SchoolProfile, year_starts_on: date | None) -> date:
    """The first summary of a school year: as the school has set it, else the first such weekday
    after two school weeks. A date of an earlier year has served its time.
    """
    starts_on = year_starts_on or date.min
    if profile.summary_from is not None and profile.summary_from >= starts_on:
        return profile.summary_from
    weekday, _at = profile.summary_at
    after = starts_on + FORTNIGHT
    return after + timedelta(days=(weekday - after.isoweekday()) % 7)

"""Between which moments the entries of a pack fell due: each stands in one of them; pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.regulation.profile import SchoolProfile

__all__ = ["DueSpan", "entries_of"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueSpan:
    """A stretch of time, its end included: a deadline lies in one of those that follow on."""

    after: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.after < moment <= self.until


def entries_of(profile: SchoolProfile, *, first: date, last: date) -> DueSpan:
    """Return between which moments the entries of a pack about some days fell due.

    A week's pack goes on where the one before ended: what the lessons of Friday and Saturday owe
    falls due after it was made, and so does a work with its three or seven days. A longer pack
    (a month's) has what fell due on its own days.
    """
    if last - first >= _WEEK:
        return DueSpan(
            datetime.combine(first, time(), tzinfo=profile.timezone),
            datetime.combine(last + timedelta(days=1), time(), tzinfo=profile.timezone),
        )
    weekday, at = profile.week_pack_at
    made_on = last + timedelta(days=(weekday - last.isoweekday()) % 7)
    return DueSpan(
        datetime.combine(made_on - _WEEK, at, tzinfo=profile.timezone),
        datetime.combine(made_on, at, tzinfo=profile.timezone),
    )

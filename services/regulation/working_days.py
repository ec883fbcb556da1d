"""Working days of a school's staff, for deadlines that are counted in them; pure.

Holidays of the students are working days of their teachers. The days are those of the state's
calendar and the school's own sheet «Рабочие дни»; of a year that neither knows nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.regulation.production_calendar import (
    CalendarUnknown,
    is_worked,
    nth_worked_day_after,
)

__all__ = ["WorkDays"]


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The working days of one school; *own*: its days that are unlike the state's calendar."""

    own: Mapping[date, bool] = field(default_factory=dict)
    days_per_week: int = 5

    def is_worked(self, on: date) -> bool | None:
        """Whether a day is worked; None: nobody knows."""
        try:
            return is_worked(on, self.own, days_per_week=self.days_per_week)
        except CalendarUnknown:
            return None

    def after(self, on: date, count: int) -> date | None:
        """Return the *count*-th working day after a day; None: a year on the way is not known."""
        try:
            return nth_worked_day_after(on, count, self.own, days_per_week=self.days_per_week)
        except CalendarUnknown:
            return None

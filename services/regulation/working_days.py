"""Working days of a school's staff, for deadlines that are counted in them; pure.

Holidays of the students are working days of their teachers. Source of the days off: Labour Code of
Russia, article 112; transfers of days off, decreed year by year, are not known here.
"""

from datetime import date, timedelta

__all__ = ["after_working_days", "is_working_day"]

_FRIDAY = 5
# fmt: off  # a table: (month, day)
_STATE_HOLIDAYS = frozenset(
    {
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (1, 5),
        (1, 6),
        (1, 7),
        (1, 8),
        (2, 23),
        (3, 8),
        (5, 1),
        (5, 9),
        (6, 12),
        (11, 4),
    }
)
# fmt: on


def is_working_day(on: date) -> bool:
    """Whether it is Monday to Friday and no state holiday."""
    return on.isoweekday() <= _FRIDAY and (on.month, on.day) not in _STATE_HOLIDAYS


def after_working_days(on: date, count: int) -> date:
    """Return the *count*-th working day after a day."""
    while count:
        on += timedelta(days=1)
        count -= is_working_day(on)
    return on

"""Numbers about missed lessons that regulations name, with their sources."""

from fractions import Fraction

__all__ = ["MISSED_DAY_LESSONS", "SYSTEMATIC_SHARE"]

# A school's explanation of 120-FZ: a day is missed with three lessons or more of it.
MISSED_DAY_LESSONS = 3
# The same: from three tenths of a month's lessons on it is systematic, and somebody has to act.
SYSTEMATIC_SHARE = Fraction(3, 10)

"""What a student's age changes about consent, and when whom is told of it (pure).

At 14 the student's own consent joins; at 18 the guardians' messages pause until the student
agrees. Both are said 14 days before, so that nothing stops by surprise (152-FZ; Family Code art.
64: parents represent minors).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import IntEnum

from services.access.consent_rules import CO_CONSENT_AGE, FULL_AGE, birthday

__all__ = ["NOTICE_AHEAD", "AgeStep", "day_of", "steps_on"]

NOTICE_AHEAD = timedelta(days=14)
_STILL_NEWS = timedelta(days=14)  # after a standstill: this long it is still worth saying


class AgeStep(IntEnum):
    """A step of growing up; its number is the revision of the fact, and only grows."""

    OWN_CONSENT_SOON = 14
    FULL_AGE_SOON = 17
    FULL_AGE = 18


def day_of(step: AgeStep, birth_date: date) -> date:
    """Return the birthday a step is about."""
    age = CO_CONSENT_AGE if step is AgeStep.OWN_CONSENT_SOON else FULL_AGE
    return birthday(birth_date, age=age)


def steps_on(birth_date: date, *, on: date) -> Iterator[AgeStep]:
    """Give what is to be said on a day; said before, it is not said again by who remembers."""
    for step in AgeStep:
        day = day_of(step, birth_date)
        if step is AgeStep.FULL_AGE:
            starts, ends = day, day + _STILL_NEWS
        else:
            starts, ends = day - NOTICE_AHEAD, day
        if starts <= on < ends:
            yield step

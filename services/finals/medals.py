"""Who may hope for a medal, by the marks of the certificate alone; pure.

Source: order 730 of 29.09.2023, domain B.8: the first degree asks for fives alone, the second for
fives and not more than two fours. Both ask for state exams, too, which the journal does not keep:
so these are candidates, and only the deputy head sees who they are (S3 3).
"""

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["MOST_FOURS", "Medal", "medal_of"]

MOST_FOURS = 2
_BEST, _GOOD = 5, 4


class Medal(StrEnum):
    """A degree of the medal «За особые успехи в учении»."""

    FIRST = "first"
    SECOND = "second"


def medal_of(marks: Iterable[int | None]) -> Medal | None:
    """Return the degree these certificate marks allow; None in the list is «not attested».

    >>> [medal_of(one) for one in ([5, 5], [5, 4, 4], [5, 4, 4, 4], [5, 3], [])]
    [<Medal.FIRST: 'first'>, <Medal.SECOND: 'second'>, None, None, None]
    """
    known = list(marks)
    if not known or any(one not in {_BEST, _GOOD} for one in known):
        return None
    fours = known.count(_GOOD)
    if fours > MOST_FOURS or fours == len(known):
        return None
    return Medal.SECOND if fours else Medal.FIRST

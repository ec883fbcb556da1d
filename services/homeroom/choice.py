"""Which students of a class are chosen, small enough to travel in a button; pure.

A bit for each student in the order of their ids, and one more above them: a list that has grown
or shrunk since the button was made is noticed instead of choosing somebody else.
"""

from collections.abc import Collection, Sequence

from services.errors import OutOfDate

__all__ = ["chosen_of", "mask_of"]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def mask_of(chosen: Collection[int], roster: Sequence[int]) -> str:
    """Return the choice as a button carries it."""
    bits = 1 << len(roster)
    for place, student_id in enumerate(sorted(roster)):
        if student_id in chosen:
            bits |= 1 << place
    text = ""
    while bits:
        bits, digit = divmod(bits, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text


def chosen_of(mask: str, roster: Sequence[int]) -> frozenset[int]:
    """Return who is chosen.

    Raises:
        OutOfDate: the class list is not the one the button was made for.
    """
    if not mask or set(mask) - set(_DIGITS):
        raise OutOfDate
    bits = int(mask, len(_DIGITS))
    if bits >> len(roster) != 1:
        raise OutOfDate
    ordered = sorted(roster)
    return frozenset(one for place, one in enumerate(ordered) if bits >> place & 1)

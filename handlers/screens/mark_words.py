"""Marks as pages write them: a work's parts together, a weight above, «5² 4/3»."""

from collections.abc import Iterable, Sequence

from handlers.screens.formatting import weight_number
from services.diary.facts import MarkFacts
from services.regulation.mark_names import is_figure, short_mark

__all__ = ["marks_in_line", "weight_sign", "works"]

_USUAL_WEIGHT = 10
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def works(marks: Iterable[MarkFacts]) -> list[list[MarkFacts]]:
    """Return marks of one work together: the two parts of a double mark."""
    found: list[list[MarkFacts]] = []
    for mark in marks:
        if mark.part > 1 and found and found[-1][0].work_kind == mark.work_kind:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found


def weight_sign(mark: MarkFacts) -> str:
    """Return a weight that is not the usual one, above the mark: «5²»."""
    if mark.weight_tenths == _USUAL_WEIGHT or not is_figure(mark.value):
        return ""
    number = weight_number(mark.weight_tenths)
    return number.translate(_SUPERSCRIPTS) if number.isdecimal() else f" (×{number})"


def marks_in_line(marks: Sequence[MarkFacts]) -> str:
    """Return marks one after the other: «5² 4 4/3»."""
    return " ".join(
        "/".join(short_mark(mark.value) for mark in work) + weight_sign(work[0])
        for work in works(marks)
    )

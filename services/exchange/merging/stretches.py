"""Where somebody belongs from when to when, and what a new list says about it; pure.

A list tells how things are; what was before stays as it was. So a move closes one stretch and
opens the next, and importing the same list again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = ["Stretch", "closed", "enrolled", "member"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day to a day, both included, in one place; open ends are None."""

    place_id: int
    starts_on: date | None
    ends_on: date | None = None


def enrolled(
    stored: Sequence[Stretch],
    wanted: Stretch,
    *,
    today: date,
    first_day: date,
) -> list[Stretch]:
    """Return a student's classes when the list now says *wanted*; *stored* is in order of days.

    A new class holds from the day the list gives, if that is later than the present class's, else
    from today; before a class has begun it is corrected in place. The first class begins on
    *first_day* when the list gives none.
    """
    if not stored:
        return [replace(wanted, starts_on=wanted.starts_on or first_day)]
    *before, last = stored
    starts = {stretch.starts_on for stretch in stored}
    is_known_start = wanted.starts_on is None or wanted.starts_on in starts
    if wanted.place_id != last.place_id:
        is_later = not is_known_start and _later(wanted.starts_on, last.starts_on)
        moves_on = wanted.starts_on if is_later and wanted.starts_on else today
        is_move = _later(moves_on, last.starts_on) and (is_later or is_known_start)
        if is_move and not (wanted.ends_on and wanted.ends_on < moves_on):
            return [
                *before,
                _closed(last, moves_on - _DAY),
                replace(wanted, starts_on=moves_on),
            ]
        last = replace(last, place_id=wanted.place_id)
    elif (
        last.ends_on is not None and not is_known_start and _later(wanted.starts_on, last.ends_on)
    ):
        return [*stored, wanted]  # back after a time elsewhere
    if not is_known_start:
        before = _closed_before(before, last.starts_on, wanted.starts_on)
        last = replace(last, starts_on=wanted.starts_on)
    return [*before, replace(last, ends_on=wanted.ends_on)]


def member(
    stored: Sequence[Stretch], wanted: Stretch, *, today: date, is_transfer: bool
) -> list[Stretch]:
    """Return a student's stretches in one group when the list now says *wanted*.

    Without a day in the list a first membership is open at its beginning, one that follows
    another group of the subject (*is_transfer*) or an earlier stay begins today.
    """
    if any(_means(wanted, stretch) for stretch in stored):
        return list(stored)
    if not stored:
        starts_on = wanted.starts_on or (today if is_transfer else None)
        return [replace(wanted, starts_on=starts_on)]
    *before, last = stored
    if last.ends_on is not None and last.ends_on < today and wanted.ends_on is None:
        return [*stored, replace(wanted, starts_on=wanted.starts_on or today)]
    starts_on = wanted.starts_on or last.starts_on
    return [*before, replace(last, starts_on=starts_on, ends_on=wanted.ends_on)]


def closed(stored: Sequence[Stretch], *, today: date) -> list[Stretch]:
    """Return the stretches of somebody who is no longer listed: yesterday was the last day."""
    kept = [stretch for stretch in stored if not _later(stretch.starts_on, today - _DAY)]
    return [_closed(stretch, today - _DAY) for stretch in kept]


def _means(wanted: Stretch, stored: Stretch) -> bool:
    return wanted.ends_on == stored.ends_on and wanted.starts_on in {None, stored.starts_on}


def _later(day: date | None, other: date | None) -> bool:
    return day is not None and (other is None or day > other)


def _closed(stretch: Stretch, ends_on: date) -> Stretch:
    if stretch.ends_on is not None and stretch.ends_on <= ends_on:
        return stretch
    return replace(stretch, ends_on=ends_on)


def _closed_before(
    before: Sequence[Stretch], old_start: date | None, new_start: date | None
) -> list[Stretch]:
    """Let a stretch that ended where the next began end where it begins now."""
    if not before or old_start is None or new_start is None:
        return list(before)
    *earlier, previous = before
    if previous.ends_on != old_start - _DAY:
        return list(before)
    if not _later(new_start, previous.starts_on):
        return list(earlier)
    return [*earlier, replace(previous, ends_on=new_start - _DAY)]

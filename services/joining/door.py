"""Against guessing: five wrong tries of an account within an hour lock the door for an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

__all__ = ["TRIES", "WINDOW", "locked_until", "tries_left"]

TRIES = 5
WINDOW = timedelta(hours=1)


def locked_until(wrong_tries: Sequence[datetime], *, now: datetime) -> datetime | None:
    """Return when the door opens again; None while it is open.

    *wrong_tries* in order of time; tries at a locked door are not among them, so a lock ends an
    hour after the try that caused it, however often somebody knocks meanwhile.
    """
    for first, last in zip(wrong_tries, wrong_tries[TRIES - 1 :], strict=False):
        if last - first < WINDOW and now < last + WINDOW:
            return last + WINDOW
    return None


def tries_left(wrong_tries: Sequence[datetime], *, now: datetime) -> int:
    """Return how many more wrong tries an open door stands."""
    recent = sum(1 for tried_at in wrong_tries if now - tried_at < WINDOW)
    return max(TRIES - recent, 0)

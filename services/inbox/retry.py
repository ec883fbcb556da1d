"""What follows from a failed attempt to handle an update; pure."""

from datetime import timedelta

__all__ = ["KEPT_SET_ASIDE", "KEPT_UPDATES", "wait_after_failure"]

# Telegram repeats an update for 24 hours at most; twice that tells every repeat apart.
KEPT_UPDATES = timedelta(hours=48)
# 72 hours at most; the purge comes once an hour.
KEPT_SET_ASIDE = timedelta(hours=71)

_WAITS = (timedelta(seconds=1), timedelta(seconds=5))


def wait_after_failure(failed_attempts: int) -> timedelta | None:
    """Return how long to wait before the next attempt; None: it is set aside, there is none."""
    return _WAITS[failed_attempts - 1] if failed_attempts <= len(_WAITS) else None

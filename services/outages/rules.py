"""How long is too long (pure)."""

from datetime import datetime, timedelta

__all__ = [
    "FINAL_UNTOLD",
    "KEPT_BY_TELEGRAM",
    "LONG_AWAY",
    "SILENCE",
    "away_since",
    "is_silent",
    "lost_before",
]

KEPT_BY_TELEGRAM = timedelta(hours=24)  # Telegram keeps what people write for so long
# Said a little earlier: who wrote right at the beginning must not lose the message unwarned.
LONG_AWAY = timedelta(hours=20)
SILENCE = timedelta(minutes=15)  # longer than any pause the channel asks for, and most of its own
FINAL_UNTOLD = timedelta(hours=20)  # of the 24 in which families are told a final mark


def away_since(reached_at: datetime | None, *, now: datetime) -> datetime | None:
    """Return since when we were away, if that was long; None: it was not, or we begin today."""
    if reached_at is None or now - reached_at <= LONG_AWAY:
        return None
    return reached_at


def lost_before(began_at: datetime, ended_at: datetime) -> datetime | None:
    """Return until when what people wrote is lost; None where all of it has come."""
    until = ended_at - KEPT_BY_TELEGRAM
    return until if until > began_at else None


def is_silent(*, due_since: datetime | None, accepted_at: datetime | None, now: datetime) -> bool:
    """Whether nothing was taken for long though something was due all the time."""
    if due_since is None or now - due_since <= SILENCE:
        return False
    return accepted_at is None or now - accepted_at > SILENCE

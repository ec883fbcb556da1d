"""Whether somebody was informed in time, from what is known; pure.

Source: S1 App.2 5, S0 7.4 (parents are informed on time); the deadline stands in the notice.
"""

from datetime import datetime
from enum import StrEnum

from services.vocabulary import NoticeState

__all__ = ["Punctuality", "punctuality"]


class Punctuality(StrEnum):
    """How a message stands to its deadline."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"  # the deadline is yet to come
    MISSED = "missed"  # nothing was accepted by the deadline
    NOT_OWED = "not_owed"  # replaced by a newer one, or the person may not be told here


def punctuality(
    state: NoticeState, *, sent_at: datetime | None, deadline_at: datetime, now: datetime
) -> Punctuality:
    """Compare the moment of acceptance with the deadline; the very moment is in time."""
    match state:
        case NoticeState.TOLD if sent_at is not None:
            return Punctuality.IN_TIME if sent_at <= deadline_at else Punctuality.LATE
        case NoticeState.SUPERSEDED | NoticeState.REFUSED:
            return Punctuality.NOT_OWED
        case NoticeState.WAITING if now <= deadline_at:
            return Punctuality.OPEN
        case _:
            return Punctuality.MISSED

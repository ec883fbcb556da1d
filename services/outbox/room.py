"""How many chats may be claimed now: enough to be worth the statements of a claim, and never so
many that what is urgent waits behind them (counts only, no database).

What is claimed and waits for its slot is overtaken by what is more urgent. So a priority has as
much room as if nothing less urgent were there, and an absence is claimed at once in the middle of
a broadcast whose next chats are prepared already. Several processes on one token claim less each:
what waits for its slot should leave within a second, or it is looked at again.
"""

from collections import Counter, deque
from collections.abc import Mapping

from services.outbox.pacer import LOOK_AHEAD_SECONDS
from services.outbox.work import Job

__all__ = ["ClaimRoom"]

_WINDOW_SECONDS = 1.0
_ENOUGH_CHATS = 24  # a claim of few chats costs nearly what one of so many does
_ENOUGH_SECONDS = 0.85  # at most so long a queue, even where that is fewer
_STILL_READY = 80  # at 950 a second for 0.08 s; at 30 a second eight are
_SLOW_ANSWER_SECONDS = 1.5  # in flight at most: what leaves while the channel thinks so long
_MOST_IN_FLIGHT = 500
_WITHOUT_MESSAGE = 99  # it holds nothing up


class ClaimRoom:
    """Counts the claimed chats of one engine by what they wait for."""

    def __init__(self, *, rate: float) -> None:
        """Count for a token of *rate* slots a second."""
        self._least = max(1, int(rate * LOOK_AHEAD_SECONDS))
        self._most = max(self._least, min(_ENOUGH_CHATS, int(rate * _ENOUGH_SECONDS)))
        self._most_in_flight = min(_MOST_IN_FLIGHT, max(4, int(rate * _SLOW_ANSWER_SECONDS)))
        self._before_slot: Counter[int] = Counter()  # by priority
        self._after_slot = 0  # on the wire
        self._slots_at: deque[float] = deque(maxlen=self._most)

    def claimed(self, job: Job) -> None:
        """Count a chat that is claimed and waits for its slot."""
        self._before_slot[_priority_of(job)] += 1

    def has_slot(self, job: Job, *, now: float) -> None:
        """Count it as being on the wire."""
        self._before_slot[_priority_of(job)] -= 1
        self._after_slot += 1
        if job.parcel is not None:
            self._slots_at.append(now)

    def ended(self) -> None:
        """Count it no more."""
        self._after_slot -= 1

    def by_priority(self, priorities: tuple[int, ...], *, now: float) -> Mapping[int, int]:
        """Return how many chats may be claimed down to each priority, where a claim is worth it.

        *priorities*: the most urgent first.
        """
        while self._slots_at and self._slots_at[0] <= now - _WINDOW_SECONDS:
            self._slots_at.popleft()
        look_ahead = max(self._least, len(self._slots_at))
        still_ready = min(look_ahead // 3, _STILL_READY)
        limit = min(look_ahead, self._most_in_flight - self._after_slot)
        rooms = {}
        for priority in priorities:
            room = limit - sum(n for one, n in self._before_slot.items() if one <= priority)
            if room < look_ahead - still_ready:
                break  # and the less urgent have no more
            rooms[priority] = room
        return rooms


def _priority_of(job: Job) -> int:
    return _WITHOUT_MESSAGE if job.parcel is None else job.parcel.priority

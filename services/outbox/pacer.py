"""When the next message may leave: the token's pace and each chat's, most urgent first.

Every send, copy and edit asks here first; ``answerCallbackQuery`` does not. Limits of the
channel: about 30 messages a second for a token (1000 when paid), 1 a second for a chat.
"""

import asyncio
import heapq
import itertools
import math
from collections import deque
from dataclasses import dataclass, field

import structlog

from services.outbox.ports import EngineTime, SlotSource

__all__ = ["ANSWER_PRIORITY", "CHAT_SPACING_SECONDS", "LOOK_AHEAD_SECONDS", "Pacer", "pace_of"]

_log = structlog.get_logger(__name__)

ANSWER_PRIORITY = 0  # answers to people come before every notice
CHAT_SPACING_SECONDS = 1.05  # Telegram: 1 message a second for a chat
LOOK_AHEAD_SECONDS = 0.25  # so long at most an answer waits behind slots already given away
# At exactly 30.0 a strict server refused 28 of 240. What is left is what messages may be late on
# their way without one too many arriving in a second: at 0.98 of 30 it was 20 ms, and a busy
# machine refused 3 of 600; at 0.965 it is 36 ms.
_FREE_SHARE, _PAID_SHARE = 0.965, 0.95
_LONG_PAUSE_SECONDS = 10.0  # one chat is refused for a few seconds, a token for longer
_REFUSALS_IN_A_ROW = 3
_REST_SECONDS = 0.5  # after a fault; while other processes or a refusal hold the slots
_LONGEST_REST_SECONDS = 60.0  # whatever happens wakes it before
_NO_SLOT_SECONDS = 0.05  # other processes hold the next slots
_REMEMBERED_CHATS = 4096
# At 950 a second every millisecond would have a timer of its own; four slots a little late are
# as good, and never early.
_SHORTEST_SLEEP_SECONDS = 0.004


def pace_of(messages_per_second: int, *, is_paid: bool) -> float:
    """Return how many slots a second are given away under a limit: a little less than allowed."""
    return messages_per_second * (_PAID_SHARE if is_paid else _FREE_SHARE)


@dataclass(order=True, slots=True)
class _Request:
    priority: int
    number: int
    chat_id: int | None = field(compare=False)
    expires_at: float = field(compare=False)
    granted: asyncio.Future[bool] = field(compare=False)


class Pacer:
    """Gives one sender after the other leave to send. One task runs ``run``.

    Slots come from a source that spaces them evenly. After a stall of the process its own late
    slots are used as soon as what was really sent leaves room for them; slots shared with other
    processes are thrown away when late, for nobody knows all that was really sent.
    """

    def __init__(
        self,
        source: SlotSource,
        time: EngineTime,
        *,
        messages_per_second: int,
        is_paid: bool = False,
    ) -> None:
        """Give away slots of *source*, which keeps the pace of the same limit."""
        self.rate = pace_of(messages_per_second, is_paid=is_paid)
        self._source = source
        self._time = time
        # So many messages in so long a time, a little more than a second, and never more.
        self._window = messages_per_second / self.rate
        self._granted_at: deque[float] = deque(maxlen=messages_per_second)
        # Within this life of shared slots a second holds no slot too many; a tenth is left to
        # the network.
        self._slot_life = 0.9 * (self._window - 1) if source.is_shared else LOOK_AHEAD_SECONDS
        self._batch = max(1, int(self.rate * LOOK_AHEAD_SECONDS / 2))
        # Asked for early: while a database answers, the last slots are still being used.
        self._low_water = max(1, self._batch // 4)
        self._numbers = itertools.count()
        self._ready: list[_Request] = []
        self._later: list[tuple[float, _Request]] = []  # their chats are not ready yet
        self._next_expiry = math.inf
        self._slots: deque[float] = deque()
        self._ask_at = -math.inf
        self._chat_ready_at: dict[int, float] = {}
        self._refused_chats: set[int] = set()
        self._paused_until = -math.inf
        self._push_seconds = 0.0
        self._changed = asyncio.Event()
        self._has_ended = False

    @property
    def paused_seconds(self) -> float:
        """For how long the whole token still has to be silent."""
        return max(0.0, self._paused_until - self._time.now())

    async def slot(
        self, *, priority: int, chat_id: int | None, patience_seconds: float = math.inf
    ) -> bool:
        """Wait for leave to send; False when there was none within *patience_seconds*, or ever.

        *chat_id* is None for what is no new message in a chat, such as an edit.
        """
        if self._has_ended:
            return False
        now = self._time.now()
        request = _Request(
            priority,
            next(self._numbers),
            chat_id,
            now + patience_seconds,
            asyncio.get_running_loop().create_future(),
        )
        self._file(request, now)
        self._next_expiry = min(self._next_expiry, request.expires_at)
        self._changed.set()
        return await request.granted

    def accepted(self) -> None:
        """Know that the channel took a message: refusals before it were their chats' own."""
        self._refused_chats.clear()

    def refused(self, *, chat_id: int, retry_after: float) -> None:
        """Be silent after a 429: in that chat, or everywhere if it is long or not the only one."""
        now = self._time.now()
        self._chat_ready_at[chat_id] = now + retry_after
        self._refused_chats.add(chat_id)
        if retry_after > _LONG_PAUSE_SECONDS or len(self._refused_chats) >= _REFUSALS_IN_A_ROW:
            self._refused_chats.clear()
            self._slots.clear()
            self._paused_until = max(self._paused_until, now + retry_after)
            self._push_seconds = max(self._push_seconds, retry_after)
        self._changed.set()

    def wake(self) -> None:
        """Look whether it is time to stop."""
        self._changed.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Give away slots until *stop*, noticed at a ``wake``; who still waits then gets none."""
        try:
            while not stop.is_set():
                try:
                    await self._turn()
                except Exception:  # noqa: BLE001  # a loop goes on: the database may come back
                    _log.exception("no slots to give away")
                    await self._time.sleep(_REST_SECONDS)
        finally:
            self._has_ended = True
            for request in (*self._ready, *(one for _, one in self._later)):
                _answer(request, is_granted=False)
            self._ready.clear()
            self._later.clear()

    async def _turn(self) -> None:
        self._changed.clear()
        if self._push_seconds:
            await self._source.push(self._push_seconds)
            self._push_seconds = 0.0
        now = self._time.now()
        self._refresh(now)
        if not self._ready:
            await self._time.wait(self._changed, self._rest_seconds(now))
            return
        while self._slots and self._slots[0] + self._slot_life < now:
            self._slots.popleft()
        if len(self._slots) < min(len(self._ready), self._low_water) and self._ask_at <= now:
            await self._refill(now)
            return
        if not self._slots:
            await self._time.wait(self._changed, self._ask_at - now)
            return
        wait = max(self._slots[0], self._full_until()) - now
        if wait > 0:
            # Then looks again, for who has come meanwhile.
            await self._time.sleep(max(wait, _SHORTEST_SLEEP_SECONDS))
        else:
            self._slots.popleft()
            self._grant(now)

    def _full_until(self) -> float:
        """Return when the oldest of the last messages leaves the window, if that is full."""
        is_full = len(self._granted_at) == self._granted_at.maxlen
        return self._granted_at[0] + self._window if is_full else -math.inf

    async def _refill(self, now: float) -> None:
        count = min(len(self._ready) - len(self._slots), self._batch)
        slots = await self._source.reserve(count, horizon=LOOK_AHEAD_SECONDS / 2)
        if self._push_seconds:
            return  # refused meanwhile: these slots are too early
        self._slots.extend(slots)
        if not slots:
            pause = min(self.paused_seconds, _REST_SECONDS)
            self._ask_at = now + max(pause, _NO_SLOT_SECONDS)

    def _grant(self, now: float) -> None:
        request = heapq.heappop(self._ready)
        self._granted_at.append(now)
        if request.chat_id is not None:
            self._chat_ready_at[request.chat_id] = now + CHAT_SPACING_SECONDS
            if len(self._chat_ready_at) > _REMEMBERED_CHATS:
                self._chat_ready_at = {
                    chat_id: ready_at
                    for chat_id, ready_at in self._chat_ready_at.items()
                    if ready_at > now
                }
        _answer(request, is_granted=True)

    def _refresh(self, now: float) -> None:
        """Leave at the top of ``_ready`` the request that may go first now."""
        if self._next_expiry <= now:
            self._dismiss_impatient(now)
        while self._later and self._later[0][0] <= now:
            heapq.heappush(self._ready, heapq.heappop(self._later)[1])
        while self._ready:
            first = self._ready[0]
            if first.granted.done():  # whoever asked has gone
                heapq.heappop(self._ready)
            elif self._ready_at(first) > now:  # its chat was served since
                self._file(heapq.heappop(self._ready), now)
            else:
                return

    def _dismiss_impatient(self, now: float) -> None:
        kept = []
        for request in (*self._ready, *(one for _, one in self._later)):
            if request.expires_at <= now:
                _answer(request, is_granted=False)
            elif not request.granted.done():
                kept.append(request)
        self._ready.clear()
        self._later.clear()
        self._next_expiry = min((request.expires_at for request in kept), default=math.inf)
        for request in kept:
            self._file(request, now)

    def _file(self, request: _Request, now: float) -> None:
        ready_at = self._ready_at(request)
        if ready_at > now:
            heapq.heappush(self._later, (ready_at, request))
        else:
            heapq.heappush(self._ready, request)

    def _ready_at(self, request: _Request) -> float:
        if request.chat_id is None:
            return -math.inf
        return self._chat_ready_at.get(request.chat_id, -math.inf)

    def _rest_seconds(self, now: float) -> float:
        next_ready = self._later[0][0] if self._later else math.inf
        return max(0.0, min(next_ready - now, self._next_expiry - now, _LONGEST_REST_SECONDS))


def _answer(request: _Request, *, is_granted: bool) -> None:
    if not request.granted.done():
        request.granted.set_result(is_granted)

"""How fast Telegram lets a bot speak: refusals with retry_after instead of waiting.

Time here is the event loop's, never the civil clock: a demo may move that one.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import TelegramRefusal

__all__ = ["STRICT", "UNLIMITED", "RateLimits", "RateModel"]

_SECOND = 1.0
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Telegram: about 30 messages a second in all, 1 a second to a person, 20 a minute to a group.

    None switches a limit off. A person may get *chat_burst* at once after a pause.
    """

    per_second: int | None = 30
    chat_per_second: float | None = 1.0
    chat_burst: int = 3
    group_per_minute: int | None = 20
    edits_count_for_token: bool = True


STRICT = RateLimits(chat_burst=1)
UNLIMITED = RateLimits(per_second=None, chat_per_second=None, group_per_minute=None)


class RateModel:
    """Remembers what was let through and refuses what is too much."""

    def __init__(
        self,
        limits: RateLimits = RateLimits(),
        *,
        now: Callable[[], float] | None = None,
    ) -> None:
        """Judge by *limits* with the time of *now*, which is the event loop's if not given."""
        self.limits = limits
        self._now = now
        self._token: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chat_free_at: dict[int, float] = {}

    def take(
        self, chat_id: int, *, is_private: bool, count: int = 1, is_edit: bool = False
    ) -> None:
        """Let *count* messages to a chat through, all or none.

        Raises:
            TelegramRefusal: 429 with the seconds to wait; nothing was taken then.
        """
        now = self._now() if self._now is not None else asyncio.get_running_loop().time()
        counts_for_token = not is_edit or self.limits.edits_count_for_token
        waits = [self._token_wait(now, count) if counts_for_token else 0.0]
        if not is_edit:
            waits.append(
                self._chat_wait(now, chat_id)
                if is_private
                else self._group_wait(now, chat_id, count)
            )
        if (wait := max(waits)) > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        if counts_for_token:
            self._token.extend([now] * count)
        if not is_edit:
            self._book(now, chat_id, is_private=is_private, count=count)

    def _token_wait(self, now: float, count: int) -> float:
        return _window_wait(self._token, now, count, self.limits.per_second, _SECOND)

    def _group_wait(self, now: float, chat_id: int, count: int) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        return _window_wait(sent, now, count, self.limits.group_per_minute, _MINUTE)

    def _chat_wait(self, now: float, chat_id: int) -> float:
        if self.limits.chat_per_second is None:
            return 0.0
        gap = 1 / self.limits.chat_per_second
        free_at = max(self._chat_free_at.get(chat_id, now), now)
        # An album goes out whole once it may begin; those after it wait for all of it.
        return free_at + (1 - self.limits.chat_burst) * gap - now

    def _book(self, now: float, chat_id: int, *, is_private: bool, count: int) -> None:
        if not is_private:
            self._groups[chat_id].extend([now] * count)
        elif self.limits.chat_per_second is not None:
            free_at = max(self._chat_free_at.get(chat_id, now), now)
            self._chat_free_at[chat_id] = free_at + count / self.limits.chat_per_second


def too_many_requests(retry_after: int) -> TelegramRefusal:
    """Return the refusal that names the seconds to wait."""
    return TelegramRefusal(
        429,
        f"Too Many Requests: retry after {retry_after}",
        parameters={"retry_after": retry_after},
    )


def _window_wait(
    sent: deque[float], now: float, count: int, limit: int | None, window: float
) -> float:
    """Return how long to wait until *count* more fit into any trailing *window*."""
    if limit is None:
        return 0.0
    while sent and sent[0] <= now - window:
        sent.popleft()
    excess = len(sent) + count - limit
    if excess <= 0:
        return 0.0
    if excess > len(sent):
        return window
    return sent[excess - 1] + window - now

"""Answers every button press once, at the latest after 0.7 s: nothing pressed stays silent."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery
from structlog import get_logger

from bot.telegram.outcomes import SEND_FAILURES, outcome_of
from bot.telegram.sizes import plain_text
from services.outbox.ports import Accepted, Retry, TooLate

__all__ = ["ANSWER_WITHIN_SECONDS", "AnswerQuery", "CallbackAnswers", "answer_through"]

_log = get_logger(__name__)

# A person takes more than a second of the turning wheel for a fault.
ANSWER_WITHIN_SECONDS = 0.7
# Telegram's limit for the line at the top and for the box.
_LONGEST_TEXT = 200
_ATTEMPTS = 2
# Telegram forgets an unanswered press after about a minute; ours may be forgotten then too.
_REMEMBERED = 1000

AnswerQuery = Callable[[str, str, bool], Awaitable[None]]
"""Answers the press with this id with this text, as an alert or not; never raises."""


def answer_through(bot: Bot) -> AnswerQuery:
    """Return what answers presses as *bot*; unlike messages they need no slot."""

    async def answer(query_id: str, text: str, is_alert: bool) -> None:  # noqa: FBT001
        method = AnswerCallbackQuery(
            callback_query_id=query_id,
            text=plain_text(text)[:_LONGEST_TEXT] or None,
            show_alert=is_alert or None,
        )
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await bot(method)
            except SEND_FAILURES as error:
                outcome = outcome_of(error)
                if isinstance(outcome, Retry) and attempt < _ATTEMPTS:
                    continue
                if not isinstance(outcome, Accepted | TooLate):
                    kind = type(outcome).__name__
                    _log.warning("a press was not answered", outcome=kind)
            return

    return answer


class CallbackAnswers:
    """Knows which presses wait for an answer; the empty ones at the deadline are its own."""

    def __init__(self, answer: AnswerQuery, *, monotonic: Callable[[], float]) -> None:
        """Answer through *answer*; *monotonic* gives seconds that only go forward."""
        self._answer = answer
        self._monotonic = monotonic
        self._waiting: OrderedDict[str, float] = OrderedDict()
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._changed = asyncio.Event()
        self._is_stopped = False

    def expect(self, query_id: str) -> None:
        """Begin the time in which a press that has come in must be answered; once."""
        if query_id not in self._waiting and query_id not in self._answered:
            self._waiting[query_id] = self._monotonic() + ANSWER_WITHIN_SECONDS
            self._changed.set()

    async def answer(self, query_id: str, text: str = "", *, is_alert: bool = False) -> bool:
        """Answer a press; False when it has been answered before, and the text was not shown."""
        if query_id in self._answered:
            return False
        self._waiting.pop(query_id, None)
        self._answered[query_id] = None
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        await self._answer(query_id, text, is_alert)
        return True

    async def run(self) -> None:
        """Answer what waits too long with nothing, until stopped; then all that still waits."""
        async with asyncio.TaskGroup() as answers:
            while not (self._is_stopped and not self._waiting):
                now = self._monotonic()
                for query_id, deadline in list(self._waiting.items()):
                    if self._is_stopped or deadline <= now:
                        answers.create_task(self.answer(query_id))
                        del self._waiting[query_id]
                await self._wait_for_next()

    def stop(self) -> None:
        """Answer what still waits and end."""
        self._is_stopped = True
        self._changed.set()

    async def _wait_for_next(self) -> None:
        if self._is_stopped:
            return
        deadline = next(iter(self._waiting.values()), None)
        seconds = None if deadline is None else max(0.0, deadline - self._monotonic())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()

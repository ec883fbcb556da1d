"""Shows a handler's answer after the commit: paced as an answer, repeated while that makes sense.

What cannot be shown is dropped with a line in the log: the effect is committed, and the person
can open the screen again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, assert_never

from structlog import get_logger

from bot.telegram.callback_answers import CallbackAnswers
from bot.telegram.last_edits import LastEdits, sight_of
from bot.telegram.raw_update import callback_query_id, chat_id_of
from bot.waiting import Pause
from handlers.show import Delete, Edit, Say, Show, Toast
from services.outbox.pacer import ANSWER_PRIORITY
from services.outbox.ports import (
    Accepted,
    Ambiguous,
    OurFault,
    RateLimited,
    Retry,
    SendOutcome,
    TooLate,
)
from services.outgoing import OutgoingMessage

__all__ = ["AnswerChannel", "AnswerPace", "ShowPlace", "Shows", "place_of"]

_LONGEST_WAIT_SECONDS = 60.0  # an answer that comes later than this answers nothing any more
_WAITS_SECONDS = (0.5, 2.0)  # before the second and the third attempt

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ShowPlace:
    """Where an answer is shown: the chat, the message concerned, the press to be answered."""

    chat_id: int
    message_id: int | None = None  # the one pressed under, or the person's own
    query_id: str = ""
    is_editable: bool = False
    sight: str = ""  # a digest of the message pressed under, as it was seen


class AnswerChannel(Protocol):
    """What answers need of the channel; every call says what became of it and never raises."""

    def parts(self, message: OutgoingMessage) -> tuple[OutgoingMessage, ...]:
        """Return the message as several that fit, usually itself."""
        ...

    async def send(
        self, *, chat_id: int, message: OutgoingMessage, is_plain: bool = False
    ) -> SendOutcome:
        """Send a new message; *is_plain*: without markup and buttons."""
        ...

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Replace text and buttons of a message of the bot."""
        ...

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Take a message away for both sides."""
        ...


class AnswerPace(Protocol):
    """The pace shared with everything else that leaves."""

    async def slot(self, *, priority: int, chat_id: int | None, patience_seconds: float) -> bool:
        """Wait for leave to send."""
        ...

    def refused(self, *, chat_id: int, retry_after: float) -> None:
        """Be silent after a 429."""
        ...


class Shows:
    """Shows answers, one after the other, in the chat they belong to."""

    def __init__(
        self,
        channel: AnswerChannel,
        pace: AnswerPace,
        answers: CallbackAnswers,
        *,
        pause: Pause,
    ) -> None:
        """Show through *channel*, at *pace*; presses are answered by *answers*."""
        self._channel = channel
        self._pace = pace
        self._answers = answers
        self._pause = pause
        self._last_edits = LastEdits()

    def expect(self, payload: dict[str, Any]) -> None:
        """Know that an update has come: if it is a press, its answer must not take long."""
        query_id = callback_query_id(payload)
        if query_id:
            self._answers.expect(query_id)

    async def show(self, place: ShowPlace, shows: Sequence[Show]) -> None:
        """Show all of it; a press without a toast among them is answered with nothing."""
        if place.query_id and not any(isinstance(show, Toast) for show in shows):
            await self._answers.answer(place.query_id)
        for show in shows:
            match show:
                case Say(message):
                    await self._say(place, message)
                case Edit(message):
                    await self._edit(place, message)
                case Toast():
                    await self._toast(place, show, is_alone=len(shows) == 1)
                case Delete():
                    await self._delete(place)
                case _:
                    assert_never(show)

    async def _say(self, place: ShowPlace, message: OutgoingMessage) -> None:
        for part in self._channel.parts(message):
            await self._say_part(place, part)

    async def _say_part(self, place: ShowPlace, message: OutgoingMessage) -> None:
        chat_id = place.chat_id
        outcome = await self._repeat(
            place, lambda: self._channel.send(chat_id=chat_id, message=message), is_new=True
        )
        if isinstance(outcome, OurFault) and message.rich:
            await self._say(place, replace(message, rich=""))
        elif isinstance(outcome, OurFault):
            # Better read without its looks than not at all; the log names the fault.
            await self._repeat(
                place,
                lambda: self._channel.send(chat_id=chat_id, message=message, is_plain=True),
                is_new=True,
            )

    async def _edit(self, place: ShowPlace, message: OutgoingMessage) -> None:
        message_id = place.message_id
        can_be_edited = (
            message.attachment is None
            and message.keyboard is None
            and len(self._channel.parts(message)) == 1
        )
        if message_id is None or not place.is_editable or not can_be_edited:
            await self._say(place, message)
            return
        if self._last_edits.is_shown(place.chat_id, place.sight, message):
            return
        outcome = await self._repeat(
            place,
            lambda: self._channel.edit(
                chat_id=place.chat_id, message_id=message_id, message=message
            ),
        )
        if isinstance(outcome, Accepted):
            self._last_edits.remember(place.chat_id, place.sight, message)
        elif isinstance(outcome, TooLate | OurFault):
            await self._say(place, message)

    async def _toast(self, place: ShowPlace, toast: Toast, *, is_alone: bool) -> None:
        was_shown = bool(place.query_id) and await self._answers.answer(
            place.query_id, toast.text, is_alert=toast.is_alert
        )
        if not was_shown and toast.text and (is_alone or toast.is_alert):
            # Too late for a line at the top, but it is all the person was to hear.
            await self._say(place, OutgoingMessage(toast.text))

    async def _delete(self, place: ShowPlace) -> None:
        message_id = place.message_id
        if message_id is not None:
            await self._repeat(
                place, lambda: self._channel.delete(chat_id=place.chat_id, message_id=message_id)
            )

    async def _repeat(
        self,
        place: ShowPlace,
        call: Callable[[], Awaitable[SendOutcome]],
        *,
        is_new: bool = False,
    ) -> SendOutcome:
        """Make *call* until it is taken or refused for good; *is_new*: it adds to the chat."""
        waited_seconds = 0.0
        waits = iter(_WAITS_SECONDS)
        while True:
            has_slot = await self._pace.slot(
                priority=ANSWER_PRIORITY,
                chat_id=place.chat_id if is_new else None,
                patience_seconds=_LONGEST_WAIT_SECONDS,
            )
            outcome = await call() if has_slot else Retry("no_slot")
            match outcome:
                case RateLimited(retry_after):
                    self._pace.refused(chat_id=place.chat_id, retry_after=retry_after)
                    wait: float | None = retry_after
                case Retry():
                    wait = next(waits, None) if has_slot else None
                case Ambiguous():
                    # Perhaps shown: once more is a screen twice, twice more is a nuisance.
                    wait, waits = next(waits, None), iter(())
                case _:
                    wait = None
            if wait is None or waited_seconds + wait > _LONGEST_WAIT_SECONDS:
                return self._ended(place, outcome)
            waited_seconds += wait
            await self._pause(wait)

    def _ended(self, place: ShowPlace, outcome: SendOutcome) -> SendOutcome:
        match outcome:
            case Accepted() | TooLate():
                pass
            case OurFault(reason):
                _log.error("an answer was refused", chat_id=place.chat_id, outcome=reason)
            case _:
                kind = type(outcome).__name__
                _log.warning("an answer was not shown", chat_id=place.chat_id, outcome=kind)
        return outcome


def place_of(payload: dict[str, Any]) -> ShowPlace:
    """Return where the answer to an update is shown."""
    query = payload.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else payload.get("message")
    if not isinstance(message, dict):
        message = {}
    message_id = message.get("message_id")
    # Telegram says no more of an old message than its id, and dates it to the year 1970. A
    # caption is no text: such a message stays, and the screen comes below it.
    is_editable = isinstance(query, dict) and bool(message.get("date")) and "text" in message
    return ShowPlace(
        chat_id=chat_id_of(payload),
        message_id=message_id if isinstance(message_id, int) else None,
        query_id=callback_query_id(payload),
        is_editable=is_editable,
        sight=sight_of(message) if is_editable else "",
    )

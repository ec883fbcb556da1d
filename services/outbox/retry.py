"""What an outcome means for the notices of a message: told, again later, or never (pure)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from services.outbox.ports import (
    Accepted,
    Ambiguous,
    Blocked,
    ChatNotFound,
    Deactivated,
    Moved,
    OurFault,
    RateLimited,
    Retry,
    SendOutcome,
    TokenRefused,
    TooLate,
)
from services.vocabulary import NoticeState

__all__ = [
    "Again",
    "AgainInChat",
    "AgainPlain",
    "Decision",
    "Ended",
    "Reason",
    "Stopped",
    "ToldNow",
    "backoff_seconds",
    "decide",
]

_LONGEST_WAIT_SECONDS = 30.0  # when the channel comes back, an absence waits no longer than this
_AFTER_LOST_ANSWER_SECONDS = 10.0
_JITTER = 0.25  # so that chats that failed together do not come back together


class Reason(StrEnum):
    """Why a notice ended as it did, or waits again; at most 60 characters are stored."""

    LOST_ANSWER = "lost_answer"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    CHAT_NOT_FOUND = "chat_not_found"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    NOTHING_NEW = "nothing_new"
    SWITCHED_OFF = "switched_off"  # by the person
    NEWER_REVISION = "newer_revision"
    UNSPEAKABLE = "unspeakable"  # facts or wording failed: a fault of ours


@dataclass(frozen=True, slots=True)
class ToldNow:
    """It was taken."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Ended:
    """It will not be sent; ``is_gone``: nothing can reach this account until it returns."""

    state: NoticeState
    reason: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after a while; an attempt counts, a limit of the channel does not.

    What waits holds back its own priority and lower ones; *is_whole_chat*: everything.
    """

    after_seconds: float
    reason: str = ""
    is_attempt: bool = True
    is_whole_chat: bool = False


@dataclass(frozen=True, slots=True)
class AgainPlain:
    """Try once more at once, as plain text: something of ours is wrong with the message."""

    reason: str


@dataclass(frozen=True, slots=True)
class AgainInChat:
    """Try once more at once, in the chat the old one became."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing can leave: the notice waits untouched until the bot is repaired."""


Decision = ToldNow | Ended | Again | AgainPlain | AgainInChat | Stopped


def backoff_seconds(attempts: int, *, jitter: float) -> float:
    """Return the wait after so many failed attempts: 2, 4, 8 … at most 30 s, a little stretched.

    *jitter*, a random number from 0 to 1, stretches it by up to a quarter.
    """
    doubled = 2.0 ** min(attempts, 10)
    return min(doubled, _LONGEST_WAIT_SECONDS) * (1 + _JITTER * jitter)


def decide(  # noqa: C901, PLR0912  # one row per outcome
    outcome: SendOutcome,
    *,
    attempts: int,
    was_answer_lost: bool,
    is_second_try: bool,
    jitter: float,
) -> Decision:
    """Decide about the notices of one message.

    *attempts*: failures before this one; *was_answer_lost*: one of them may have been delivered;
    *is_second_try*: this was already the plain or moved repetition of a message just refused.
    """
    match outcome:
        case Accepted(message_id):
            return ToldNow(message_id)
        case RateLimited(retry_after):
            return Again(retry_after, is_attempt=False, is_whole_chat=True)
        case Retry():
            wait = backoff_seconds(attempts + 1, jitter=jitter)
            return Again(wait, reason=Reason.LOST_ANSWER if was_answer_lost else "")
        case Ambiguous() if was_answer_lost:
            # Twice unheard: a third message would more likely repeat than inform.
            return Ended(NoticeState.UNREACHABLE, Reason.LOST_ANSWER)
        case Ambiguous():
            return Again(_AFTER_LOST_ANSWER_SECONDS, reason=Reason.LOST_ANSWER)
        case Blocked():
            return Ended(NoticeState.UNREACHABLE, Reason.BLOCKED, is_gone=True)
        case Deactivated():
            return Ended(NoticeState.UNREACHABLE, Reason.DEACTIVATED, is_gone=True)
        case ChatNotFound():
            return Ended(NoticeState.UNREACHABLE, Reason.CHAT_NOT_FOUND, is_gone=True)
        case Moved(chat_id) if not is_second_try:
            return AgainInChat(chat_id)
        case OurFault(reason) if not is_second_try:
            return AgainPlain(reason)
        case OurFault(reason):
            return Ended(NoticeState.DEAD, reason)
        case Moved() | TooLate():
            return Ended(NoticeState.DEAD, Reason.UNREACHABLE)
        case TokenRefused():
            return Stopped()
        case _:
            assert_never(outcome)

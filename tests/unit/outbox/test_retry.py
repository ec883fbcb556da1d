"""What each outcome means for the notices of a message."""

import pytest

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
    TokenRefused,
    TooLate,
)
from services.outbox.retry import (
    Again,
    AgainInChat,
    AgainPlain,
    Ended,
    Reason,
    Stopped,
    ToldNow,
    backoff_seconds,
    decide,
)
from services.vocabulary import NoticeState

GONE = NoticeState.UNREACHABLE


def decision(outcome, *, attempts=0, lost=False, second=False, jitter=0.0):
    """Return what is decided."""
    return decide(
        outcome,
        attempts=attempts,
        was_answer_lost=lost,
        is_second_try=second,
        jitter=jitter,
    )


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Accepted(5), ToldNow(5)),
        (Accepted(None), ToldNow(None)),
        (Blocked(), Ended(GONE, "blocked", is_gone=True)),
        (Deactivated(), Ended(GONE, "deactivated", is_gone=True)),
        (ChatNotFound(), Ended(GONE, "chat_not_found", is_gone=True)),
        (RateLimited(7), Again(7, is_attempt=False, is_whole_chat=True)),
        (Retry("server_error"), Again(2)),
        (Ambiguous(), Again(10, reason="lost_answer")),
        (Moved(-5), AgainInChat(-5)),
        (OurFault("markup"), AgainPlain("markup")),
        (TooLate(), Ended(NoticeState.DEAD, "unreachable")),
        (TokenRefused(), Stopped()),
    ],
)
def test_a_first_try(outcome, expected):
    """One decision for each outcome."""
    assert expected == decision(outcome)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (OurFault("markup"), Ended(NoticeState.DEAD, "markup")),
        (Moved(-5), Ended(NoticeState.DEAD, "unreachable")),
        (Accepted(5), ToldNow(5)),
    ],
)
def test_the_second_try_of_a_refused_message_is_the_last(outcome, expected):
    """Plain text that is refused too is set aside."""
    assert expected == decision(outcome, second=True)


def test_a_second_lost_answer_ends_it_other_failures_go_on():
    """The suspicion of a repetition stays with the message through other failures."""
    assert Ended(GONE, Reason.LOST_ANSWER) == decision(Ambiguous(), lost=True)
    assert Again(2, reason=Reason.LOST_ANSWER) == decision(Retry("x"), lost=True)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 2), (1, 4), (2, 8), (3, 16), (4, 30), (100, 30)]
)
def test_the_wait_doubles_up_to_half_a_minute(attempts, seconds):
    """When the channel comes back an absence has not long to wait."""
    assert Again(seconds) == decision(Retry("x"), attempts=attempts)


def test_waits_are_stretched_by_chance():
    """Chats that failed together do not all come back in the same moment."""
    assert (30, 37.5) == (backoff_seconds(9, jitter=0), backoff_seconds(9, jitter=1))

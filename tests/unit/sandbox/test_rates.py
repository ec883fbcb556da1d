"""The rate model refuses what Telegram would refuse, and names the wait."""

import pytest

from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.rates import STRICT, UNLIMITED, RateLimits, RateModel


class Seconds:
    """An event loop's time that a test moves."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    """Give a time of one's own."""
    return Seconds()


def retry_after(model: RateModel, chat_id: int = 1, **details: bool) -> int | None:
    """Return the wait of a refused message, None for one that was let through."""
    try:
        model.take(chat_id, is_private=details.pop("is_private", True), **details)
    except TelegramRefusal as refusal:
        return None if refusal.parameters is None else int(refusal.parameters["retry_after"])
    return None


def test_the_refusal_is_telegrams(seconds: Seconds) -> None:
    """429, with the wait in the words and in the parameters."""
    model = RateModel(STRICT, now=seconds)
    model.take(1, is_private=True)
    with pytest.raises(TelegramRefusal) as caught:
        model.take(1, is_private=True)

    assert {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    } == caught.value.as_json()


def test_thirty_messages_in_any_second(seconds: Seconds) -> None:
    """The window slides: the 31st waits until the first is a second old."""
    model = RateModel(now=seconds)
    for chat_id in range(30):
        seconds.now = 1000 + chat_id * 0.02
        assert retry_after(model, chat_id) is None

    assert 1 == retry_after(model, 99)
    seconds.now = 1001.0
    assert retry_after(model, 99) is None
    assert 1 == retry_after(model, 100)


def test_a_refused_message_is_not_counted(seconds: Seconds) -> None:
    """Knocking at a closed door does not keep it closed."""
    model = RateModel(STRICT, now=seconds)
    assert retry_after(model) is None
    for _ in range(50):
        assert retry_after(model) == 1
    seconds.now += 1

    assert retry_after(model) is None


def test_strictly_one_a_second_to_a_person(seconds: Seconds) -> None:
    """In strict mode a message each second passes and nothing quicker does."""
    model = RateModel(STRICT, now=seconds)
    passed = []
    for step in range(20):
        seconds.now = 1000 + step * 0.5
        passed.append(retry_after(model) is None)

    assert [True, False] * 10 == passed


def test_a_small_burst_is_tolerated(seconds: Seconds) -> None:
    """After a pause three messages pass at once, then one a second."""
    model = RateModel(now=seconds)

    assert [None, None, None, 1] == [retry_after(model) for _ in range(4)]
    seconds.now += 1
    assert [None, 1] == [retry_after(model) for _ in range(2)]
    seconds.now += 10
    assert [None, None, None, 1] == [retry_after(model) for _ in range(4)]


def test_twenty_a_minute_to_a_group(seconds: Seconds) -> None:
    """The 21st waits for the rest of the minute."""
    model = RateModel(now=seconds)
    for step in range(20):
        seconds.now = 1000 + step
        assert retry_after(model, -5, is_private=False) is None

    assert 41 == retry_after(model, -5, is_private=False)
    seconds.now = 1060
    assert retry_after(model, -5, is_private=False) is None


def test_an_album_counts_as_many_messages(seconds: Seconds) -> None:
    """Ten pictures take ten places of the token and ten seconds of the chat."""
    model = RateModel(now=seconds)
    model.take(1, is_private=True, count=10)

    assert 8 == retry_after(model)
    model.take(2, is_private=True, count=10)
    model.take(3, is_private=True, count=10)
    assert 1 == retry_after(model, 4)


def test_edits_count_for_the_token_only(seconds: Seconds) -> None:
    """A lesson card edited at every tap does not use up the chat's second."""
    model = RateModel(STRICT, now=seconds)
    for _ in range(29):
        assert retry_after(model, is_edit=True) is None

    assert retry_after(model) is None
    assert 1 == retry_after(model, 2)


def test_edits_may_be_left_out(seconds: Seconds) -> None:
    """Then they are free."""
    model = RateModel(RateLimits(edits_count_for_token=False), now=seconds)
    for _ in range(100):
        assert retry_after(model, is_edit=True) is None

    assert retry_after(model) is None


def test_limits_can_be_switched_off(seconds: Seconds) -> None:
    """For tests that are about something else."""
    model = RateModel(UNLIMITED, now=seconds)

    assert {None} == {retry_after(model) for _ in range(500)}


async def test_without_a_time_of_its_own_it_takes_the_event_loops() -> None:
    """Never the civil clock, which a demo may move."""
    model = RateModel(STRICT)
    assert retry_after(model) is None

    assert 1 == retry_after(model)

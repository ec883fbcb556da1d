"""The queue of updates keeps the rules of getUpdates."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.changes import Changes
from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.updates import UpdateQueue, Webhook
from tests.fakes import FakeClock


@pytest.fixture
def queue(clock: FakeClock) -> UpdateQueue:
    """Give a queue with the updates 11 to 15."""
    filled = UpdateQueue(clock=clock, changes=Changes(), first_update_id=11)
    for number in range(5):
        filled.put(kind="message", chat_id=1, payload={"number": number})
    return filled


def ids(batch: list[dict[str, object]]) -> list[object]:
    """Return the ids of a batch."""
    return [update["update_id"] for update in batch]


async def test_nothing_is_confirmed_by_looking(queue: UpdateQueue) -> None:
    """Without an offset the same updates come again."""
    await queue.fetch()

    assert [11, 12, 13, 14, 15] == ids(await queue.fetch())


async def test_an_offset_confirms_all_before_it(queue: UpdateQueue) -> None:
    """The offset 14 forgets 11 to 13 for good."""
    await queue.fetch(offset=14)

    assert [14, 15] == ids(await queue.fetch())


async def test_an_offset_beyond_the_end_confirms_everything(queue: UpdateQueue) -> None:
    """After the last update plus one nothing is left, and numbers go on."""
    assert [] == await queue.fetch(offset=16)

    queue.put(kind="message", chat_id=1, payload={})
    assert [16] == ids(await queue.fetch(offset=16))


async def test_a_negative_offset_keeps_only_the_last(queue: UpdateQueue) -> None:
    """The offset -2 gives the last two and forgets the others."""
    assert [14, 15] == ids(await queue.fetch(offset=-2))
    assert [14, 15] == ids(await queue.fetch())


@pytest.mark.parametrize(("limit", "expected"), [(2, 2), (0, 1), (-3, 1), (100, 5), (1000, 5)])
async def test_the_limit_stays_between_1_and_100(
    queue: UpdateQueue, limit: int, expected: int
) -> None:
    """A limit out of range is moved into it, not refused."""
    assert expected == len(await queue.fetch(limit=limit))


async def test_a_batch_is_never_more_than_100(clock: FakeClock) -> None:
    """However many wait."""
    queue = UpdateQueue(clock=clock, changes=Changes())
    for number in range(130):
        queue.put(kind="message", chat_id=1, payload={"number": number})

    assert 100 == len(await queue.fetch(limit=500))


async def test_an_update_is_kept_for_24_hours(queue: UpdateQueue, clock: FakeClock) -> None:
    """A second before a day it still waits, a day after it is gone."""
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert 5 == len(await queue.fetch())

    clock.advance(timedelta(seconds=1))
    assert [] == await queue.fetch()


async def test_a_long_poll_ends_with_the_first_update(clock: FakeClock) -> None:
    """A waiting receiver is woken by what happens."""
    queue = UpdateQueue(clock=clock, changes=Changes(), first_update_id=1)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(queue.fetch(timeout_seconds=50))
        await asyncio.sleep(0)
        queue.put(kind="message", chat_id=1, payload={})

    assert [1] == ids(waiting.result())


async def test_a_long_poll_may_end_empty(clock: FakeClock) -> None:
    """Its time over, a receiver gets an empty list."""
    queue = UpdateQueue(clock=clock, changes=Changes())

    assert [] == await queue.fetch(timeout_seconds=0.01)


async def test_a_second_receiver_throws_the_first_one_out(clock: FakeClock) -> None:
    """The one that waits gets 409, the new one takes its place."""
    queue = UpdateQueue(clock=clock, changes=Changes(), first_update_id=1)
    first = asyncio.gather(queue.fetch(timeout_seconds=50), return_exceptions=True)
    await asyncio.sleep(0)
    second = asyncio.gather(queue.fetch(timeout_seconds=50))
    await asyncio.sleep(0)
    queue.put(kind="message", chat_id=1, payload={})

    (refusal,) = await first
    assert isinstance(refusal, TelegramRefusal)
    assert 409 == refusal.code
    assert refusal.description.startswith("Conflict: terminated by other getUpdates request")
    assert [[1]] == [ids(batch) for batch in await second]


async def test_polling_and_webhook_exclude_each_other(queue: UpdateQueue) -> None:
    """While a webhook is set getUpdates is refused with 409."""
    queue.webhook = Webhook("http://127.0.0.1/")

    with pytest.raises(TelegramRefusal, match="can't use getUpdates method while webhook is"):
        await queue.fetch()


async def test_only_named_kinds_come(clock: FakeClock) -> None:
    """What is not in allowed_updates is not even kept; the choice is remembered."""
    queue = UpdateQueue(clock=clock, changes=Changes())
    await queue.fetch(allowed=["callback_query"])
    queue.put(kind="message", chat_id=1, payload={})
    queue.put(kind="callback_query", chat_id=1, payload={})

    assert ["callback_query"] == [
        next(k for k in u if k != "update_id") for u in await queue.fetch()
    ]


@pytest.mark.parametrize("kind", ["chat_member", "message_reaction", "message_reaction_count"])
async def test_some_kinds_must_be_asked_for(clock: FakeClock, kind: str) -> None:
    """By default they do not come, as with Telegram."""
    queue = UpdateQueue(clock=clock, changes=Changes())
    queue.put(kind=kind, chat_id=1, payload={})
    await queue.fetch(allowed=[kind])
    queue.put(kind=kind, chat_id=1, payload={})

    assert 1 == len(await queue.fetch())


async def test_an_empty_list_of_kinds_means_the_usual_ones(clock: FakeClock) -> None:
    """It takes a narrower choice back."""
    queue = UpdateQueue(clock=clock, changes=Changes())
    queue.allow(["callback_query"])
    queue.allow([])
    queue.put(kind="message", chat_id=1, payload={})

    assert 1 == len(await queue.fetch())

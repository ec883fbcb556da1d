"""Waits that end when the process is to stop."""

import asyncio

import pytest

from bot.waiting import Stop


async def test_a_pause_ends_at_once_when_asked_to_stop():
    """A long wait does not hold up the end."""
    stop = Stop()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        pausing = group.create_task(stop.pause(1000))
        await asyncio.sleep(0)
        stop.ask()

    assert pausing.done()
    assert stop.is_asked


async def test_work_is_given_up_when_asked_to_stop():
    """A long poll is cancelled; what came back before counts."""
    stop = Stop()
    was_cancelled: list[bool] = []

    async def poll() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            was_cancelled.append(True)
            raise
        return "never"

    async with asyncio.TaskGroup() as group:
        polling = group.create_task(stop.unless_asked(poll))
        await asyncio.sleep(0)
        stop.ask()

    assert polling.result() is None
    assert was_cancelled == [True]
    assert await stop.unless_asked(poll) is None


async def test_the_works_own_time_limit_is_not_mistaken_for_a_stop():
    """A TimeoutError of the work itself goes through."""

    async def late() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await Stop().unless_asked(late)


async def test_finished_work_returns_its_value():
    """Without a stop nothing is different."""

    async def work() -> int:
        return 5

    assert await Stop().unless_asked(work) == 5

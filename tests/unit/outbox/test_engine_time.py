"""The loop's clock: a wait ends with its event or its time, whichever is first."""

import asyncio

from services.outbox.engine_time import LoopTime


async def test_a_wait_ends_with_its_event():
    """Nobody waits for the time that was only the most."""
    event = asyncio.Event()
    event.set()
    before = asyncio.get_running_loop().time()
    await LoopTime().wait(event, 3600)

    assert LoopTime().now() - before < 60


async def test_a_wait_ends_with_its_time():
    """An event that does not come does not hold anybody."""
    await LoopTime().wait(asyncio.Event(), 0)
    await LoopTime().sleep(0)

    assert LoopTime().now() <= asyncio.get_running_loop().time()

"""Starting and stopping the parts of a process in order."""

import asyncio
import os
import signal

import pytest

from bot.runner import Part, run_parts, stop_on_signals
from bot.waiting import Stop


class Scene:
    """Parts that note what happens to them."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.stop = Stop()
        self._told: dict[str, asyncio.Event] = {}

    def part(self, name: str, *, fault: Exception | None = None, is_deaf: bool = False) -> Part:
        """Return a part that works until it is told to stop; or fails; or does not hear."""
        told = self._told[name] = asyncio.Event()

        async def run() -> None:
            self.events.append(f"{name} begins")
            if fault is not None:
                raise fault
            try:
                await (asyncio.Event() if is_deaf else told).wait()
            finally:
                self.events.append(f"{name} ends")

        return Part(name, run, told.set)


async def test_parts_stop_in_reverse_order():
    """What others rely on begins first and ends last."""
    scene = Scene()
    parts = [scene.part("pacer"), scene.part("worker"), scene.part("receiver")]
    async with asyncio.TaskGroup() as group:
        group.create_task(run_parts(parts, stop=scene.stop))
        await asyncio.sleep(0)
        scene.stop.ask()

    assert scene.events == [
        *("pacer begins", "worker begins", "receiver begins"),
        *("receiver ends", "worker ends", "pacer ends"),
    ]


async def test_one_failing_part_ends_all():
    """The others are stopped in order, and the fault is the caller's to tell."""
    scene = Scene()
    parts = [scene.part("pacer"), scene.part("receiver", fault=ConnectionError("gone"))]
    with pytest.raises(ConnectionError):
        await run_parts(parts, stop=scene.stop)

    assert scene.events == ["pacer begins", "receiver begins", "pacer ends"]


async def test_the_fault_that_ended_it_is_the_one_told():
    """Two parts failed before anything could be stopped: the first in order is told."""
    scene = Scene()
    parts = [scene.part("a", fault=KeyError("a")), scene.part("b", fault=ConnectionError("b"))]
    with pytest.raises(KeyError):
        await run_parts(parts, stop=scene.stop)


async def test_a_part_that_does_not_hear_is_cancelled():
    """After the grace it is cancelled, and those it relied on still stop after it."""
    scene = Scene()
    parts = [scene.part("pacer"), scene.part("worker", is_deaf=True)]
    scene.stop.ask()
    await run_parts(parts, stop=scene.stop, grace_seconds=0.01)

    assert scene.events[-2:] == ["worker ends", "pacer ends"]


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
async def test_signals_ask_for_a_stop(which: signal.Signals):
    """SIGTERM and Ctrl-C end the process in order, and do not kill it when they come twice."""
    stop = Stop()
    stop_on_signals(stop)
    os.kill(os.getpid(), which)
    os.kill(os.getpid(), which)  # as `timeout` does: to the process and to its group
    async with asyncio.timeout(10):
        await stop.wait()
    os.kill(os.getpid(), which)
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()

    assert stop.is_asked
    assert all(loop.remove_signal_handler(one) for one in (signal.SIGTERM, signal.SIGINT))

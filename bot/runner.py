"""Runs the parts of the process together and stops them in order: what has begun is finished."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from structlog import get_logger

from bot.waiting import Stop

__all__ = ["Part", "run_parts", "stop_on_signals"]

# What is on its way may wait for Telegram's limits; supervisors kill after 10 s or more.
GRACE_SECONDS = 8.0
_PATIENCE_SECONDS = 1.0

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that works until it is told to stop, and then returns when it is done."""

    name: str
    run: Callable[[], Awaitable[None]]
    stop: Callable[[], None]


async def run_parts(
    parts: Sequence[Part], *, stop: Stop, grace_seconds: float = GRACE_SECONDS
) -> None:
    """Run *parts* until *stop* or until one ends; then stop them one by one, the last one first.

    A part may rely on those before it: they stop after it. One that does not end in time is
    cancelled; what it has not committed is done after the next start.

    Raises:
        Exception: whatever ended a part, the first one's if there are several.
    """
    running = [asyncio.create_task(_awaited(part), name=part.name) for part in parts]
    asked = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait([asked, *running], return_when=asyncio.FIRST_COMPLETED)
    first = next((task for task in running if task.done()), None)
    for part, task in reversed(list(zip(parts, running, strict=True))):
        part.stop()
        _done, late = await asyncio.wait([task], timeout=grace_seconds)
        if late:
            _log.warning("part did not stop in time", part=part.name)
            task.cancel()
            await asyncio.wait([task])
    asked.cancel()
    _raise_fault(running, first)


def stop_on_signals(stop: Stop) -> None:
    """Let SIGTERM and Ctrl-C ask for a stop; another Ctrl-C a little later interrupts at once."""
    loop = asyncio.get_running_loop()

    def ask(which: signal.Signals) -> None:
        if stop.is_asked:
            return  # supervisors and shells often send it to the process and to its group
        _log.info("stopping", signal=which.name)
        stop.ask()
        loop.call_later(_PATIENCE_SECONDS, loop.remove_signal_handler, signal.SIGINT)

    for which in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(which, ask, which)


async def _awaited(part: Part) -> None:
    await part.run()


def _raise_fault(
    running: Sequence["asyncio.Task[None]"], first: "asyncio.Task[None] | None"
) -> None:
    faults = [task for task in running if not task.cancelled() and task.exception() is not None]
    if first in faults:  # what came after it is likely its consequence
        faults.sort(key=lambda task: task is not first)
    for task in faults[1:]:
        _log.error("part failed", part=task.get_name(), exc_info=task.exception())
    if faults:
        fault = faults[0].exception()
        if fault is not None:
            raise fault

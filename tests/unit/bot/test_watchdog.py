"""A moved clock is noticed by comparing it with one that only goes forward."""

from datetime import timedelta

import pytest

from bot.schedule.watchdog import EVERY_SECONDS, Watchdog
from tests.fakes import FakeClock


@pytest.mark.parametrize(
    ("moved_seconds", "expected"),
    [(0, 0), (1, 0), (-1, 0), (60, 1), (3600, 1), (-3600, 1)],
)
async def test_a_step_is_told_once(moved_seconds: float, expected: int):
    """Forward or back, more than two seconds apart is a step; later looks see the new time."""
    clock = FakeClock()
    told: list[str] = []
    looks: list[float] = []
    monotonic = 0.0

    async def pause(seconds: float) -> None:
        nonlocal monotonic
        looks.append(seconds)
        monotonic += seconds
        clock.advance(timedelta(seconds=seconds + (moved_seconds if len(looks) == 2 else 0)))
        if len(looks) == 4:
            watchdog.stop()

    watchdog = Watchdog(
        clock=clock,
        on_step=[lambda: told.append("step")],
        monotonic=lambda: monotonic,
        pause=pause,
    )
    await watchdog.run()

    assert len(told) == expected
    assert set(looks) == {EVERY_SECONDS}
    assert EVERY_SECONDS < 10

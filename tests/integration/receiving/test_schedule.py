"""The ticker on a real database: what is due is done once, however time moves."""

import asyncio
from datetime import datetime, timedelta

from bot.schedule.jobs import Job, every_minute, hourly
from bot.schedule.ticker import Ticker
from services.database import Database
from services.due.service import DueService
from tests.fakes import FakeClock


class Work:
    """Counts how often it was done; may fail."""

    def __init__(self) -> None:
        self.count = 0
        self.faults = 0
        self.done = asyncio.Event()

    async def __call__(self) -> None:
        """Do it."""
        if self.faults:
            self.faults -= 1
            raise ConnectionError
        self.count += 1
        self.done.set()


def _ticker(database: Database, clock: FakeClock, *works: Work) -> Ticker:
    jobs = [Job(f"job{number}", hourly, work) for number, work in enumerate(works)]
    return Ticker(jobs=jobs, due=DueService(database, clock), clock=clock)


async def test_a_jumping_clock_does_nothing_twice(database: Database, clock: FakeClock):
    """Each hour once: forward it is caught up, back it was done already, after a restart too."""
    work = Work()
    ticker = _ticker(database, clock, work)
    counts: list[int] = []
    for step in (timedelta(), timedelta(minutes=59), timedelta(hours=5), timedelta(hours=-5)):
        clock.advance(step)
        await ticker.run_due()
        await ticker.run_due()
        counts.append(work.count)
    await _ticker(database, clock, work).run_due()
    counts.append(work.count)

    assert counts == [1, 1, 2, 2, 2]


async def test_a_failed_job_is_tried_again_and_holds_up_no_other(
    database: Database, clock: FakeClock
):
    """Its slot stays free until it succeeds; the other jobs are done meanwhile."""
    failing, other = Work(), Work()
    failing.faults = 2
    ticker = _ticker(database, clock, failing, other)
    seen: list[tuple[int, int]] = []
    for _ in range(3):
        await ticker.run_due()
        seen.append((failing.count, other.count))

    assert seen == [(0, 1), (0, 1), (1, 1)]


async def test_sliced_work_lets_others_have_their_turn(database: Database, clock: FakeClock):
    """A slice at a time, outside of any transaction, until nothing is left of the slot."""
    seen: list[str] = []
    left = ["c", "b", "a"]

    async def slice_of_work() -> bool:
        async with database.transaction():  # would wait for ever inside another one
            seen.append(left.pop() if left else "-")
        return seen[-1] != "-"

    async def other() -> None:
        seen.append("other")

    jobs = [
        Job("sliced", hourly, slice_of_work, is_sliced=True),
        Job("other", every_minute, other),
    ]
    ticker = Ticker(jobs=jobs, due=DueService(database, clock), clock=clock)
    for _ in range(5):
        await ticker.run_due()
        clock.advance(timedelta(minutes=1))

    assert ["a", "other", "b", "other", "c", "other", "-", "other", "other"] == seen


async def test_it_works_at_once_and_when_the_clock_was_moved(database: Database, clock: FakeClock):
    """Catching up does not wait for the first tick, nor a moved clock for the next."""
    work = Work()
    ticker = _ticker(database, clock, work)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(ticker.run())
        await work.done.wait()
        work.done.clear()
        clock.advance(timedelta(hours=1))
        ticker.clock_was_moved()
        await work.done.wait()
        ticker.stop()

    assert work.count == 2


async def test_a_slot_that_is_over_is_done(database: Database, clock: FakeClock):
    """Whoever waits for this minute's work does not miss it when the minute ends meanwhile."""
    ticker = _ticker(database, clock, Work())
    moment = clock.now()
    seen = [ticker.has_done(moment)]
    clock.advance(timedelta(hours=1, minutes=1))
    await ticker.run_due()
    seen.append(ticker.has_done(moment))
    seen.append(ticker.has_done(clock.now() + timedelta(hours=1)))

    assert [False, True, False] == seen
    assert ticker.works_done == 1


def test_slots_are_hours():
    """The hour is part of its name, in the zone of the moment."""
    assert hourly(datetime.fromisoformat("2026-11-24T04:59:59+00:00")) == "2026-11-24T04"

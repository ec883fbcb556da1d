"""Scheduled work on a real database: once per slot, or not at all."""

import pytest

from services.database import Database
from services.due.service import DueService
from tests.fakes import FakeClock


async def test_a_slot_is_done_once(database: Database, clock: FakeClock):
    """A second process, or a restart, finds the slot taken; the next slot is free."""
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    first, second = DueService(database, clock), DueService(database, clock)
    outcomes = [
        await first.do_once("job", work, slot="2026-11-24"),
        await second.do_once("job", work, slot="2026-11-24"),
        await second.do_once("job", work, slot="2026-11-25"),
        await second.do_once("job", work, slot="2026-11-24", school_id=3),
    ]

    assert outcomes == [True, False, True, True]
    assert done == ["work"] * 3


async def test_failed_work_is_still_due(database: Database, clock: FakeClock):
    """The note is part of the work's own transaction: what failed is tried again."""
    due = DueService(database, clock)

    async def fail() -> None:
        raise RuntimeError

    async def work() -> None:
        pass

    with pytest.raises(RuntimeError):
        await due.do_once("job", fail, slot="2026-11-24")

    assert await due.do_once("job", work, slot="2026-11-24") is True

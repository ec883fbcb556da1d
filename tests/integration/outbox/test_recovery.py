"""A process that dies: nothing is lost, and at most what was in flight is repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from services.database import Database
from services.models import ChatQueue
from services.outbox import record_repository, repository
from services.outbox.kinds import PRIORITIES
from services.outbox.ownership import AdvisoryOwnership
from services.outbox.ports import ChannelRefused, TokenRefused
from services.outbox.queue_time import DATABASE_NOW, LocalQueueTime
from services.outbox.work import Claim, Record
from services.vocabulary import NoticeKind
from tests.fakes import FakeClock
from tests.integration.outbox.channel import FakeSender
from tests.integration.outbox.world import (
    NOON,
    World,
    build_deployment,
    delivering,
    make_engine,
    running_pacer,
)
from tests.virtual_time import VirtualTime, until

# The engine's own wait, the office's two, and the pacer's rest (its own and the world's).
IDLE_SLEEPERS = 5


async def until_claimed(world: World, chats: int) -> None:
    """Let the engine run, while no time passes, until it owns so many chats."""
    for _ in range(3000):
        if chats == sum(row.owner is not None for row in await world.rows(ChatQueue)):
            return
    raise AssertionError


async def claim(world: World, *, owner: int = 99) -> list[Claim]:
    """Claim chats as another process would, and do nothing with them."""
    async with world.database.transaction() as session:
        return await repository.claim_chats(
            session,
            dict.fromkeys(PRIORITIES, 10),
            bot_id=1,
            owner=owner,
            now=world.clock.now(),
            queue_now=LocalQueueTime(world.time).now(),
        )


async def record(world: World, records: list[Record]) -> list[Record]:
    """Store records as another process would, and return those that counted."""
    async with world.database.transaction() as session:
        ours = await record_repository.still_ours(session, records)
        await record_repository.store(session, ours, queue_now=LocalQueueTime(world.time).now())
        return ours


async def test_a_claimed_chat_is_nobody_elses(world):
    """Two processes never work on one chat."""
    await world.engine.step()
    world.facts.values[1] = "4"
    await world.owe(1)
    (taken,) = await claim(world)

    assert 1 == taken.account_id
    assert [] == await claim(world, owner=98)
    assert 0 == await world.engine.step()


async def test_a_new_process_takes_over_what_a_dead_one_had(world):
    """At the start nobody else lives: every claim is free, the message leaves."""
    world.facts.values[1] = "4"
    await world.owe(1)
    await claim(world)
    successor = make_engine(
        world.database, world.clock, world.time, accounts=8, sender=world.sender
    )
    successor.facts.values[1] = "4"
    async with running_pacer(successor):
        await successor.engine.step()
        await successor.office.close()

    assert ["1: →4"] == world.sender.texts


async def test_an_overtaken_owner_cannot_record(world):
    """A lease that is no longer the latest stores nothing and frees nothing."""
    world.facts.values[1] = "4"
    await world.owe(1)
    (stale,) = await claim(world)
    async with world.database.transaction() as session:
        await repository.release_owners(session, [99])
    (latest,) = await claim(world, owner=98)
    counted = await record(world, [Record(stale)])
    queue = await world.queue()

    assert [] == counted
    assert (98, latest.lease) == (queue.owner, queue.lease)


async def test_what_was_told_before_the_record_was_lost_is_the_only_repetition(world):
    """Killed between sending and recording: that message is repeated, recorded ones are not."""
    world.facts.values.update({1: "4", 2: "5"})
    await world.owe(1, account=1)
    await world.steps()
    await world.owe(2, account=2)
    await claim(world)  # sent by a process that died before it could record
    successor = make_engine(
        world.database, world.clock, world.time, accounts=8, sender=FakeSender()
    )
    successor.facts.values.update(world.facts.values)
    async with running_pacer(successor):
        await successor.steps()
        await successor.office.close()

    assert ["2: →5"] == successor.sender.texts


async def test_a_notice_written_while_its_chat_is_busy_is_not_forgotten(world):
    """The head is computed when the chat is let go, from what is waiting then."""
    world.facts.values.update({1: "4", 2: "5"})
    await world.owe(1)
    (taken,) = await claim(world)
    await world.owe(2)
    await record(world, [Record(taken)])
    await world.steps()
    world.pass_time(2)
    await world.steps()

    assert {"1: →4", "2: →5"} == set(world.sender.texts)


async def test_a_running_engine_wakes_for_what_is_enqueued(world):
    """The commit that owes something wakes delivery in the same process; stop ends it cleanly."""
    live = make_engine(world.database, world.clock, world.time, accounts=8, sender=world.sender)
    live.facts.values[1] = "4"
    async with running_pacer(live), delivering(live):
        await until(lambda: world.time.sleeper_count >= IDLE_SLEEPERS)
        await world.owe(1)
        await until(lambda: world.sender.sent)  # no time passes: only the wake-up can do it

    assert ["1: →4"] == world.sender.texts
    assert {1: ("told", "")} == await world.states()
    assert None is (await world.queue()).owner


async def test_what_is_urgent_is_claimed_at_once_beside_a_full_queue(world):
    """While no slot is free the broadcast's next chats wait, and an absence does not."""
    live = make_engine(world.database, world.clock, world.time, accounts=8, sender=world.sender)
    for account in range(1, 8):
        await world.owe(account, account=account, kind=NoticeKind.BROADCAST)
    live.facts.values = dict.fromkeys(range(1, 9), "new")
    async with AsyncExitStack() as pacing, delivering(live):
        await until_claimed(world, 7)  # and no slots are given away: they stay claimed
        await world.owe(8, account=8, kind=NoticeKind.ABSENCE)
        await until_claimed(world, 8)  # no time passes
        await pacing.enter_async_context(running_pacer(live))

    assert 8 == len(world.sender.texts)


async def test_a_running_engine_ends_when_the_token_is_refused(world):
    """One clear end instead of a loop of failures; the notice still waits."""
    live = make_engine(world.database, world.clock, world.time, accounts=8, sender=world.sender)
    live.facts.values[1] = "4"
    world.sender.outcomes[5001] = [TokenRefused()]
    await world.owe(1)
    refusals = []
    is_over = asyncio.Event()

    async def run() -> None:
        try:
            await live.engine.run(asyncio.Event())
        except ChannelRefused as refusal:
            refusals.append(refusal)
        is_over.set()

    async with running_pacer(live), asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(live.office.run(is_over))
        tasks.create_task(run())
        while not serving.done():
            await world.time.advance(0.05)

    assert 1 == len(refusals)
    assert {1: ("waiting", "")} == await world.states()


@pytest.fixture
def shared_url(postgres_templates) -> str:
    """Give the address of a fresh PostgreSQL database."""
    return str(postgres_templates.fresh())


@pytest.fixture
async def shared(shared_url) -> AsyncIterator[Database]:
    """Give a PostgreSQL database that several processes could share."""
    opened = Database(shared_url)
    await build_deployment(opened, accounts=8)
    yield opened
    await opened.close()


@pytest.mark.postgres
async def test_the_chats_of_a_killed_process_are_freed_by_the_others(shared):
    """The server drops a dead process's lock; the next look of a living one frees its chats."""
    time = VirtualTime()
    world = make_engine(shared, FakeClock(NOON), time, accounts=8, sender=FakeSender())
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    dying, living = AdvisoryOwnership(shared), AdvisoryOwnership(shared)
    dead_owner, live_owner = await dying.begin(), await living.begin()
    async with shared.transaction() as session:
        for owner in (dead_owner, live_owner):
            await repository.claim_chats(
                session, dict.fromkeys(PRIORITIES, 1), bot_id=1, owner=owner,
                now=world.clock.now(), queue_now=DATABASE_NOW,
            )  # fmt: skip
    await living.look_after()
    while_both_live = {row.owner for row in await world.rows(ChatQueue)}
    await kill(shared, dead_owner)
    await living.look_after()
    afterwards = {row.owner for row in await world.rows(ChatQueue)}
    await living.end()
    await dying.end()

    assert {dead_owner, live_owner} == while_both_live
    assert {None, live_owner} == afterwards


@pytest.mark.postgres
async def test_an_engine_that_lost_its_connection_takes_another_place(shared):
    """A database that restarts: delivery goes on by itself under a new name."""
    ownership = AdvisoryOwnership(shared)
    first = await ownership.begin()
    await kill(shared, first)
    with pytest.raises(Exception, match="connection"):
        await ownership.look_after()
    second = await ownership.begin()
    await ownership.look_after()
    await ownership.end()

    assert first != second


async def kill(database: Database, owner: int) -> None:
    """End a server process, and wait until it is gone."""
    async with database.transaction() as session:
        await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": owner})
    gone = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
    while True:
        async with database.transaction() as session:
            if not await session.scalar(gone, {"pid": owner}):
                return

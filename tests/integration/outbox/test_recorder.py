"""Outcomes are stored in groups, and survive a database that is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Database
from services.models import ChatQueue
from services.outbox import repository
from services.outbox.kinds import PRIORITIES
from services.outbox.queue_time import LocalQueueTime
from services.outbox.recorder import Recorder
from services.outbox.work import Record
from services.vocabulary import NoticeState


class FlakyDatabase(Database):
    """A database that is away for some transactions, and counts the others."""

    failures_left = 0
    transactions = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Fail, or open a transaction."""
        if self.failures_left:
            self.failures_left -= 1
            raise OSError
        self.transactions += 1
        async with super().transaction() as session:
            yield session


async def claimed(world, accounts):
    """Owe a mark in some chats and claim them."""
    for account in accounts:
        await world.owe(account, account=account)
    async with world.database.transaction() as session:
        return await repository.claim_chats(
            session,
            dict.fromkeys(PRIORITIES, 10),
            bot_id=1,
            owner=1,
            now=world.clock.now(),
            queue_now=LocalQueueTime(world.time).now(),
        )


async def test_outcomes_of_some_milliseconds_are_one_commit(world):
    """Five chats let go at the same time cost one transaction."""
    claims = await claimed(world, range(1, 6))
    database = FlakyDatabase(world.database.url)
    recorder = Recorder(database, world.time, LocalQueueTime(world.time), rate=30)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(recorder.run())
        for claim in claims:
            recorder.put(Record(claim))
        recorder.finish()
        while not running.done():
            await world.time.advance(0.02)
    await database.close()

    assert 1 == database.transactions
    assert {None} == {row.owner for row in await world.rows(ChatQueue)}


async def test_outcomes_wait_for_the_database(world):
    """What has left is recorded when the database is back."""
    claims = await claimed(world, [1])
    database = FlakyDatabase(world.database.url)
    database.failures_left = 3
    recorder = Recorder(database, world.time, LocalQueueTime(world.time), rate=30)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(recorder.run())
        recorder.put(Record(claims[0]))
        await world.time.advance(2.5)
        recorder.finish()
        while not running.done():
            await world.time.advance(0.5)
    await database.close()

    assert 0 == database.failures_left
    assert None is (await world.queue()).owner


async def test_a_database_that_stays_away_does_not_keep_the_process(world):
    """At the end there are a few last tries, then the next start finds the chats."""
    claims = await claimed(world, [1])
    database = FlakyDatabase(world.database.url)
    database.failures_left = 1000
    recorder = Recorder(database, world.time, LocalQueueTime(world.time), rate=30)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(recorder.run())
        recorder.put(Record(claims[0]))
        recorder.finish()
        while not running.done():
            await world.time.advance(0.5)
    await database.close()

    assert database.failures_left > 900
    assert {1: ("waiting", "")} == await world.states()


async def test_what_nobody_claims_expires_too(world):
    """A person without an account: the notice waits for one until it is no longer news."""
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    del world.gate.accounts[101]
    await world.engine.step()
    world.pass_time(8 * 24 * 3600)
    async with world.database.transaction() as session:
        await repository.expire_unclaimed(session, now=world.clock.now())

    assert NoticeState.EXPIRED == (await world.states())[1][0]

"""One process that delivers for several bots: each hears of what its own people are owed."""

import asyncio

from sqlalchemy import insert, update

from services.models import Account, Bot
from services.outbox import repository
from tests.integration.outbox.world import (
    FakeSender,
    World,
    make_engine,
    running_pacer,
    table,
)
from tests.virtual_time import until

IDLE_SLEEPERS = (
    7  # of each engine its wait, its look after owners and its pacer; the world's pacer
)


async def _give_to_second_bot(world: World, account: int) -> None:
    accounts = table(Account)
    async with world.database.transaction() as session:
        await session.execute(
            insert(table(Bot)), [{"id": 2, "telegram_bot_id": 78, "username": "second"}]
        )
        await session.execute(update(accounts).where(accounts.c.id == account).values(bot_id=2))


def _live(world: World, *, bot_id: int) -> World:
    live = make_engine(
        world.database,
        world.clock,
        world.time,
        accounts=8,
        sender=FakeSender(),
        bot_id=bot_id,
    )
    live.facts.values = {1: "4", 2: "5"}
    return live


async def test_one_commit_wakes_every_bot_it_owes_something_to(world):
    """Whoever began to listen first does not take the others' news away."""
    await _give_to_second_bot(world, 2)
    lives = [_live(world, bot_id=1), _live(world, bot_id=2)]
    stop = asyncio.Event()
    async with running_pacer(lives[0]), running_pacer(lives[1]), asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(live.engine.run(stop)) for live in lives]
        await until(lambda: world.time.sleeper_count >= IDLE_SLEEPERS)
        await world.owe(1, account=1)
        await until(lambda: lives[0].sender.sent)  # no time passes: only the wake-up can do it
        await world.owe(2, account=2)
        await until(lambda: lives[1].sender.sent)
        stop.set()
        while not all(one.done() for one in running):
            await world.time.advance(0.5)

    assert [["1: →4"], ["2: →5"]] == [live.sender.texts for live in lives]


async def test_what_another_bot_has_to_tell_is_not_due_here(world):
    """A bot that asks what is due is not sent to claim what it cannot send."""
    await _give_to_second_bot(world, 2)
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    await world.engine.step()
    async with world.database.reading() as session:
        due = [
            await repository.due_priorities(session, bot_id=bot_id, now=world.clock.now())
            for bot_id in (1, 2)
        ]

    assert [] == due[0]
    assert 1 == len(due[1])

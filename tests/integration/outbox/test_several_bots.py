"""One process that delivers for several bots: each hears of what its own people are owed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event, insert, update

from services.models import Account, Bot
from services.outbox import repository
from tests.integration.outbox.channel import FakeSender
from tests.integration.outbox.world import World, delivering, make_engine, running_pacer, table
from tests.virtual_time import until

# Of each engine its wait and its pacer; the office's two; the world's pacer.
IDLE_SLEEPERS = 7


LATER = timedelta(hours=1)
LOOKS = 12


@contextmanager
def _asked() -> Iterator[list[str]]:
    """Give the statements that are asked in the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


async def _give_to_second_bot(world: World, account: int) -> None:
    accounts = table(Account)
    async with world.database.transaction() as session:
        await session.execute(
            insert(table(Bot)), [{"id": 2, "telegram_bot_id": 78, "username": "second"}]
        )
        await session.execute(update(accounts).where(accounts.c.id == account).values(bot_id=2))


def _lives(world: World) -> tuple[World, World]:
    first = make_engine(world.database, world.clock, world.time, accounts=8, sender=FakeSender())
    second = make_engine(
        world.database, world.clock, world.time, accounts=8, sender=FakeSender(), bot_id=2,
        office=first.office,
    )  # fmt: skip
    first.facts.values = second.facts.values = {1: "4", 2: "5"}
    return first, second


async def test_one_commit_wakes_every_bot_it_owes_something_to(world):
    """Whoever began to listen first does not take the others' news away."""
    await _give_to_second_bot(world, 2)
    lives = _lives(world)
    async with running_pacer(lives[0]), running_pacer(lives[1]), delivering(*lives):
        await until(lambda: world.time.sleeper_count >= IDLE_SLEEPERS)
        await world.owe(1, account=1)
        await until(lambda: lives[0].sender.sent)  # no time passes: only the wake-up can do it
        await world.owe(2, account=2)
        await until(lambda: lives[1].sender.sent)

    assert [["1: →4"], ["2: →5"]] == [live.sender.texts for live in lives]


async def test_what_another_bot_has_to_tell_is_not_due_here(world):
    """A bot that asks what is due is not sent to claim what it cannot send."""
    await _give_to_second_bot(world, 2)
    await world.owe(1, account=1)
    await world.owe(2, account=2)
    await world.engine.step()
    async with world.database.reading() as session:
        due = await repository.due_priorities(session, bot_ids=[1, 2], now=world.clock.now())

    assert [2] == list(due)
    assert 1 == len(due[2])


async def test_one_look_finds_what_falls_due_for_every_bot(world):
    """What another process wrote wakes nobody here: the office sees it, and asks for all bots."""
    await _give_to_second_bot(world, 2)
    lives = _lives(world)
    async with running_pacer(lives[0]), running_pacer(lives[1]), delivering(*lives):
        await until(lambda: world.time.sleeper_count >= IDLE_SLEEPERS)
        with _asked() as statements:
            for _ in range(LOOKS):
                await world.time.advance(0.5)
                await until(lambda: world.time.sleeper_count >= IDLE_SLEEPERS)
        await world.owe(1, account=1, due=LATER)
        await world.owe(2, account=2, due=LATER)
        world.clock.advance(LATER)  # as when days are played: no engine knows
        while not all(live.sender.sent for live in lives):
            await world.time.advance(0.5)
    looks = sum("head_due_at" in one for one in statements)

    assert [["1: →4"], ["2: →5"]] == [live.sender.texts for live in lives]
    assert LOOKS == looks

"""Chats learn what waits for them at the end of the transaction that owes it."""

import asyncio

from sqlalchemy import select

from services.models import ChatQueue
from services.outbox import waiting_repository
from services.outbox.waking_repository import IDLE_DUE_AT
from tests.integration.outbox.world import World, table


async def _owe_in_order(world: World, *accounts: int, fact_id: int, both: asyncio.Barrier) -> None:
    """Owe a fact to one account after the other, as marks come first and homework then."""
    async with world.database.transaction() as session:
        for account in accounts:
            await waiting_repository.add(session, [world.notice(fact_id, account=account)])
            await both.wait()


async def test_two_who_owe_the_same_chats_in_another_order_do_not_lock_each_other_out(world):
    """Two teachers save for the same families; each began with another child's mark."""
    both = asyncio.Barrier(1 if world.database.is_sqlite else 2)  # SQLite has one writer

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_owe_in_order(world, 1, 2, fact_id=1, both=both))
        tasks.create_task(_owe_in_order(world, 2, 1, fact_id=2, both=both))

    queue = table(ChatQueue)
    async with world.database.reading() as session:
        woken = await session.scalars(
            select(queue.c.account_id)
            .where(queue.c.head_due_at < IDLE_DUE_AT)
            .order_by(queue.c.account_id)
        )
    assert [1, 2] == list(woken)

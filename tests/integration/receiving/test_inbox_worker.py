"""The worker: one update per chat at a time, several chats at once, and an orderly end."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox_worker import CHATS_AT_A_TIME
from handlers.show import Say, Show
from services.database import Database
from services.inbox.facts import ChatKey
from services.inbox.repository import lock_chat
from services.models import InboxState
from services.outgoing import OutgoingMessage
from tests.fakes import FakeClock
from tests.integration.receiving.world import World, message, press


async def echo(payload: Mapping[str, Any]) -> tuple[Show, ...]:
    """Answer with what was written."""
    return (Say(OutgoingMessage(payload["message"]["text"])),)


class _PowerCutError(BaseException):
    """Ends the handling where a process would die."""


async def _power_cut() -> None:
    raise _PowerCutError


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_process_that_hangs_stops_only_its_own_chats(
    database: Database, database_url: str, clock: FakeClock
):
    """As many chats as a process takes at a time hang in another one: a further chat is served."""
    other = Database(database_url)
    hanging, handler = await World.make(other, clock, echo), Observed()
    world = await World.make(database, clock, handler, is_alone=False)
    await world.receive(*(message(n, user_id=100 + n) for n in range(CHATS_AT_A_TIME + 1)))
    async with AsyncExitStack() as held:
        for n in range(CHATS_AT_A_TIME):
            await held.enter_async_context(_taken(other, hanging, 100 + n))
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            group.create_task(world.worker.run())
            await handler.until_begun(1)
            world.worker.stop()
    await other.close()

    assert [CHATS_AT_A_TIME] == handler.begun


@asynccontextmanager
async def _taken(database: Database, world: World, chat_id: int) -> AsyncIterator[None]:
    """Hold a chat as the handling of its update does; of several at once none sees the others."""
    async with database.writer.connect() as connection:
        session = AsyncSession(connection)
        assert await lock_chat(session, ChatKey(world.bot_id, chat_id))
        yield
        await session.rollback()


class Observed:
    """A handler that notes what is being handled, and can be waited for."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.changed = asyncio.Event()

    async def __call__(self, payload: Mapping[str, Any]) -> tuple[Show, ...]:
        """Note the update."""
        self.begun.append(payload["update_id"])
        self.changed.set()
        return ()

    async def until_begun(self, count: int) -> None:
        """Return when so many updates have come."""
        async with asyncio.timeout(10):
            while len(self.begun) < count:
                self.changed.clear()
                await self.changed.wait()


async def test_a_chats_updates_are_handled_in_order(database: Database, clock: FakeClock):
    """Two presses at once are two updates, one after the other, whatever other chats do."""
    handler = Observed()
    world = await World.make(database, clock, handler)
    await world.receive(press(1), press(2), message(3, user_id=8), press(4))
    async with asyncio.TaskGroup() as group:
        group.create_task(world.worker.run())
        await handler.until_begun(4)
        world.worker.stop()

    assert [one for one in handler.begun if one != 3] == [1, 2, 4]
    assert await world.states() == [InboxState.DONE] * 4


async def test_new_updates_wake_it(database: Database, clock: FakeClock):
    """What comes while it waits is handled at once, not at its next look."""
    handler = Observed()
    world = await World.make(database, clock, handler)
    async with asyncio.TaskGroup() as group:
        group.create_task(world.worker.run())
        for number in range(1, 4):
            await world.receive(message(number))
            world.worker.wake()
            await handler.until_begun(number)
        world.worker.stop()

    assert handler.begun == [1, 2, 3]


async def test_a_slow_screen_holds_up_only_its_chat(database: Database, clock: FakeClock):
    """While one chat's screen is on its way another chat is served; only its own next waits."""
    is_released, has_begun = asyncio.Event(), asyncio.Event()
    world = await World.make(database, clock, echo)

    async def slow() -> None:
        if not has_begun.is_set():
            has_begun.set()
            await is_released.wait()

    world.channel.on_show = slow
    await world.receive(message(1, "a1"), message(2, "a2"))
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(world.worker.run())
        await has_begun.wait()
        await world.receive(message(3, "b1", user_id=8))
        world.worker.wake()
        await world.channel.until_shown(1)
        is_released.set()
        await world.channel.until_shown(3)
        world.worker.stop()

    assert [text for _, _, text in world.channel.shown] == ["b1", "a1", "a2"]


async def test_stopping_finishes_what_has_begun(database: Database, clock: FakeClock):
    """The screen on its way is shown and recorded; what has not begun stays for the next start."""
    is_shown = asyncio.Event()

    world = await World.make(database, clock, echo)

    async def stop_meanwhile() -> None:
        world.worker.stop()
        is_shown.set()

    world.channel.on_show = stop_meanwhile
    await world.receive(message(1, "a1"), message(2, "a2"))
    await world.worker.run()

    assert is_shown.is_set()
    assert await world.states() == [InboxState.DONE, InboxState.NEW]


async def test_a_database_that_goes_away_does_not_end_it(clock: FakeClock, database: Database):
    """A fault while reading the inbox is waited out; what came meanwhile is handled."""
    handler = Observed()
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    original = world.inbox.waiting_chats
    faults = [ConnectionError(), ConnectionError()]

    async def broken(**asked: Any) -> Any:
        if faults:
            world.worker.wake()
            raise faults.pop()
        return await original(**asked)

    world.inbox.waiting_chats = broken  # type: ignore[method-assign]  # a fault of one's own
    async with asyncio.TaskGroup() as group:
        group.create_task(world.worker.run())
        await handler.until_begun(1)
        world.worker.stop()

    assert world.waits[:2] == [1.0, 1.0]


async def test_another_bots_updates_are_left_to_its_process(database: Database, clock: FakeClock):
    """Of two bots on one database each handles, and makes up for, its own updates only."""
    ours = await World.make(database, clock, echo)
    other = await World.make(database, clock, echo, telegram_bot_id=4343)
    await other.add_account(7)
    await other.receive(message(1, "lost"))
    other.channel.on_show = _power_cut
    with suppress(_PowerCutError):
        await other.handle(7)
    other.channel.on_show = None
    await other.receive(message(2, "theirs"))
    await ours.receive(message(2, "ours"))
    await ours.run_until_shown(1)
    states = await ours.states()
    await other.run_until_shown(2)

    assert states == [InboxState.APPLIED, InboxState.NEW, InboxState.DONE]
    assert [text for _, _, text in ours.channel.shown] == ["ours"]
    assert "theirs" in [text for _, _, text in other.channel.shown]
    assert await ours.states() == [InboxState.DONE] * 3

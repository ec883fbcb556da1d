"""The inbox on a real database: what is received is kept until it counts, and counts once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from services.database import Database
from services.inbox.bots import BotRegistry
from services.inbox.facts import ChatKey, NewUpdate
from services.inbox.retry import KEPT_SET_ASIDE, KEPT_UPDATES
from services.inbox.service import InboxService
from services.keys import Keys
from services.models import Bot, InboxState, InboxUpdate
from tests.fakes import FakeClock

KEYS = Keys("a secret of thirty-two characters or more")


@pytest.fixture
async def bot_id(database: Database) -> int:
    """Give our id of a registered bot."""
    return await BotRegistry(database).register(telegram_bot_id=4242)


@pytest.fixture
def inbox(database: Database, clock: FakeClock) -> InboxService:
    """Give the inbox."""
    return InboxService(database, clock, KEYS)


def _update(bot_id: int, update_id: int, *, chat_id: int = 7, text: str = "hello") -> NewUpdate:
    payload = {"update_id": update_id, "message": {"text": text}}
    return NewUpdate(chat=ChatKey(bot_id, chat_id), update_id=update_id, payload=payload)


async def _rows(database: Database) -> list[InboxUpdate]:
    async with database.reading() as session:
        return list(await session.scalars(select(InboxUpdate).order_by(InboxUpdate.id)))


async def test_a_bot_keeps_its_id_and_learns_its_name(database: Database):
    """The same Telegram bot is the same bot after every start."""
    bots = BotRegistry(database)
    first = await bots.register(telegram_bot_id=1)
    again = await bots.register(telegram_bot_id=1)
    await bots.set_username(first, "school_diary_bot")

    assert first == again
    async with database.reading() as session:
        assert await session.scalar(select(Bot.username)) == "school_diary_bot"


async def test_an_update_received_twice_is_stored_once(
    database: Database, inbox: InboxService, bot_id: int
):
    """Telegram repeats what was not confirmed; the repetition has no effect."""
    first = await inbox.accept([_update(bot_id, 10), _update(bot_id, 11)])
    again = await inbox.accept([_update(bot_id, 11, text="other"), _update(bot_id, 12)])

    assert (first, again) == (2, 1)
    assert [row.update_id for row in await _rows(database)] == [10, 11, 12]


async def test_ids_may_begin_again_lower(database: Database, inbox: InboxService, bot_id: int):
    """After a silent week Telegram's ids are random; the order of receipt is what counts."""
    await inbox.accept([_update(bot_id, 900)])
    await inbox.accept([_update(bot_id, 5)])

    async with database.unit_of_work():
        item = await inbox.take(ChatKey(bot_id, 7))
    assert item is not None
    assert item.update_id == 900


async def test_chats_wait_in_the_order_of_their_oldest_update(inbox: InboxService, bot_id: int):
    """Who has waited longest comes first, and a chat is named once."""
    await inbox.accept(
        [_update(bot_id, one, chat_id=chat) for one, chat in ((1, 70), (2, 60), (3, 70))]
    )

    waiting = await inbox.waiting_chats(bot_ids=[bot_id], limit=5)
    assert waiting == [ChatKey(bot_id, 70), ChatKey(bot_id, 60)]


async def test_an_applied_update_keeps_nothing_of_what_was_written(
    database: Database, inbox: InboxService, bot_id: int
):
    """The commit of the effect erases the payload in the same transaction."""
    await inbox.accept([_update(bot_id, 1, text="personal")])
    async with database.unit_of_work():
        item = await inbox.take(ChatKey(bot_id, 7))
        assert item is not None
        await inbox.apply(item, is_shown=True)

    (row,) = await _rows(database)
    assert (row.state, row.payload) == (InboxState.APPLIED, None)
    assert await inbox.waiting_chats(bot_ids=[bot_id], limit=5) == []


async def test_a_rolled_back_update_comes_again(
    database: Database, inbox: InboxService, bot_id: int
):
    """If the unit of work does not commit, the update is as new as before."""
    await inbox.accept([_update(bot_id, 1)])

    async def broken() -> None:
        async with database.unit_of_work():
            item = await inbox.take(ChatKey(bot_id, 7))
            assert item is not None
            await inbox.apply(item, is_shown=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken()

    assert await inbox.waiting_chats(bot_ids=[bot_id], limit=5) == [ChatKey(bot_id, 7)]


async def test_failures_wait_one_second_then_five_then_end(
    database: Database, inbox: InboxService, bot_id: int
):
    """Three attempts in all, counted in the database: a restart does not start over."""
    await inbox.accept([_update(bot_id, 1)])
    async with database.unit_of_work():
        item = await inbox.take(ChatKey(bot_id, 7))
    assert item is not None

    waits = [await inbox.count_failure(item) for _ in range(3)]
    assert waits == [timedelta(seconds=1), timedelta(seconds=5), None]


@pytest.mark.parametrize("is_stranger", [True, False])
async def test_set_aside_is_sealed_and_a_strangers_is_erased(
    database: Database, inbox: InboxService, bot_id: int, *, is_stranger: bool
):
    """What cannot be handled is unreadable without the key; of strangers nothing is left."""
    await inbox.accept([_update(bot_id, 1, text="Кузнецова")])
    async with database.unit_of_work():
        item = await inbox.take(ChatKey(bot_id, 7))
    assert item is not None
    await inbox.set_aside(item, is_stranger=is_stranger)

    (row,) = await _rows(database)
    assert row.payload is None
    if is_stranger:
        assert (row.state, row.sealed) == (InboxState.DONE, None)
    else:
        assert row.state is InboxState.SET_ASIDE
        assert row.sealed is not None
        assert "Кузнецова".encode() not in row.sealed
        assert "Кузнецова" in KEYS.unseal(row.sealed, f"inbox_update:{item.id}").decode()


async def test_abandoned_screens_are_handed_out_once(
    database: Database, inbox: InboxService, bot_id: int, clock: FakeClock
):
    """What was applied but never shown is told once, by one process, and only after a while."""
    await inbox.accept([_update(bot_id, 1), _update(bot_id, 2), _update(bot_id, 3, chat_id=8)])
    for chat_id in (7, 7, 8):
        async with database.unit_of_work():
            item = await inbox.take(ChatKey(bot_id, chat_id))
            assert item is not None
            await inbox.apply(item, is_shown=True)
    too_early = await inbox.take_abandoned(bot_ids=[bot_id], for_at_least=timedelta(seconds=60))
    clock.advance(timedelta(seconds=60))
    taken = await inbox.take_abandoned(bot_ids=[bot_id], for_at_least=timedelta(seconds=60))
    again = await inbox.take_abandoned(bot_ids=[bot_id], for_at_least=timedelta())

    assert (too_early, again) == ([], [])
    assert taken == [ChatKey(bot_id, 7), ChatKey(bot_id, 8)]


async def test_purge_keeps_what_may_be_repeated(
    database: Database, inbox: InboxService, bot_id: int, clock: FakeClock
):
    """Ids stay 48 hours, what was set aside less than 72; then both are gone."""
    await inbox.accept([_update(bot_id, 1), _update(bot_id, 2, chat_id=8)])
    async with database.unit_of_work():
        item = await inbox.take(ChatKey(bot_id, 8))
    assert item is not None
    await inbox.set_aside(item, is_stranger=False)

    clock.advance(KEPT_UPDATES)
    assert await inbox.purge() == 0
    clock.advance(timedelta(seconds=1))
    assert await inbox.purge() == 1
    clock.advance(KEPT_SET_ASIDE - KEPT_UPDATES)
    assert await inbox.purge() == 1
    assert await _rows(database) == []
    assert timedelta(hours=72) > KEPT_SET_ASIDE


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_processes_do_not_work_for_one_chat(database: Database, database_url: str):
    """On PostgreSQL a second process finds the chat taken, and takes another chat meanwhile."""
    bot_id = await BotRegistry(database).register(telegram_bot_id=4242)
    clock = FakeClock(datetime(2026, 11, 24, 6, tzinfo=UTC))
    first, other = InboxService(database, clock, KEYS), Database(database_url)
    second = InboxService(other, clock, KEYS)
    await first.accept(
        [_update(bot_id, 1), _update(bot_id, 2), _update(bot_id, 3, chat_id=8)],
    )

    async def look(chat_id: int) -> int | None:
        async with other.unit_of_work():
            item = await second.take(ChatKey(bot_id, chat_id))
        return item.update_id if item else None

    async with database.unit_of_work():
        item = await first.take(ChatKey(bot_id, 7))
        assert item is not None
        seen = [await look(chat) for chat in (7, 8)]
        await first.apply(item, is_shown=False)
    seen.append(await look(7))
    await other.close()

    assert seen == [None, 3, 2]

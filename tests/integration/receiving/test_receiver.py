"""Long polling against the sandbox's Bot API over loopback HTTP, into a real database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot.sandbox.chats import SANDBOX_TOKEN, Telegram
from bot.sandbox.errors import conflict
from bot.sandbox.faults import FaultKind
from bot.sandbox.server import SandboxServer
from bot.sandbox.updates import Webhook
from bot.telegram.client import WrongToken, make_bot
from bot.telegram.receiver import Receiver, backoff_seconds
from services.database import Database
from services.inbox.bots import BotRegistry
from services.inbox.facts import NewUpdate
from services.inbox.service import InboxService
from services.keys import Keys
from services.models import Bot, InboxUpdate
from tests.fakes import FakeClock

KEYS = Keys("a secret of thirty-two characters or more")


@pytest.fixture
def telegram(clock: FakeClock) -> Telegram:
    """Give a Telegram of our own."""
    return Telegram(clock)


@pytest.fixture
async def server(telegram: Telegram) -> AsyncIterator[SandboxServer]:
    """Give its server."""
    async with SandboxServer(telegram) as running:
        yield running


class Receiving:
    """A receiver with what it heard and how long it would have waited."""

    def __init__(self, database: Database, clock: FakeClock, url: str, token: str) -> None:
        self.bot = make_bot(token, api_url=url)
        self.heard: list[NewUpdate] = []
        self.waits: list[float] = []
        self.inbox = InboxService(database, clock, KEYS)
        self._database = database
        self._changed = asyncio.Event()

    async def prepare(self) -> Receiver:
        """Return a receiver for the bot."""
        bots = BotRegistry(self._database)
        self.receiver = Receiver(
            self.bot,
            bot_id=await bots.register(telegram_bot_id=self.bot.id),
            inbox=self.inbox,
            bots=bots,
            on_new=self._hear,
            pause=self._pause,
            dice=lambda: 0.0,
        )
        return self.receiver

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return when *condition* holds, looking whenever something happens."""
        async with asyncio.timeout(10):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    def _hear(self, updates: Sequence[NewUpdate]) -> None:
        self.heard.extend(updates)
        self._changed.set()

    async def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._changed.set()
        await asyncio.sleep(0)


@asynccontextmanager
async def _receiving(
    database: Database, clock: FakeClock, url: str, *, token: str = SANDBOX_TOKEN
) -> AsyncIterator[Receiving]:
    receiving = Receiving(database, clock, url, token)
    receiver = await receiving.prepare()
    async with asyncio.TaskGroup() as group:
        group.create_task(receiver.run())
        yield receiving
        receiver.stop()
    await receiving.bot.session.close()


async def _stored(database: Database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(InboxUpdate.update_id).order_by(InboxUpdate.id)))


async def test_updates_are_committed_before_they_are_confirmed(
    database: Database, clock: FakeClock, telegram: Telegram, server: SandboxServer
):
    """What a person wrote is in the inbox, and Telegram is told only after that."""
    person = telegram.add_user(first_name="Ольга")
    async with _receiving(database, clock, server.url) as receiving:
        await person.send("/start")
        await receiving.until(lambda: len(receiving.heard) == 1)
        await person.send("раз")
        await person.send("два")
        await receiving.until(lambda: len(receiving.heard) == 3)

    assert await _stored(database) == [one.update_id for one in receiving.heard]
    assert {one.chat.chat_id for one in receiving.heard} == {person.user_id}
    async with database.reading() as session:
        assert await session.scalar(select(Bot.username)) == "peremena_demo_bot"


async def test_a_restart_loses_nothing_and_repeats_nothing(
    database: Database, clock: FakeClock, telegram: Telegram, server: SandboxServer
):
    """Stopped without confirming, the same updates come again, and are left out."""
    person = telegram.add_user(first_name="Ольга")
    await person.send("раз")
    async with _receiving(database, clock, server.url) as first:
        await first.until(lambda: len(first.heard) == 1)
    await person.send("два")
    async with _receiving(database, clock, server.url) as second:
        await second.until(lambda: len(second.heard) >= 1)
        await second.until(lambda: second.heard[-1].payload["message"]["text"] == "два")

    assert len(await _stored(database)) == 2


async def test_a_foreign_token_ends_it(
    database: Database, clock: FakeClock, server: SandboxServer
):
    """Telegram not knowing the token is no trouble that passes."""
    receiving = Receiving(database, clock, server.url, "4200000002:another-token-altogether")
    receiver = await receiving.prepare()
    with pytest.raises(WrongToken):
        await receiver.run()
    await receiving.bot.session.close()

    assert receiving.waits == []


async def test_an_outage_is_waited_out(
    database: Database, clock: FakeClock, telegram: Telegram, server: SandboxServer
):
    """A proxy's pages, errors, lost answers and limits are tried again, ever more slowly."""
    person = telegram.add_user(first_name="Ольга")
    await person.send("раз")
    server.faults.add(FaultKind.BAD_GATEWAY_PAGE, method="getMe")
    for kind in (FaultKind.INTERNAL_ERROR, FaultKind.DROP_AFTER, FaultKind.GARBAGE_PAGE):
        server.faults.add(kind, method="getUpdates")
    server.faults.add(FaultKind.TOO_MANY_REQUESTS, method="getUpdates", retry_after=7)
    async with _receiving(database, clock, server.url) as receiving:
        await receiving.until(lambda: len(receiving.heard) == 1)

    assert receiving.waits == [1.0, 1.0, 2.0, 4.0, 7.0]


async def test_a_webhook_left_behind_is_removed(
    database: Database, clock: FakeClock, telegram: Telegram, server: SandboxServer
):
    """A bot that once had a webhook polls without anybody's help, and keeps what waits."""
    person = telegram.add_user(first_name="Ольга")
    telegram.updates.webhook = Webhook(url="http://127.0.0.1:1/tg")
    await person.send("раз")
    async with _receiving(database, clock, server.url) as receiving:
        await receiving.until(lambda: len(receiving.heard) == 1)
        telegram.updates.webhook = Webhook(url="http://127.0.0.1:1/tg")
        telegram.updates.interrupt(conflict("terminated by setWebhook request"))
        await person.send("два")
        await receiving.until(lambda: len(receiving.heard) == 2)

    assert [one.payload["message"]["text"] for one in receiving.heard] == ["раз", "два"]


@pytest.mark.parametrize(
    ("failures", "dice", "seconds"),
    [
        (1, 0.0, 1.0),
        (2, 0.0, 2.0),
        (5, 0.0, 16.0),
        (6, 0.0, 30.0),
        (99, 0.0, 30.0),
        (6, 1.0, 15.0),
    ],
)
def test_waits_double_up_to_half_a_minute(failures, dice, seconds):
    """The dice take up to half off, so that not all come back at once."""
    assert seconds == backoff_seconds(failures, dice=dice)

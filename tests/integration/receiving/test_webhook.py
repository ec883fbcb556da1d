"""Webhook: brought by the sandbox's Bot API over loopback HTTP, into a real database."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
from sqlalchemy import select

from bot.sandbox.chats import SANDBOX_TOKEN, Telegram
from bot.sandbox.server import SandboxServer
from bot.telegram.client import make_bot
from bot.telegram.webhook_receiver import SECRET_HEADER, WebhookReceiver
from bot.web.server import serve_pages
from services.database import Database
from services.inbox.bots import BotRegistry
from services.inbox.facts import NewUpdate
from services.inbox.service import InboxService
from services.keys import Keys
from services.models import InboxUpdate
from tests.fakes import FakeClock

SECRET = "only-telegram-knows"
UPDATE = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 7}, "from": {"id": 7}}}


class FailingInbox(InboxService):
    """An inbox whose database is away."""

    async def accept(self, updates: Sequence[NewUpdate]) -> int:
        """Store nothing."""
        del updates
        raise OSError


class Hook:
    """A receiver behind a real address, and a Telegram that posts to it."""

    def __init__(self, telegram: Telegram, receiver: WebhookReceiver, url: str) -> None:
        self.telegram = telegram
        self.receiver = receiver
        self.url = url
        self.heard: list[NewUpdate] = []

    async def post(self, content: object, *, secret: str | None = SECRET) -> int:
        """Post something and return the status."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with (
            aiohttp.ClientSession() as client,
            client.post(self.url, json=content, headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture(params=[InboxService])
async def hook(
    request: pytest.FixtureRequest, database: Database, clock: FakeClock
) -> AsyncIterator[Hook]:
    """Give a running receiver; Telegram has been told of it."""
    telegram = Telegram(clock)
    bots = BotRegistry(database)
    heard: list[NewUpdate] = []
    async with SandboxServer(telegram) as server:
        bot = make_bot(SANDBOX_TOKEN, api_url=server.url)
        receiver = WebhookReceiver(
            bot,
            base_url="http://127.0.0.1:0",
            secret=SECRET,
            bot_id=await bots.register(telegram_bot_id=bot.id),
            inbox=request.param(database, clock, Keys("k" * 40)),
            bots=bots,
            on_new=heard.extend,
        )
        async with serve_pages(receiver.routes(), host="127.0.0.1", port=0) as port:
            receiver._url = f"http://127.0.0.1:{port}{receiver.path}"  # noqa: SLF001  # the system chose it
            hook = Hook(telegram, receiver, receiver._url)  # noqa: SLF001
            hook.heard = heard
            async with asyncio.TaskGroup() as group:
                group.create_task(receiver.run())
                await receiver.connected.wait()
                yield hook
                receiver.stop()
        await bot.session.close()


async def stored(database: Database) -> list[int]:
    """Return the ids of stored updates."""
    async with database.reading() as session:
        return list(await session.scalars(select(InboxUpdate.update_id)))


async def test_what_a_person_sends_arrives(hook, database):
    """Telegram learns address and secret, posts the message, and has it confirmed."""
    user = hook.telegram.add_user(first_name="Мария")
    await user.send("привет")
    await hook.telegram.wait_until(lambda: hook.heard, timeout_seconds=20)

    assert hook.receiver.is_connected
    assert [one.update_id for one in hook.heard] == await stored(database)
    assert hook.telegram.updates.webhook.url.endswith("/tg/" + SANDBOX_TOKEN.partition(":")[0])


@pytest.mark.parametrize("secret", [None, "", "only-telegram-know", SECRET + "s", "ё"])
async def test_nobody_else_is_believed(hook, database, secret):
    """Without the secret nothing is stored, whatever else is right."""
    if secret == "ё":
        secret = secret.encode().decode("latin-1")  # what a header can carry of it
    status = await hook.post(UPDATE, secret=secret)

    assert 403 == status
    assert [] == await stored(database)


@pytest.mark.parametrize(
    "content", [[], "x", {}, {"update_id": "5"}, {"update_id": -1}, {"update_id": 2**63}]
)
async def test_what_is_no_update_is_refused(hook, database, content):
    """Nothing strange is stored, and the answer says so."""
    status = await hook.post(content)

    assert 400 == status
    assert [] == await stored(database)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 5, "message": {"text": "' + b"x" * 1_100_000 + b'"}}', 413),
        (b'{"update_id": 5, "message": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400),
        (b'{"update_id": 5, "message": NaN}', 400),
    ],
    ids=["a megabyte", "nested", "no number"],
)
async def test_what_would_burst_is_refused(hook, database, body, status):
    """Neither memory nor stack nor database is at the mercy of who knows the secret."""
    async with (
        aiohttp.ClientSession() as client,
        client.post(hook.url, data=io.BytesIO(body), headers={SECRET_HEADER: SECRET}) as answer,
    ):
        assert status == answer.status

    assert [] == await stored(database)


async def test_an_update_is_taken_once_however_often_it_is_brought(hook, database):
    """Telegram repeats what it heard no 200 for."""
    statuses = [await hook.post(UPDATE) for _ in range(3)]

    assert [200, 200, 200] == statuses
    assert [5] == await stored(database)


@pytest.mark.parametrize("hook", [FailingInbox], indirect=True)
async def test_nothing_is_confirmed_before_it_is_stored(hook, database):
    """While the database is away Telegram keeps the update and comes again."""
    status = await hook.post(UPDATE)

    assert 503 == status
    assert [] == hook.heard
    assert [] == await stored(database)

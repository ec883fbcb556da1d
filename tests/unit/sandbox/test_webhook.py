"""The pusher: secret, order within a line, the next only after 2xx, again after anything else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web

from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from bot.sandbox.updates import Webhook
from bot.sandbox.webhook import WebhookPusher
from tests.fakes import FakeClock
from tests.unit.sandbox.conftest import Naps

Answer = Callable[[dict[str, Any]], Awaitable[web.Response]]


async def well(_update: dict[str, Any]) -> web.Response:
    """Answer as a healthy bot does."""
    return web.Response()


@dataclass(slots=True)
class Hook:
    """A bot's webhook that remembers what came and answers as it is told."""

    telegram: Telegram
    url: str = ""
    answer: Answer = well
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update in."""
        update = await request.json()
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.telegram.changes.publish(Change("test"))
        response = await self.answer(update)
        self.telegram.changes.publish(Change("test"))
        return response

    @property
    def texts(self) -> list[str]:
        """The words of the messages that came."""
        return [update["message"]["text"] for update in self.got if "message" in update]

    async def until(self, count: int) -> None:
        """Wait until so many updates came."""
        await self.telegram.wait_until(lambda: len(self.got) >= count)

    async def until_empty(self) -> None:
        """Wait until nothing is left to be pushed."""
        await self.telegram.wait_until(lambda: not self.telegram.updates.waiting())


@pytest.fixture
async def hook(telegram: Telegram) -> AsyncIterator[Hook]:
    """Give a webhook on this machine."""
    made = Hook(telegram)
    app = web.Application()
    app.router.add_post("/tg", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/tg"
    yield made
    await runner.cleanup()


@pytest.fixture
async def server(telegram: Telegram, naps: Naps) -> AsyncIterator[SandboxServer]:
    """Give a server whose pauses take no time."""
    pusher = WebhookPusher(telegram, sleep=naps.sleep)
    async with SandboxServer(telegram, pusher=pusher) as running:
        yield running


async def test_updates_are_pushed_with_the_secret(bot: Bot, hook: Hook, olga: SandboxUser) -> None:
    """Those that waited before, and those that come after."""
    await olga.send("раньше")
    await bot.set_webhook(hook.url, secret_token="s3cret_-")
    await olga.send("позже")
    await hook.until(2)

    assert ["раньше", "позже"] == hook.texts
    assert ["s3cret_-"] * 2 == hook.secrets
    await hook.until_empty()


async def test_the_next_comes_only_after_a_good_answer(
    telegram: Telegram, server: SandboxServer, hook: Hook, olga: SandboxUser
) -> None:
    """In one chat updates go out one by one; another chat does not wait for it."""
    other = telegram.add_user(first_name="Пётр")
    gate = asyncio.Event()

    async def slow_for_olga(update: dict[str, Any]) -> web.Response:
        if update["message"]["chat"]["id"] == olga.user_id:
            await gate.wait()
        return web.Response()

    hook.answer = slow_for_olga
    telegram.updates.webhook = Webhook(hook.url)
    for text in ("1", "2", "3"):
        await olga.send(text)
    await other.send("чужое")
    await hook.until(2)
    assert {"1", "чужое"} == set(hook.texts)
    gate.set()
    await hook.until(4)

    assert ["1", "2", "3"] == [text for text in hook.texts if text != "чужое"]


async def test_a_bad_answer_is_repeated_with_growing_pauses(
    telegram: Telegram, server: SandboxServer, hook: Hook, olga: SandboxUser, naps: Naps
) -> None:
    """Until 2xx, and the error is told by getWebhookInfo; the later update waits its turn."""
    answers = iter([500, 503, 404, 200, 204])

    async def unwell(_update: dict[str, Any]) -> web.Response:
        return web.Response(status=next(answers))

    hook.answer = unwell
    telegram.updates.webhook = Webhook(hook.url)
    await olga.send("1")
    await olga.send("2")
    await hook.until(5)

    assert ["1", "1", "1", "1", "2"] == hook.texts
    assert [1.0, 2.0, 4.0] == naps.seconds
    assert telegram.updates.last_error is not None
    assert "Wrong response from the webhook: 404 Not Found" == telegram.updates.last_error[1]


async def test_the_bot_may_name_the_pause(
    telegram: Telegram, server: SandboxServer, hook: Hook, olga: SandboxUser, naps: Naps
) -> None:
    """Retry-After is honoured, up to an hour."""
    answers = iter([("17", 503), ("999999", 503), ("", 200)])

    async def busy(_update: dict[str, Any]) -> web.Response:
        seconds, status = next(answers)
        return web.Response(status=status, headers={"Retry-After": seconds})

    hook.answer = busy
    telegram.updates.webhook = Webhook(hook.url)
    await olga.send("1")
    await hook.until(3)

    assert [17.0, 3600.0] == naps.seconds


async def test_a_bot_that_is_not_there(
    telegram: Telegram, olga: SandboxUser, clock: FakeClock, naps: Naps
) -> None:
    """It is tried again and again, but not longer than updates are kept."""

    async def hours_pass(seconds: float) -> None:
        await naps.sleep(seconds)
        clock.advance(timedelta(hours=7))
        telegram.changes.publish(Change("test"))

    pusher = WebhookPusher(telegram, sleep=hours_pass)
    async with SandboxServer(telegram, pusher=pusher):
        telegram.updates.webhook = Webhook("http://127.0.0.1:1/")
        await olga.send("1")
        await telegram.wait_until(lambda: not telegram.updates.waiting())

    assert [1.0, 2.0, 4.0, 8.0] == naps.seconds
    assert telegram.updates.last_error is not None
    assert "Connection failed: ClientConnectorError" == telegram.updates.last_error[1]


async def test_webhook_and_polling_by_the_methods(
    bot: Bot, hook: Hook, olga: SandboxUser, server: SandboxServer
) -> None:
    """Set, asked for, deleted; polling is refused meanwhile and goes on afterwards."""
    server.telegram.updates.webhook = None
    await olga.send("старое")
    await bot.set_webhook(
        hook.url, max_connections=7, allowed_updates=["message"], drop_pending_updates=True
    )
    info = await bot.get_webhook_info()
    assert (hook.url, 7, ["message"], 0) == (
        info.url,
        info.max_connections,
        info.allowed_updates,
        info.pending_update_count,
    )
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert "" == (await bot.get_webhook_info()).url
    await olga.send("новое")

    assert ["новое"] == [u.message.text for u in await bot.get_updates() if u.message]
    assert [] == hook.got


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://192.0.2.1/tg", "to this machine only"), ("ftp://127.0.0.1/", "invalid URL")],
)
async def test_it_pushes_to_this_machine_only(bot: Bot, url: str, words: str) -> None:
    """The sandbox talks to nobody else."""
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.set_webhook(url)


async def test_setting_a_webhook_ends_a_waiting_poll(bot: Bot, hook: Hook) -> None:
    """The receiver gets 409 in the words of setWebhook."""
    updates = hook.telegram.updates
    poll = asyncio.gather(bot.get_updates(timeout=50), return_exceptions=True)
    await hook.telegram.wait_until(lambda: updates.has_waiting_receiver)
    await bot.set_webhook(hook.url)
    (refusal,) = await poll

    assert isinstance(refusal, TelegramConflictError)
    assert "terminated by setWebhook request" in refusal.message

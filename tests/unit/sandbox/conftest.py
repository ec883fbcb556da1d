"""A sandbox with one parent in it, its server, and a real aiogram bot that talks to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.sandbox.chats import Telegram
from bot.sandbox.faults import Faults
from bot.sandbox.person import SandboxUser
from bot.sandbox.rates import UNLIMITED, RateModel
from bot.sandbox.server import SandboxServer
from tests.fakes import FakeClock


@dataclass(slots=True)
class Naps:
    """Sleeps that take no time and are remembered."""

    seconds: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Return at once."""
        self.seconds.append(seconds)


class QuickSession(AiohttpSession):
    """aiogram's session without its quarter of a second for TLS at the end."""

    async def close(self) -> None:
        """Close at once."""
        if self._session is not None:
            await self._session.close()


@pytest.fixture
def naps() -> Naps:
    """Give sleeps that take no time."""
    return Naps()


@pytest.fixture
def telegram(clock: FakeClock) -> Telegram:
    """Give an empty messenger."""
    return Telegram(clock)


@pytest.fixture
def olga(telegram: Telegram) -> SandboxUser:
    """Give a parent who has never met the bot."""
    return telegram.add_user(first_name="Ольга", last_name="Кузнецова", phone="+79161234567")


@pytest.fixture
async def server(telegram: Telegram, naps: Naps) -> AsyncIterator[SandboxServer]:
    """Give the running Bot API, without speed limits."""
    rates = RateModel(UNLIMITED)
    faults = Faults(sleep=naps.sleep)
    async with SandboxServer(telegram, rates=rates, faults=faults) as running:
        yield running


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    """Give aiogram's bot, pointed at the sandbox."""
    session = QuickSession(api=TelegramAPIServer.from_base(server.url))
    async with Bot(server.telegram.token, session=session) as running:
        yield running


@pytest.fixture
async def started(olga: SandboxUser) -> SandboxUser:
    """Give a parent whom the bot may write to."""
    await olga.send("/start")
    return olga

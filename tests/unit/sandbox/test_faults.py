"""Each fault ends, in aiogram, in the exception it ends in with the real Telegram."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.sandbox.faults import FaultKind
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from tests.unit.sandbox.conftest import Naps

CASES = [
    (FaultKind.TOO_MANY_REQUESTS, TelegramRetryAfter, False),
    (FaultKind.TOO_MANY_REQUESTS_BARE, TelegramAPIError, False),
    (FaultKind.REFUSAL, TelegramBadRequest, False),
    (FaultKind.INTERNAL_ERROR, TelegramServerError, False),
    (FaultKind.BAD_GATEWAY, TelegramServerError, False),
    (FaultKind.BAD_GATEWAY_PAGE, ClientDecodeError, False),
    (FaultKind.DROP_BEFORE, TelegramNetworkError, False),
    (FaultKind.DROP_AFTER, TelegramNetworkError, True),
    (FaultKind.GARBAGE_PAGE, ClientDecodeError, False),
    (FaultKind.GARBAGE_RESULT, ClientDecodeError, True),
]


@pytest.mark.parametrize(
    ("kind", "error", "is_delivered"), CASES, ids=lambda c: getattr(c, "name", "")
)
async def test_a_fault(  # fixtures and a case
    server: SandboxServer,
    bot: Bot,
    olga: SandboxUser,
    kind: FaultKind,
    error: type[AiogramError],
    is_delivered: bool,  # noqa: FBT001  # a case
) -> None:
    """Delivered or not, and what the bot gets to know of it; the next call is well again."""
    await olga.send("/start")
    fault = server.faults.add(kind, method="sendMessage")
    with pytest.raises(AiogramError) as caught:
        await bot.send_message(olga.user_id, "первое")

    assert error is type(caught.value)
    assert is_delivered == any(message.text == "первое" for message in olga.messages)
    assert is_delivered == kind.is_delivered
    assert 1 == fault.hits
    assert kind.name.lower() == server.telegram.calls("sendMessage")[0].fault
    await bot.send_message(olga.user_id, "второе")
    assert "второе" == olga.last.text


def test_every_fault_has_its_case() -> None:
    """A delay, which raises nothing, is tested by itself."""
    assert set(FaultKind) == {kind for kind, _, _ in CASES} | {FaultKind.DELAY}


async def test_a_delay_delivers_late(
    server: SandboxServer, bot: Bot, olga: SandboxUser, naps: Naps
) -> None:
    """The call is carried out after so many seconds."""
    await olga.send("/start")
    server.faults.add(FaultKind.DELAY, seconds=70)
    await bot.send_message(olga.user_id, "позже")

    assert [70] == naps.seconds
    assert "позже" == olga.last.text


async def test_a_fault_is_heard_of_when_it_strikes(
    server: SandboxServer, bot: Bot, started: SandboxUser
) -> None:
    """Who waits for a hit does not wait until the late call is done."""
    is_released = asyncio.Event()

    async def wait_for_release(_seconds: float) -> None:
        await is_released.wait()

    server.faults.sleep = wait_for_release
    fault = server.faults.add(FaultKind.DELAY, method="sendMessage")
    async with asyncio.TaskGroup() as group:
        group.create_task(bot.send_message(started.user_id, "late"))
        await server.telegram.wait_until(lambda: fault.hits, timeout_seconds=10)
        is_released.set()

    assert 1 == fault.hits


async def test_a_fault_chooses_its_calls(
    server: SandboxServer, bot: Bot, olga: SandboxUser
) -> None:
    """By method, by chat, and so many times."""
    other = server.telegram.add_user(first_name="Пётр")
    for user in (olga, other):
        await user.send("/start")
    fault = server.faults.add(
        FaultKind.INTERNAL_ERROR, method="sendmessage", chat_id=olga.user_id, times=2
    )
    outcomes = []
    for chat_id in (other.user_id, olga.user_id, olga.user_id, olga.user_id):
        try:
            await bot.send_message(chat_id, "x")
        except TelegramServerError:
            outcomes.append("500")
        else:
            outcomes.append("ok")
    await bot.get_me()

    assert ["ok", "500", "500", "ok"] == outcomes
    assert 2 == fault.hits


async def test_a_fault_without_end(server: SandboxServer, bot: Bot) -> None:
    """It strikes every call until it is removed."""
    fault = server.faults.add(FaultKind.INTERNAL_ERROR, times=None)
    for _ in range(3):
        with pytest.raises(TelegramServerError):
            await bot.get_me()
    server.faults.remove(fault)
    assert (await bot.get_me()).is_bot

    server.faults.add(FaultKind.INTERNAL_ERROR, times=None)
    server.faults.clear()
    assert (await bot.get_me()).is_bot


async def test_a_refusal_of_ones_own_choice(server: SandboxServer, bot: Bot) -> None:
    """Any code, words and parameters: a restart, an upgraded group."""
    server.faults.add(FaultKind.REFUSAL, code=500, description="Internal Server Error: restart")
    with pytest.raises(RestartingTelegram):
        await bot.get_me()

    server.faults.add(FaultKind.REFUSAL, parameters={"migrate_to_chat_id": -5})
    with pytest.raises(TelegramMigrateToChat):
        await bot.get_me()


async def test_the_wait_of_a_429_is_named(server: SandboxServer, bot: Bot) -> None:
    """In the parameters, or only in the words."""
    server.faults.add(FaultKind.TOO_MANY_REQUESTS, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.get_me()
    assert 7 == caught.value.retry_after

    server.faults.add(FaultKind.TOO_MANY_REQUESTS_BARE, retry_after=9)
    with pytest.raises(TelegramAPIError, match="Too Many Requests: retry after 9"):
        await bot.get_me()

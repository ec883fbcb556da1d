"""The wire of the Bot API: tokens, methods, encodings, updates, transcript; the bot itself."""

from datetime import timedelta
from typing import Any

import aiogram.methods
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from aiohttp import ClientSession, FormData

from bot.sandbox.api_request import find_method
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from tests.fakes import FakeClock
from tests.unit.sandbox.api_calls import raw


def test_every_method_of_aiogram_is_known() -> None:
    """By the name it has on the wire, in any case of letters."""
    classes = [getattr(aiogram.methods, name) for name in aiogram.methods.__all__]
    named = [c for c in classes if isinstance(getattr(c, "__api_method__", None), str)]

    assert len(named) > 180
    assert all(find_method(c.__api_method__.upper()) is c for c in named)


async def test_an_unknown_token_is_401(server: SandboxServer) -> None:
    """For methods and for files."""
    status, body = await raw(server, "getMe", token="1:wrong")

    assert (401, False, 401, "Unauthorized") == (
        status,
        body["ok"],
        body["error_code"],
        body["description"],
    )
    async with (
        ClientSession() as session,
        session.get(f"{server.url}/file/bot1:wrong/documents/file_1.csv") as response,
    ):
        assert 401 == response.status


async def test_an_unknown_method_is_404(server: SandboxServer) -> None:
    """As a local Bot API server answers."""
    status, body = await raw(server, "sendTelepathy")

    assert (404, "Not Found: method not found") == (status, body["description"])


async def test_a_method_the_sandbox_has_not_is_told_apart(server: SandboxServer) -> None:
    """It is checked first, then honestly refused."""
    status, body = await raw(server, "sendDice", json={"chat_id": 1})

    assert 400 == status
    assert "Bad Request: method sendDice is not supported by the sandbox" == body["description"]


@pytest.mark.parametrize("encoding", ["json", "urlencoded", "multipart", "query"])
async def test_all_encodings(server: SandboxServer, started: SandboxUser, encoding: str) -> None:
    """The same message by each of the ways Telegram reads; "[1,2]" stays a text."""
    markup = '{"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}'
    fields = {"chat_id": str(started.user_id), "text": "[1,2]", "reply_markup": markup}
    sent: dict[str, Any]
    match encoding:
        case "json":
            sent = {"json": {**fields, "disable_notification": True}}
        case "urlencoded":
            sent = {"data": {**fields, "disable_notification": "true"}}
        case "multipart":
            form = FormData({**fields, "disable_notification": "True"}, default_to_multipart=True)
            sent = {"data": form}
        case _:
            sent = {"params": {**fields, "disable_notification": "1"}}
    status, body = await raw(server, "sendmessage", **sent)

    assert (200, True) == (status, body["ok"])
    assert ("[1,2]", ["Да"], True) == (
        started.last.text,
        started.last.captions,
        started.last.silent,
    )


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": "{"}, "can't parse reply_mar"),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": [1]}, "can't parse reply_mar"),
        ("answerCallbackQuery", {}, "parameter callback_query_id is required"),
        ("banChatMember", {"chat_id": 1}, "parameter user_id is required"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "message_thread_id": "x"},
            "can't parse messa",
        ),
    ],
)
async def test_wrong_parameters(
    server: SandboxServer, method: str, fields: dict[str, Any], words: str
) -> None:
    """Missing and unreadable values are refused with 400 and a reason."""
    status, body = await raw(server, method, json=fields)

    assert 400 == status
    assert body["description"].startswith(f"Bad Request: {words}")


async def test_broken_json_is_refused(server: SandboxServer) -> None:
    """The body itself must be readable."""
    headers = {"Content-Type": "application/json"}
    for data in ("{", "[1]"):
        status, _ = await raw(server, "getMe", data=data, headers=headers)
        assert 400 == status


async def test_calls_are_written_down(
    server: SandboxServer, bot: Bot, started: SandboxUser, clock: FakeClock
) -> None:
    """Method, parameters, time and outcome, refused ones as well."""
    await bot.send_message(started.user_id, "a", disable_notification=True)
    clock.advance(timedelta(minutes=1))
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(5, "b")

    good, bad = server.telegram.calls("sendMessage")
    assert ("ok", True, "a") == (good.outcome, good.is_ok, good.params["text"])
    assert timedelta(minutes=1) == bad.at - good.at
    assert ("400 Bad Request: chat not found", False) == (bad.outcome, bad.is_ok)
    assert [good] == server.telegram.calls("sendMessage", chat_id=started.user_id)


async def test_get_me(server: SandboxServer, bot: Bot) -> None:
    """A bot with a name, which aiogram's polling needs."""
    me = await bot.get_me()

    assert (True, server.telegram.bot.username) == (me.is_bot, me.username)
    assert server.telegram.token.startswith(f"{me.id}:")


async def test_updates_over_http(bot: Bot, olga: SandboxUser) -> None:
    """Aiogram reads what a person did, and confirms it by the offset."""
    await olga.send("/start abc")
    await olga.block()
    first, second = await bot.get_updates(timeout=5)

    assert first.message is not None
    assert first.message.text == "/start abc"
    assert second.my_chat_member is not None
    assert [] == await bot.get_updates(offset=second.update_id + 1)


async def test_command_menus(server: SandboxServer, bot: Bot, started: SandboxUser) -> None:
    """The person sees the narrowest list: of the chat, else the usual one."""
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")])
    assert ["help"] == [command.name for command in started.commands]
    scope = BotCommandScopeChat(chat_id=started.user_id)
    own = [BotCommand(command="diary", description="Дневник")]
    await bot.set_my_commands(own, scope=scope)
    await bot.set_my_commands(
        [BotCommand(command="diary", description="Diary")], scope=scope, language_code="en"
    )
    assert ["Дневник"] == [command.description for command in started.commands]
    stored = await bot.get_my_commands(scope=scope)
    assert [("diary", "Дневник")] == [(c.command, c.description) for c in stored]

    await bot.delete_my_commands(scope=scope)
    assert ["help"] == [command.name for command in started.commands]


async def test_texts_about_the_bot(bot: Bot) -> None:
    """By language, with the general one for all others."""
    await bot.set_my_description("Дневник")
    await bot.set_my_description("Diary", language_code="en")

    assert "Дневник" == (await bot.get_my_description(language_code="de")).description
    assert "Diary" == (await bot.get_my_description(language_code="en")).description
    assert "Перемена" == (await bot.get_my_name()).name


async def test_the_menu_button(bot: Bot, started: SandboxUser) -> None:
    """Of one chat, of all, and the usual one."""
    assert "commands" == (await bot.get_chat_menu_button(chat_id=started.user_id)).type
    await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    await bot.set_chat_menu_button(chat_id=started.user_id, menu_button=MenuButtonCommands())

    assert "commands" == (await bot.get_chat_menu_button(chat_id=started.user_id)).type
    assert "default" == (await bot.get_chat_menu_button()).type

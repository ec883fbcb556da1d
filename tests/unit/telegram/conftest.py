"""A tiny Bot API on loopback that answers as a test says, and a real aiogram bot before it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiogram import Bot
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram.client import make_bot

TOKEN = "42:" + "A" * 35


@dataclass(slots=True)
class Answer:
    """What the server answers: JSON or raw bytes, or breaks the connection."""

    body: dict[str, Any] | bytes = field(default_factory=dict)
    status: int = 200
    content_type: str = "application/json"
    breaks: bool = False
    hangs: bool = False


@dataclass(slots=True)
class TinyBotApi:
    """Notes calls and gives prepared answers, else success."""

    bot: Bot
    answers: list[Answer] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    end: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        fields = await _fields(request)
        self.calls.append((request.path.rpartition("/")[2], fields))
        answer = self.answers.pop(0) if self.answers else accepted(len(self.calls))
        if answer.breaks:
            assert request.transport is not None
            request.transport.abort()
        if answer.hangs:
            await self.end.wait()
        if isinstance(answer.body, bytes):
            return web.Response(
                body=answer.body, status=answer.status, content_type=answer.content_type
            )
        return web.json_response(answer.body, status=answer.status)


async def _fields(request: web.Request) -> dict[str, Any]:
    """Return what was sent as a form would have it: Telegram takes JSON as well."""
    if request.content_type == "application/json":
        values = {key: one for key, one in (await request.json()).items() if one is not None}
        return {
            key: one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
            for key, one in values.items()
        }
    form = await request.post()
    return {name: getattr(value, "filename", value) for name, value in form.items()}


def accepted(message_id: int) -> Answer:
    """Return Telegram's answer to a message it took."""
    message = {"message_id": message_id, "date": 1, "chat": {"id": 7, "type": "private"}}
    return Answer({"ok": True, "result": message | {"text": "x"}})


def refused(code: int, description: str, **parameters: int) -> Answer:
    """Return one of Telegram's refusals."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(body, status=code)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def running_bot_api() -> AsyncIterator[TinyBotApi]:
    """Run the server and the bot; aiogram takes a quarter of a second to close a connection."""
    app = web.Application()
    server = TestServer(app)
    apis: list[TinyBotApi] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        return await apis[0].handle(request)

    app.router.add_post("/{path:.*}", handle)
    await server.start_server()
    apis.append(TinyBotApi(make_bot(TOKEN, api_url=str(server.make_url("")).rstrip("/"))))
    yield apis[0]
    apis[0].end.set()
    await apis[0].bot.session.close()
    await server.close()


@pytest.fixture
def bot_api(running_bot_api: TinyBotApi) -> TinyBotApi:
    """Give the server with nothing prepared and nothing noted."""
    running_bot_api.answers.clear()
    running_bot_api.calls.clear()
    return running_bot_api

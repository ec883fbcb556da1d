"""One way of telling many chats something, as its own process, so that its cost can be measured.

``engine``: the product's own delivery. ``asked``: the same while people ask the bot for
something. ``loop``: what most bots do, one after the other with a nap. ``gather``: all at once,
repeating what was refused.
"""

import asyncio
import json
import socket
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.commands.run import event_loop_factory
from bot.telegram.fast_import import import_aiogram

import_aiogram()

from aiogram import Bot  # noqa: E402
from aiogram.exceptions import AiogramError, TelegramRetryAfter  # noqa: E402
from aiohttp import ClientSession  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from bot.application import Application, build_application, open_database  # noqa: E402
from bot.memory import settle  # noqa: E402
from bot.runner import Part, run_parts  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.telegram.client import make_bot  # noqa: E402
from bot.telegram.webhook_receiver import SECRET_HEADER  # noqa: E402
from bot.waiting import Stop  # noqa: E402
from bot.web.server import serve_pages  # noqa: E402
from services.clock import SystemClock  # noqa: E402
from services.database import Database  # noqa: E402
from services.keys import Keys  # noqa: E402
from services.vocabulary import NoticeState  # noqa: E402
from tests.benchmarks.many_families import (  # noqa: E402
    BOT_TELEGRAM_ID,
    CHAT_OFFSET,
    TOKEN,
    count,
    owe_broadcast,
)

__all__ = ["main"]

_NAP_SECONDS = 0.05
_LOOK_SECONDS = 0.5
_IDLE_SECONDS = 1.5  # until the engine idles and its first slots are there
_SOME_MOMENT = 1_795_600_000
_ASKS, _BETWEEN_ASKS_SECONDS = 50, 0.3
_LAST_ANSWERS_SECONDS = 3.0
_SECRET = "only-telegram-knows"  # invented
_TEXT = "<b>Школа</b>\nСобрание в четверг, 18:30, каб. 214. Возьмите с собой дневник."


async def _loop(bot: Bot, chats: int) -> None:
    for n in range(1, chats + 1):
        try:
            await bot.send_message(CHAT_OFFSET + n, _TEXT)
        except AiogramError:
            continue  # lost
        await asyncio.sleep(_NAP_SECONDS)


async def _gather(bot: Bot, chats: int) -> None:
    async def send(chat_id: int) -> None:
        while True:
            try:
                await bot.send_message(chat_id, _TEXT)
            except TelegramRetryAfter as refusal:
                await asyncio.sleep(refusal.retry_after)
            except AiogramError:
                continue
            else:
                return

    await asyncio.gather(*(send(CHAT_OFFSET + n) for n in range(1, chats + 1)))


async def _naive(way: str, arguments: Namespace) -> dict[str, Any]:
    bot = make_bot(TOKEN, api_url=arguments.api)
    began, cpu = time.monotonic(), time.process_time()
    await (_loop if way == "loop" else _gather)(bot, arguments.chats)
    used = time.process_time() - cpu
    await bot.session.close()
    return {"began": began, "cpu": used}


async def _engine(arguments: Namespace) -> dict[str, Any]:
    settings = Settings(
        telegram_api_url=arguments.api,
        database_url=arguments.database,
        messages_per_second=arguments.per_second,
        paid_broadcast=arguments.paid,
    )
    figures: dict[str, Any] = {}

    async def watch(application: Application, stop: Stop) -> None:
        await asyncio.sleep(_IDLE_SECONDS)
        await _owe(application.database, arguments.chats)
        figures["began"], cpu = time.monotonic(), time.process_time()
        while await count(application.database, NoticeState.WAITING):
            await stop.pause(_LOOK_SECONDS)
        figures["cpu"] = time.process_time() - cpu

    await _run(settings, {"delivery"}, watch, profile=arguments.profile)
    return figures


async def _asked(arguments: Namespace) -> dict[str, Any]:
    """Tell *chats* families something; the fifty after them ask for their marks meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    settings = Settings(
        telegram_api_url=arguments.api,
        database_url=arguments.database,
        messages_per_second=arguments.per_second,
        webhook_url=f"http://127.0.0.1:{port}",
        webhook_secret=SecretStr(_SECRET),
    )
    asked: list[tuple[float, int]] = []

    async def watch(application: Application, stop: Stop) -> None:
        pages = serve_pages(application.routes({"web"}), host="127.0.0.1", port=port)
        async with pages, ClientSession(headers={SECRET_HEADER: _SECRET}) as telegram:
            await asyncio.sleep(_IDLE_SECONDS)
            await _owe(application.database, arguments.chats)
            for n in range(1, _ASKS + 1):
                await stop.pause(_BETWEEN_ASKS_SECONDS)
                chat_id = CHAT_OFFSET + arguments.chats + n
                asked.append((time.monotonic(), chat_id))
                url = f"{settings.webhook_url}/tg/{BOT_TELEGRAM_ID}"
                async with telegram.post(url, json=_update(n, chat_id)) as answer:
                    answer.raise_for_status()
            await stop.pause(_LAST_ANSWERS_SECONDS)
            stop.ask()

    await _run(settings, {"web", "delivery"}, watch)
    return {"asked": asked}


async def _run(
    settings: Settings,
    only: set[str],
    watch: Callable[[Application, Stop], Coroutine[Any, Any, None]],
    *,
    profile: Path | None = None,
) -> None:
    clock, keys, stop = SystemClock(), Keys("k" * 40), Stop()
    bot = make_bot(TOKEN, api_url=settings.telegram_api_url)
    database = open_database(settings.database_url, keys=keys, clock=clock)
    application = await build_application(
        settings, database=database, bots=[bot], keys=keys, clock=clock
    )
    settle()
    parts = [
        *application.parts(only), Part("watch", lambda: watch(application, stop), lambda: None)
    ]  # fmt: skip
    if profile:
        import cProfile

        with cProfile.Profile() as profiler:
            await run_parts(parts, stop=stop)
        profiler.dump_stats(profile)
    else:
        await run_parts(parts, stop=stop)
    await bot.session.close()
    await database.close()


async def _owe(database: Database, chats: int) -> None:
    await owe_broadcast(database, families=chats, now=SystemClock().now() - timedelta(seconds=1))


def _update(number: int, chat_id: int) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": _SOME_MOMENT,
            "chat": {"id": chat_id, "type": "private", "first_name": "О"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "О", "language_code": "ru"},
            "text": "/marks",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        },
    }


def main() -> None:
    """Send in one way and print the figures as JSON."""
    parser = ArgumentParser()
    parser.add_argument("way", choices=["engine", "asked", "loop", "gather"])
    parser.add_argument("--api", required=True)
    parser.add_argument("--chats", type=int, required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--per-second", type=int, default=30)
    parser.add_argument("--paid", action="store_true")
    parser.add_argument("--profile", type=Path)
    arguments = parser.parse_args()
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        match arguments.way:
            case "engine":
                figures = runner.run(_engine(arguments))
            case "asked":
                figures = runner.run(_asked(arguments))
            case way:
                figures = runner.run(_naive(way, arguments))
    figures["mebibytes"] = _peak_mebibytes()
    print(json.dumps(figures))


def _peak_mebibytes() -> float:
    """Return our own peak; ``ru_maxrss`` begins with that of the process that started us."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()

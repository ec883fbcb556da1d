"""One way of telling many chats something, as its own process, so that its cost can be measured.

``engine``: the product's own delivery. ``loop``: what most bots do, one after the other with a
nap. ``gather``: all at once, repeating what was refused.
"""

import asyncio
import json
import resource
import time
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from pathlib import Path

from bot.commands.run import event_loop_factory
from bot.telegram.fast_import import import_aiogram

import_aiogram()

from aiogram import Bot  # noqa: E402
from aiogram.exceptions import AiogramError, TelegramRetryAfter  # noqa: E402

from bot.application import build_application, open_database  # noqa: E402
from bot.memory import settle  # noqa: E402
from bot.runner import Part, run_parts  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.telegram.client import make_bot  # noqa: E402
from bot.waiting import Stop  # noqa: E402
from services.clock import SystemClock  # noqa: E402
from services.keys import Keys  # noqa: E402
from services.vocabulary import NoticeState  # noqa: E402
from tests.benchmarks.many_families import CHAT_OFFSET, TOKEN, count, owe_broadcast  # noqa: E402

__all__ = ["main"]

_NAP_SECONDS = 0.05
_LOOK_SECONDS = 0.5
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


async def _naive(way: str, arguments: Namespace) -> dict[str, float]:
    bot = make_bot(TOKEN, api_url=arguments.api)
    began, cpu = time.monotonic(), time.process_time()
    await (_loop if way == "loop" else _gather)(bot, arguments.chats)
    used = time.process_time() - cpu
    await bot.session.close()
    return {"began": began, "cpu": used}


async def _engine(arguments: Namespace) -> dict[str, float]:
    settings = Settings(
        telegram_api_url=arguments.api,
        database_url=arguments.database,
        messages_per_second=arguments.per_second,
        paid_broadcast=arguments.paid,
    )
    clock, keys, stop = SystemClock(), Keys("k" * 40), Stop()
    bot = make_bot(TOKEN, api_url=arguments.api)
    database = open_database(settings.database_url, keys=keys, clock=clock)
    application = await build_application(
        settings, database=database, bot=bot, keys=keys, clock=clock
    )
    settle()
    figures: dict[str, float] = {}

    async def watch() -> None:
        await asyncio.sleep(1.5)  # until the engine idles and its first slots are there
        await owe_broadcast(
            database, families=arguments.chats, now=clock.now() - timedelta(seconds=1)
        )
        figures["began"], cpu = time.monotonic(), time.process_time()
        while await count(database, NoticeState.WAITING):
            await stop.pause(_LOOK_SECONDS)
        figures["cpu"] = time.process_time() - cpu

    parts = [*application.parts({"delivery"}), Part("watch", watch, lambda: None)]
    if arguments.profile:
        import cProfile

        with cProfile.Profile() as profile:
            await run_parts(parts, stop=stop)
        profile.dump_stats(arguments.profile)
    else:
        await run_parts(parts, stop=stop)
    await bot.session.close()
    await database.close()
    return figures


def main() -> None:
    """Send in one way and print the figures as JSON."""
    parser = ArgumentParser()
    parser.add_argument("way", choices=["engine", "loop", "gather"])
    parser.add_argument("--api", required=True)
    parser.add_argument("--chats", type=int, required=True)
    parser.add_argument("--database", default="")
    parser.add_argument("--per-second", type=int, default=30)
    parser.add_argument("--paid", action="store_true")
    parser.add_argument("--profile", type=Path)
    arguments = parser.parse_args()
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        if arguments.way == "engine":
            figures = runner.run(_engine(arguments))
        else:
            figures = runner.run(_naive(arguments.way, arguments))
    figures["mebibytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

"""Twenty bots of a district telling their schools something at once, as one process.

Prints when everything was owed and what it cost.
"""

import asyncio
import json
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from bot.commands.run import event_loop_factory
from bot.telegram.fast_import import import_aiogram

import_aiogram()

from bot.application import build_application, open_database  # noqa: E402
from bot.memory import settle  # noqa: E402
from bot.runner import Part, run_parts  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.telegram.client import make_bot  # noqa: E402
from bot.waiting import Stop  # noqa: E402
from services.clock import SystemClock  # noqa: E402
from services.database import Database, bind_school  # noqa: E402
from services.keys import Keys  # noqa: E402
from services.models import Broadcast  # noqa: E402
from services.outbox.keys import broadcast_key  # noqa: E402
from services.vocabulary import (  # noqa: E402
    BroadcastScope,
    BroadcastTarget,
    EntryState,
    FactKind,
    FactRef,
    NoticeKind,
    NoticeState,
)
from tests.benchmarks.many_families import count, owe  # noqa: E402
from tests.benchmarks.scale import Scale  # noqa: E402

__all__ = ["main", "token_of"]

_LOOK_SECONDS, _IDLE_SECONDS = 0.5, 2.0


def token_of(bot_id: int) -> str:
    """Return the invented token of a bot."""
    return f"{4241 + bot_id}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


async def _send(url: str, api: str, scale: Scale) -> dict[str, Any]:
    settings = Settings(telegram_api_url=api, database_url=url)
    clock, keys, stop = SystemClock(), Keys("k" * 40), Stop()
    database = open_database(url, keys=keys, clock=clock)
    bots = [make_bot(token_of(n), api_url=api) for n in range(1, scale.bots + 1)]
    figures: dict[str, Any] = {}

    async def watch() -> None:
        await asyncio.sleep(_IDLE_SECONDS)
        await _owe(database, scale)
        figures["began"], cpu = time.monotonic(), time.process_time()
        while await count(database, NoticeState.WAITING):
            await stop.pause(_LOOK_SECONDS)
        figures["cpu"] = time.process_time() - cpu
        stop.ask()

    application = await build_application(
        settings, database=database, bots=bots, keys=keys, clock=clock
    )
    settle()
    parts = [*application.parts({"delivery"}), Part("watch", watch, lambda: None)]
    await run_parts(parts, stop=stop)
    for bot in bots:
        await bot.session.close()
    await database.close()
    return figures


async def _owe(database: Database, scale: Scale) -> None:
    now = SystemClock().now() - timedelta(seconds=1)
    for school_id in range(1, scale.schools + 1):
        with bind_school(school_id):
            async with database.transaction() as session:
                session.add(
                    Broadcast(
                        id=school_id,
                        author_id=scale.teacher_id(school_id, scale.class_ids(school_id)[0], 0),
                        state=EntryState.SAVED,
                        scope=BroadcastScope.SCHOOL,
                        scope_ref=0,
                        target=BroadcastTarget.PARENTS,
                        label="",
                        text="Собрание в четверг, 18:30, каб. 214. Возьмите с собой дневник.",
                        answers=["Буду", "Не буду"],
                        created_at=now,
                        sent_at=now,
                    )
                )
                await session.flush()
                fact, key = FactRef(FactKind.BROADCAST, school_id), broadcast_key(school_id)
                await owe(
                    session,
                    [
                        (guardian, guardian, fact, NoticeKind.BROADCAST, key)
                        for guardian in scale.guardians(school_id)
                    ],
                    now=now,
                    school_id=school_id,
                    first_child=1 - scale.first_guardian,
                )


def main() -> None:
    """Send, and print the figures as JSON."""
    parser = ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--bots", type=int, required=True)
    parser.add_argument("--classes", type=int, required=True)
    given = parser.parse_args()
    scale = Scale(schools=given.bots, classes=given.classes, bots=given.bots, years=1)
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        print(json.dumps(runner.run(_send(given.database, given.api, scale))))


if __name__ == "__main__":
    main()

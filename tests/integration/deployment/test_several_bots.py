"""Several bots in one process: each receives, and answers, for its own token."""

import asyncio

from bot.application import build_application
from bot.runner import Part, run_parts
from bot.settings import Settings
from bot.telegram.client import make_bot
from bot.waiting import Stop
from services.database import Database
from services.keys import Keys
from tests.benchmarks.district_sending import token_of
from tests.benchmarks.district_telegram import Chat, DistrictTelegram
from tests.benchmarks.strict_telegram import listening
from tests.fakes import FakeClock


async def test_each_bot_of_a_process_answers_its_own_people(database: Database, clock: FakeClock):
    """Two people write to two bots of one process: each is answered by the bot written to."""
    telegram = DistrictTelegram(per_second=30, latency=0.0, secret="")
    tokens = [token_of(1), token_of(2)]
    chats = [Chat(chat_id, token) for chat_id, token in zip((7, 8), tokens, strict=True)]
    telegram.chats = {chat.chat_id: chat for chat in chats}
    stop = Stop()

    async def watch() -> None:
        for chat in chats:
            telegram.ask(chat, None, text="/start")
        async with asyncio.timeout(30):
            while telegram.unanswered:
                telegram.changed.clear()
                await telegram.changed.wait()
        stop.ask()

    async with listening(telegram) as api:
        bots = [make_bot(token, api_url=api) for token in tokens]
        application = await build_application(
            Settings(telegram_api_url=api),
            database=database,
            bots=bots,
            keys=Keys("a secret of thirty-two characters!!"),
            clock=clock,
        )
        await run_parts(
            [*application.parts({"web"}), Part("watch", watch, lambda: None)], stop=stop
        )
        for bot in bots:
            await bot.session.close()

    assert [1, 1] == [chat.answers for chat in chats]
    assert 0 == telegram.astray
    assert 2 == len({one.bot_id for one in application.bots})

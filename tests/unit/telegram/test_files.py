"""Fetching a document from Telegram: what it says, what it refuses, what is too large."""

import pytest

from bot.sandbox.chats import SANDBOX_TOKEN, Telegram
from bot.sandbox.server import SandboxServer
from bot.telegram.client import make_bot
from bot.telegram.files import TelegramFiles
from services.exchange.sent import FileNotFetched, FileTooLarge
from tests.fakes import FakeClock


async def test_a_file_is_fetched_or_refused_in_our_own_words():
    """What is there comes as it was sent; what is not, or is too large, has its refusal."""
    telegram = Telegram(FakeClock())
    small = telegram.files.add_document("lists.xlsx", b"0123456789")
    huge = telegram.files.add_document("film.zip", bytes(20 * 1024 * 1024 + 1))
    async with SandboxServer(telegram) as server:
        bot = make_bot(SANDBOX_TOKEN, api_url=server.url)
        async with bot.context():
            files = TelegramFiles(bot)

            assert b"0123456789" == await files.fetch(small.file_id, largest=10)
            for file_id, largest, refusal in (
                (small.file_id, 9, FileTooLarge),
                (huge.file_id, 10**9, FileTooLarge),
                ("BQACgone", 10, FileNotFetched),
            ):
                with pytest.raises(refusal):
                    await files.fetch(file_id, largest=largest)


async def test_a_line_that_is_down_is_one_refusal():
    """What cannot be reached now is to be sent again later."""
    bot = make_bot(SANDBOX_TOKEN, api_url="http://127.0.0.1:1")
    async with bot.context():
        with pytest.raises(FileNotFetched):
            await TelegramFiles(bot).fetch("BQAC1", largest=10)

"""Fetching what people sent: two calls, a name for the file, then its bytes."""

import io

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientError

from bot.telegram.outcomes import SEND_FAILURES
from services.exchange.sent import FileNotFetched, FileTooLarge

__all__ = ["TelegramFiles"]

_TOO_BIG = "file is too big"  # Telegram hands out 20 MB, a local server of one's own more


class TelegramFiles:
    """The files of one bot, while Telegram keeps them."""

    def __init__(self, bot: Bot) -> None:
        """Fetch as *bot*."""
        self._bot = bot

    async def fetch(self, file_id: str, *, largest: int) -> bytes:
        """Return what is in a file.

        Raises:
            FileTooLarge: more than *largest* bytes, or than Telegram hands out.
            FileNotFetched: Telegram does not give it now, or any more.
        """
        content = io.BytesIO()
        try:
            found = await self._bot.get_file(file_id)
            if (found.file_size or 0) > largest:
                raise FileTooLarge
            if found.file_path is None:
                raise FileNotFetched
            await self._bot.download_file(found.file_path, destination=content)
        except TelegramBadRequest as error:
            raise (FileTooLarge if _TOO_BIG in str(error) else FileNotFetched) from error
        except (*SEND_FAILURES, ClientError, OSError) as error:
            raise FileNotFetched from error
        data = content.getvalue()
        if len(data) > largest:
            raise FileTooLarge
        return data

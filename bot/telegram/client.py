"""The connection to the Bot API: address, token, time limits; and its raw way to fetch updates."""

from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.methods import TelegramMethod
from aiogram.utils.token import TokenValidationError

from bot.problems import CommandFailed, UsageProblem
from services.i18n import gettext as _

__all__ = ["LONG_POLL_SECONDS", "GetRawUpdates", "WrongToken", "make_bot"]

CALL_SECONDS = 20  # an upload of a report over a village's line; most calls take 0.1
LONG_POLL_SECONDS = 25  # Telegram takes up to 50; routers forget silent connections after 30


class WrongToken(CommandFailed):
    """Telegram does not know the token; nothing else can be done with it."""

    def __init__(self) -> None:
        super().__init__("")

    def __str__(self) -> str:  # in the language of whoever prints it, not of the bot's loop
        return _("Telegram does not know this BOT_TOKEN: copy it again from @BotFather into .env.")


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """``getUpdates`` that hands out updates as they came.

    aiogram's own raises for a whole batch when one update has a shape it does not know.
    """

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: tuple[str, ...]


def make_bot(token: str, *, api_url: str) -> Bot:
    """Return a client for *token*; it connects with its first call.

    Raises:
        UsageProblem: the token cannot be one.
    """
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=CALL_SECONDS)
    defaults = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
    try:
        return Bot(token, session=session, default=defaults)
    except TokenValidationError:
        raise UsageProblem(
            _("BOT_TOKEN is not a token: it looks like 1234567890:AAE… and has no spaces.")
        ) from None

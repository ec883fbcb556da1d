"""Small things many tests of the Bot API need."""

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import ClientSession

from bot.sandbox.server import SandboxServer

__all__ = ["keys", "raw"]


def keys(*captions: str) -> InlineKeyboardMarkup:
    """Return one row of inline buttons."""
    row = [InlineKeyboardButton(text=caption, callback_data=caption) for caption in captions]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def raw(server: SandboxServer, method: str, **send: Any) -> tuple[int, dict[str, Any]]:
    """Call a method without aiogram; return status and body."""
    token = send.pop("token", server.telegram.token)
    async with (
        ClientSession() as session,
        session.post(f"{server.url}/bot{token}/{method}", **send) as response,
    ):
        return response.status, await response.json()

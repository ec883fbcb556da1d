"""The bot writes without HTTP, for tests about people."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.formatted import format_typed
from bot.sandbox.model import Message
from bot.sandbox.person import SandboxUser

__all__ = ["inline", "last_update", "say"]


def say(
    telegram: Telegram, user: SandboxUser, text: str, markup: dict[str, Any] | None = None
) -> Message:
    """Let the bot write, without HTTP."""
    chat = telegram.chats[user.user_id]
    return posting.post_from_bot(telegram, chat, body=format_typed(text), reply_markup=markup)


def inline(*rows: Sequence[str]) -> dict[str, Any]:
    """Return inline buttons whose data are their captions."""
    return {"inline_keyboard": [[{"text": c, "callback_data": c} for c in row] for row in rows]}


async def last_update(telegram: Telegram) -> dict[str, Any]:
    """Return the newest update, with everything before it confirmed."""
    return (await telegram.updates.fetch(offset=-1))[0]

"""What no other route has taken: an unknown word, a button nobody knows any more."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.screens.errors import not_understood, out_of_date
from handlers.show import Answer, Say, Toast

__all__ = ["router"]


def router() -> Router:
    """Return the last routes of all."""
    made = Router(name="fallback")
    made.message.register(unknown)
    made.callback_query.register(stale)
    return made


async def unknown(_message: Message) -> Answer:
    """Say so, and offer the menu."""
    return Say(not_understood())


async def stale(_query: CallbackQuery) -> Answer:
    """Answer a button of a screen that no longer exists with the menu; the screen stays."""
    return (Toast(), Say(out_of_date()))

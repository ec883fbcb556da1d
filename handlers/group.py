"""A group chat: one sentence when the bot is brought in or called, and nothing else, ever."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.filters import IN_GROUP, IN_GROUP_PRESS
from handlers.screens.group import only_in_private
from handlers.show import Answer, Say, Toast

__all__ = ["router"]

_PRESENT = {"member", "administrator", "restricted"}


def router() -> Router:
    """Return the routes that come before all others: nothing of a group gets past them."""
    made = Router(name="group")
    made.my_chat_member.register(membership, IN_GROUP)
    made.message.register(called, IN_GROUP, F.text.startswith("/"))
    made.message.register(overheard, IN_GROUP)
    made.callback_query.register(pressed, IN_GROUP_PRESS)
    return made


async def membership(event: ChatMemberUpdated) -> Answer:
    """Say the sentence when the bot has come in; changes of its rights are no news."""
    was_present = event.old_chat_member.status in _PRESENT
    is_present = event.new_chat_member.status in _PRESENT
    return Say(only_in_private()) if is_present and not was_present else None


async def called(_message: Message) -> Answer:
    """Say the sentence when somebody tries a command."""
    return Say(only_in_private())


async def overheard(_message: Message) -> Answer:
    """Keep silent: people talk to each other."""
    return None


async def pressed(_query: CallbackQuery) -> Answer:
    """Say the sentence to whoever pressed a forwarded button."""
    return Toast(only_in_private().text, is_alert=True)

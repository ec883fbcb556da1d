"""A private chat opened, blocked or unblocked: all that Telegram tells about reachability."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from handlers.filters import PRIVATE
from handlers.show import Answer
from handlers.where import Where
from services.outbox.reachability import ReachabilityService

__all__ = ["router"]


def router() -> Router:
    """Return the routes."""
    made = Router(name="membership")
    made.my_chat_member.register(changed, PRIVATE)
    return made


async def changed(
    event: ChatMemberUpdated, where: Where, reachability: ReachabilityService
) -> Answer:
    """Remember whether the person can be written to; a word about it would reach nobody."""
    person = {"bot_id": where.bot_id, "telegram_user_id": where.telegram_user_id}
    if event.new_chat_member.status == "member":
        await reachability.back(**person)
    else:
        await reachability.lost(**person)
    return None

"""Bot API methods that only look: at files, chats and their members."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.message_json import account_json, chat_json, file_json
from bot.sandbox.methods.call import ApiCall, Handler
from bot.sandbox.posting import reachable_chat

__all__ = ["HANDLERS"]


async def _get_file(call: ApiCall) -> object:
    file = call.telegram.files.find(call.params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file_json(file)


async def _get_chat(call: ApiCall) -> object:
    chat = reachable_chat(call.telegram, call.params.get("chat_id"))
    return {
        **chat_json(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def _get_chat_member(call: ApiCall) -> object:
    chat = reachable_chat(call.telegram, call.params.get("chat_id"))
    user_id = call.params.get("user_id")
    if user_id == call.telegram.bot.user_id:
        return {"user": account_json(call.telegram.bot), "status": chat.bot_status}
    member = chat.members.get(user_id) if isinstance(user_id, int) else None
    if member is None:
        raise bad_request("member not found")
    founder = next(iter(chat.members.values()))
    status = "creator" if member is founder and not chat.is_private else "member"
    result: dict[str, Any] = {"user": account_json(member), "status": status}
    if status == "creator":
        result["is_anonymous"] = False
    return result


async def _get_chat_member_count(call: ApiCall) -> object:
    return len(reachable_chat(call.telegram, call.params.get("chat_id")).members) + 1


async def _leave_chat(call: ApiCall) -> object:
    chat = reachable_chat(call.telegram, call.params.get("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    call.telegram.tell_bot_about_membership(
        chat, call.telegram.bot, old_status=chat.bot_status, new_status="left"
    )
    return True


HANDLERS: dict[str, Handler] = {
    "getFile": _get_file,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "getChatMemberCount": _get_chat_member_count,
    "leaveChat": _leave_chat,
}

"""Bot API methods that change, remove or answer something that is there already."""

from bot.sandbox.errors import bad_request, unsupported
from bot.sandbox.methods.call import ApiCall, Handler
from bot.sandbox.methods.sending import rich_content
from bot.sandbox.model import Chat, Message
from bot.sandbox.posting import answer_press, change, delete, editable, find_chat, reachable_chat

__all__ = ["HANDLERS"]


def _target(call: ApiCall) -> tuple[Chat, Message]:
    if "chat_id" not in call.params:
        raise bad_request("chat_id is empty")
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    return chat, editable(call.telegram, chat, call.params["message_id"])


async def _edit_text(call: ApiCall) -> object:
    is_rich = "rich_message" in call.params
    rich = rich_content(call.params["rich_message"]) if is_rich else None
    body = None if is_rich else call.text()
    chat, message = _target(call)
    if message.has_media or message.contact is not None:
        raise bad_request("there is no text in the message to edit")
    call.take(chat, is_edit=True)
    markup = call.reply_markup(chat)
    changed = change(call.telegram, message, reply_markup=markup, body=body, rich=rich)
    return call.telegram.message_json(changed)


async def _edit_caption(call: ApiCall) -> object:
    body = call.caption()
    chat, message = _target(call)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    call.take(chat, is_edit=True)
    changed = change(call.telegram, message, reply_markup=call.reply_markup(chat), body=body)
    return call.telegram.message_json(changed)


async def _edit_media(call: ApiCall) -> object:
    medium = call.params["media"]
    if medium["type"] not in {"photo", "document"}:
        raise unsupported(f"a message of type {medium['type']}")
    body = call.caption(medium)
    chat, message = _target(call)
    is_photo = medium["type"] == "photo"
    file = call.file(medium["media"], is_photo=is_photo)
    call.take(chat, is_edit=True)
    changed = change(
        call.telegram,
        message,
        reply_markup=call.reply_markup(chat),
        body=body,
        photo=file if is_photo else None,
        document=None if is_photo else file,
    )
    return call.telegram.message_json(changed)


async def _edit_reply_markup(call: ApiCall) -> object:
    chat, message = _target(call)
    call.take(chat, is_edit=True)
    changed = change(call.telegram, message, reply_markup=call.reply_markup(chat))
    return call.telegram.message_json(changed)


async def _delete_message(call: ApiCall) -> object:
    delete(
        call.telegram,
        find_chat(call.telegram, call.params.get("chat_id")),
        call.params["message_id"],
    )
    return True


async def _delete_messages(call: ApiCall) -> object:
    chat = find_chat(call.telegram, call.params.get("chat_id"))
    # Those that are gone already are skipped; deleteMessage alone complains about them.
    for message_id in call.params["message_ids"]:
        if message_id in chat.messages:
            delete(call.telegram, chat, message_id)
    return True


async def _answer_callback_query(call: ApiCall) -> object:
    answer_press(
        call.telegram,
        call.params["callback_query_id"],
        text=call.params.get("text"),
        is_alert=bool(call.params.get("show_alert")),
    )
    return True


async def _set_reaction(call: ApiCall) -> object:
    chat = reachable_chat(call.telegram, call.params.get("chat_id"))
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reactions = call.params.get("reaction") or []
    if any(reaction["type"] != "emoji" for reaction in reactions) or len(reactions) > 1:
        raise bad_request("REACTION_INVALID")
    message.reaction = reactions[0]["emoji"] if reactions else None
    call.telegram.touch(message)
    return True


HANDLERS: dict[str, Handler] = {
    "editMessageText": _edit_text,
    "editMessageCaption": _edit_caption,
    "editMessageMedia": _edit_media,
    "editMessageReplyMarkup": _edit_reply_markup,
    "deleteMessage": _delete_message,
    "deleteMessages": _delete_messages,
    "answerCallbackQuery": _answer_callback_query,
    "setMessageReaction": _set_reaction,
}

"""Bot API methods that put something new into a chat."""

from typing import Any

from bot.sandbox.changes import Change
from bot.sandbox.errors import bad_request, unsupported
from bot.sandbox.formatted import Formatted
from bot.sandbox.methods.call import ApiCall, Handler
from bot.sandbox.model import Chat, Contact, Message
from bot.sandbox.posting import find_chat, post_from_bot, reachable_chat
from bot.sandbox.rich_markup import RichContent, parse_rich_html

__all__ = ["HANDLERS", "rich_content"]

_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"}
    | {"upload_document", "choose_sticker", "find_location"}
    | {"record_video_note", "upload_video_note"}
)


def rich_content(rich_message: dict[str, Any]) -> RichContent:
    """Read the content of a rich message, which must be HTML here."""
    if sum(name in rich_message for name in ("html", "markdown", "blocks")) != 1:
        raise bad_request("exactly one of html, markdown, and blocks must be specified")
    if "html" not in rich_message:
        raise unsupported("a rich message of Markdown or blocks")
    return parse_rich_html(rich_message["html"])


def _post(call: ApiCall, chat: Chat, **content: object) -> Message:
    reply_to = call.reply_to(chat)
    reply_markup = call.reply_markup(chat)
    call.take(chat)
    return post_from_bot(
        call.telegram,
        chat,
        reply_to=reply_to,
        reply_markup=reply_markup,
        **call.flags(),
        **content,
    )


async def _send_message(call: ApiCall) -> object:
    body = call.text()
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    return call.telegram.message_json(_post(call, chat, body=body))


async def _send_rich_message(call: ApiCall) -> object:
    rich = rich_content(call.params["rich_message"])
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    return call.telegram.message_json(_post(call, chat, rich=rich))


async def _send_photo(call: ApiCall) -> object:
    body = call.caption()
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    photo = call.file(call.params["photo"], is_photo=True)
    return call.telegram.message_json(_post(call, chat, body=body, photo=photo))


async def _send_document(call: ApiCall) -> object:
    body = call.caption()
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    document = call.file(call.params["document"], is_photo=False)
    return call.telegram.message_json(_post(call, chat, body=body, document=document))


async def _send_contact(call: ApiCall) -> object:
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    owner = call.telegram.account_with_phone(call.params["phone_number"])
    contact = Contact(
        phone_number=call.params["phone_number"],
        first_name=call.params["first_name"],
        last_name=call.params.get("last_name"),
        user_id=None if owner is None else owner.user_id,
    )
    return call.telegram.message_json(_post(call, chat, contact=contact))


async def _send_media_group(call: ApiCall) -> object:
    telegram = call.telegram
    media: list[dict[str, Any]] = call.params["media"]
    kinds = {medium["type"] for medium in media}
    if not kinds <= {"photo", "document"}:
        raise unsupported(f"an album of {', '.join(sorted(kinds))}")
    if len(kinds) > 1:
        raise bad_request("documents can't be mixed with other media types in an album")
    captions = [call.caption(medium) for medium in media]
    chat = reachable_chat(telegram, call.params["chat_id"])
    is_photo = kinds == {"photo"}
    files = [call.file(medium["media"], is_photo=is_photo) for medium in media]
    reply_to = call.reply_to(chat)
    call.take(chat, count=len(media))
    group = telegram.next_media_group_id()
    posted = [
        post_from_bot(
            telegram,
            chat,
            body=caption,
            photo=file if is_photo else None,
            document=None if is_photo else file,
            media_group_id=group,
            reply_to=reply_to,
            **call.flags(),
        )
        for caption, file in zip(captions, files, strict=True)
    ]
    return [telegram.message_json(message) for message in posted]


def _source(call: ApiCall, action: str) -> Message:
    chat = find_chat(call.telegram, call.params["from_chat_id"])
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise bad_request(f"message to {action} not found")
    if message.is_protected or message.service:
        raise bad_request(f"message can't be {'copied' if action == 'copy' else 'forwarded'}")
    return message


def _content(message: Message, body: Formatted) -> dict[str, object]:
    return {
        "body": body,
        "document": message.document,
        "photo": message.photo,
        "contact": message.contact,
        "rich": message.rich,
    }


async def _copy_message(call: ApiCall) -> object:
    source = _source(call, "copy")
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    new_caption = source.has_media and "caption" in call.params
    body = call.caption() if new_caption else source.body
    return {"message_id": _post(call, chat, **_content(source, body)).message_id}


async def _forward_message(call: ApiCall) -> object:
    source = _source(call, "forward")
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    origin = source.forwarded_from or source.sender
    message = _post(
        call,
        chat,
        forwarded_from=origin,
        forwarded_at=source.forwarded_at or source.sent_at,
        **_content(source, source.body),
    )
    return call.telegram.message_json(message)


async def _send_chat_action(call: ApiCall) -> object:
    if call.params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = reachable_chat(call.telegram, call.params["chat_id"])
    call.telegram.changes.publish(Change("action", chat_id=chat.chat_id))
    return True


HANDLERS: dict[str, Handler] = {
    "sendMessage": _send_message,
    "sendRichMessage": _send_rich_message,
    "sendPhoto": _send_photo,
    "sendDocument": _send_document,
    "sendContact": _send_contact,
    "sendMediaGroup": _send_media_group,
    "copyMessage": _copy_message,
    "forwardMessage": _forward_message,
    "sendChatAction": _send_chat_action,
}

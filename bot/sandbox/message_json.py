"""Writes accounts, chats and messages as the Bot API does."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.model import Account, Chat, Contact, Message, StoredFile

__all__ = ["account_json", "chat_json", "file_json", "inaccessible_json", "message_json"]

Lookup = Callable[[int], Account | None]


def _present(**fields: object) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def account_json(account: Account) -> dict[str, Any]:
    """Return a User; a phone number is never part of it."""
    return _present(
        id=account.user_id,
        is_bot=account.is_bot,
        first_name=account.first_name,
        last_name=account.last_name,
        username=account.username,
        language_code=account.language_code,
    )


def chat_json(chat: Chat) -> dict[str, Any]:
    """Return a Chat: the person's names for a private one, the title for a group."""
    if not chat.is_private:
        return _present(id=chat.chat_id, type=chat.kind, title=chat.title)
    person = chat.members[chat.chat_id]
    return _present(
        id=chat.chat_id,
        type="private",
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
    )


def file_json(file: StoredFile) -> dict[str, Any]:
    """Return a File, ready to be downloaded by its path."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def inaccessible_json(chat: Chat, message_id: int) -> dict[str, Any]:
    """Return what stands for a message that was deleted: its numbers and a date of zero."""
    return {"chat": chat_json(chat), "message_id": message_id, "date": 0}


def message_json(message: Message, chat: Chat, find_account: Lookup) -> dict[str, Any]:
    """Return a Message with the message it answers, one level deep."""
    result = _bare(message, chat, find_account)
    if message.reply_to is not None and message.reply_to in chat.messages:
        result["reply_to_message"] = _bare(chat.messages[message.reply_to], chat, find_account)
    return result


def _bare(message: Message, chat: Chat, find_account: Lookup) -> dict[str, Any]:
    result = {
        "message_id": message.message_id,
        "from": account_json(message.sender),
        "chat": chat_json(chat),
        "date": int(message.sent_at.timestamp()),
    }
    if message.edited_at is not None:
        result["edit_date"] = int(message.edited_at.timestamp())
    if message.forwarded_from is not None and message.forwarded_at is not None:
        result["forward_origin"] = {
            "type": "user",
            "sender_user": account_json(message.forwarded_from),
            "date": int(message.forwarded_at.timestamp()),
        }
    result.update(_content(message, find_account))
    if message.media_group_id is not None:
        result["media_group_id"] = message.media_group_id
    if message.is_protected:
        result["has_protected_content"] = True
    # A reply keyboard belongs to the input field: Telegram gives back only inline buttons.
    if message.reply_markup is not None and "inline_keyboard" in message.reply_markup:
        result["reply_markup"] = message.reply_markup
    return result


def _content(message: Message, find_account: Lookup) -> dict[str, Any]:
    result: dict[str, Any] = dict(message.service)
    words, entities = (
        ("caption", "caption_entities") if message.has_media else ("text", "entities")
    )
    if message.body.text:
        result[words] = message.body.text
    if message.body.entities:
        written = [_entity(entity, find_account) for entity in message.body.entities]
        result[entities] = [entity for entity in written if entity is not None]
    if message.document is not None:
        result["document"] = {
            "file_id": message.document.file_id,
            "file_unique_id": message.document.unique_id,
            "file_name": message.document.name,
            "mime_type": message.document.mime_type,
            "file_size": len(message.document.content),
        }
    if message.photo is not None:
        result["photo"] = _photo_sizes(message.photo)
    if message.contact is not None:
        result["contact"] = _contact(message.contact)
    if message.rich is not None:
        result["rich_message"] = {"blocks": message.rich.blocks}
    return result


def _entity(entity: dict[str, Any], find_account: Lookup) -> dict[str, Any] | None:
    if entity["type"] != "text_mention":
        return entity
    account = find_account(entity["user_id"])
    if account is None:
        return None
    written = {key: value for key, value in entity.items() if key != "user_id"}
    return {**written, "user": account_json(account)}


def _photo_sizes(photo: StoredFile) -> list[dict[str, Any]]:
    width, height = photo.size or (320, 240)
    return [
        {
            "file_id": photo.file_id,
            "file_unique_id": photo.unique_id,
            "width": width,
            "height": height,
            "file_size": len(photo.content),
        }
    ]


def _contact(contact: Contact) -> dict[str, Any]:
    return _present(
        phone_number=contact.phone_number,
        first_name=contact.first_name,
        last_name=contact.last_name,
        user_id=contact.user_id,
    )

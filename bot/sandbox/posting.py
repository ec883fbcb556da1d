"""Putting messages into chats, changing and removing them, with Telegram's refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.changes import Change
from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.model import NOTHING_WRITTEN, Message

if TYPE_CHECKING:
    from bot.sandbox.chats import Telegram
    from bot.sandbox.formatted import Formatted
    from bot.sandbox.model import Account, Chat, Contact, StoredFile
    from bot.sandbox.rich_markup import RichContent

__all__ = [
    "answer_press",
    "change",
    "delete",
    "editable",
    "find_chat",
    "post_from_bot",
    "post_from_person",
    "reachable_chat",
]

# Telegram: a message can be deleted by a bot for 48 hours; editing its own has no such end.
DELETABLE_FOR = timedelta(hours=48)


def find_chat(telegram: Telegram, chat_id: object) -> Chat:
    """Return the chat with this id, which may come as a number in a string."""
    try:
        number = int(str(chat_id))
    except ValueError:
        raise bad_request("chat not found") from None
    chat = telegram.chats.get(number)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def reachable_chat(telegram: Telegram, chat_id: object) -> Chat:
    """Return the chat if the bot may write to it now.

    Raises:
        TelegramRefusal: unknown or never started, blocked, deleted, thrown out, upgraded.
    """
    chat = find_chat(telegram, chat_id)
    if chat.upgraded_to is not None:
        raise bad_request(
            "group chat was upgraded to a supergroup chat",
            parameters={"migrate_to_chat_id": chat.upgraded_to},
        )
    if chat.is_private:
        if chat.members[chat.chat_id].is_deactivated:
            raise forbidden("user is deactivated")
        if not chat.is_started:
            if _is_known_from_group(telegram, chat.chat_id):
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        if chat.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
    elif chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    elif chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def _is_known_from_group(telegram: Telegram, user_id: int) -> bool:
    return any(
        user_id in chat.members
        for chat in telegram.chats.values()
        if not chat.is_private and chat.bot_status == "member"
    )


def post_from_bot(
    telegram: Telegram,
    chat: Chat,
    *,
    reply_markup: dict[str, Any] | None = None,
    **content: Any,
) -> Message:
    """Add a message of the bot and let its keyboard take the place of the last one."""
    message = Message(
        message_id=chat.next_message_id(),
        chat_id=chat.chat_id,
        sender=telegram.bot,
        sent_at=telegram.clock.now(),
        reply_markup=reply_markup,
        **content,
    )
    if reply_markup is not None and "keyboard" in reply_markup:
        chat.keyboard, chat.keyboard_message_id = reply_markup, message.message_id
    elif reply_markup is not None and reply_markup.get("remove_keyboard"):
        chat.keyboard = None
    return telegram.add_message(message)


def post_from_person(
    telegram: Telegram,
    chat: Chat,
    sender: Account,
    *,
    body: Formatted = NOTHING_WRITTEN,
    document: StoredFile | None = None,
    photo: StoredFile | None = None,
    contact: Contact | None = None,
    reply_to: int | None = None,
    forwarded_from: Account | None = None,
) -> Message:
    """Add a person's message and tell the bot, if bots get to see it."""
    now = telegram.clock.now()
    if chat.is_private:
        chat.is_started = True
    message = Message(
        message_id=chat.next_message_id(),
        chat_id=chat.chat_id,
        sender=sender,
        sent_at=now,
        body=body,
        document=document,
        photo=photo,
        contact=contact,
        reply_to=reply_to if reply_to in chat.messages else None,
        forwarded_from=forwarded_from,
        forwarded_at=now if forwarded_from is not None else None,
    )
    telegram.add_message(message)
    if chat.is_private or _is_visible_in_group(telegram, chat, message):
        telegram.tell_bot("message", chat, telegram.message_json(message))
    return message


def _is_visible_in_group(telegram: Telegram, chat: Chat, message: Message) -> bool:
    """Privacy mode, which is on by default: a bot sees commands and answers to itself."""
    if chat.bot_status != "member":
        return False
    if message.reply_to is not None and chat.messages[message.reply_to].sender is telegram.bot:
        return True
    for entity in message.body.entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, _, addressee = message.body.text[: entity["length"]].partition("@")
            return addressee in {"", telegram.bot.username}
    return False


def editable(telegram: Telegram, chat: Chat, message_id: int) -> Message:
    """Return the bot's message that is to be edited.

    Raises:
        TelegramRefusal: it is gone, somebody else's, or was sent with a reply keyboard.
    """
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not telegram.bot or message.was_sent_with_other_markup:
        raise bad_request("message can't be edited")
    return message


def change(
    telegram: Telegram,
    message: Message,
    *,
    reply_markup: dict[str, Any] | None,
    body: Formatted | None = None,
    rich: RichContent | None = None,
    **media: StoredFile | None,
) -> Message:
    """Give *message* new content and buttons; without a markup the buttons go.

    Raises:
        TelegramRefusal: nothing would change.
    """
    buttons = reply_markup if reply_markup and reply_markup.get("inline_keyboard") else None
    new_body = body if body is not None else message.body
    new_rich = None if body is not None else rich or message.rich
    before = (message.body, message.rich, message.reply_markup, message.document, message.photo)
    document = media.get("document") if media else message.document
    photo = media.get("photo") if media else message.photo
    if before == (new_body, new_rich, buttons, document, photo):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    content_changed = before[:2] != (new_body, new_rich) or before[3:] != (document, photo)
    message.body, message.rich, message.reply_markup = new_body, new_rich, buttons
    message.document, message.photo = document, photo
    # Telegram shows «edited» for new words, not for new buttons alone.
    if content_changed:
        message.edited_at = telegram.clock.now()
    telegram.touch(message)
    return message


def delete(telegram: Telegram, chat: Chat, message_id: int) -> None:
    """Delete a message of the last 48 hours.

    Raises:
        TelegramRefusal: it is gone or too old.
    """
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.clock.now() - message.sent_at > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    telegram.remove_message(chat, message_id)


def answer_press(telegram: Telegram, query_id: str, *, text: str | None, is_alert: bool) -> None:
    """Answer a press once, while the person still looks at it.

    Raises:
        TelegramRefusal: unknown, answered before, or too old.
    """
    press = telegram.presses.get(query_id)
    too_late = (
        press is None
        or press.is_answered
        or telegram.clock.now() - press.pressed_at > telegram.press_lifetime
    )
    if press is None or too_late:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.is_answered = True
    press.answer_text = text or None
    press.is_alert = is_alert
    telegram.changes.publish(
        Change(
            "answered",
            chat_id=press.chat_id,
            message_id=press.message_id,
            query_id=query_id,
        )
    )

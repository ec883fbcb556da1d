"""Telegram's sizes as plain data, checked after and apart from aiogram's own classes.

aiogram checks none of them, and the same classes on both sides of the wire would hide each
other's faults; so this list knows methods and fields only by name. Texts and captions are
measured after their markup was read, in UTF-16 code units.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import TelegramRefusal, bad_request
from bot.sandbox.formatted import Formatted
from bot.sandbox.utf16 import utf16_length

__all__ = [
    "FIELD_LIMITS",
    "LONGEST_CAPTION",
    "LONGEST_MESSAGE",
    "REQUIRED_FIELDS",
    "check_caption",
    "check_fields",
    "check_required",
    "check_text",
    "check_upload",
]

LONGEST_MESSAGE = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_BUTTONS_IN_ROW = 8
MOST_BUTTONS = 100
LARGEST_CALLBACK_DATA = 64
LONGEST_COPY_TEXT = 256
LONGEST_PLACEHOLDER = 64
BUTTON_STYLES = frozenset({"danger", "success", "primary"})
# Formatting counts as an entity; what Telegram detects by itself (a link, a command) does not.
_DETECTED = frozenset({"bot_command", "email", "hashtag", "mention", "phone_number", "url"})
_BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)

# What each method cannot do without, with the words Telegram finds when it is missing.
REQUIRED_FIELDS: dict[str, dict[str, str]] = {
    "sendMessage": {"chat_id": "chat_id is empty", "text": "message text is empty"},
    "sendPhoto": {"chat_id": "chat_id is empty", "photo": "there is no photo in the request"},
    "sendDocument": {
        "chat_id": "chat_id is empty",
        "document": "there is no document in the request",
    },
    "sendMediaGroup": {
        "chat_id": "chat_id is empty",
        "media": "parameter media is required",
    },
    "sendContact": {
        "chat_id": "chat_id is empty",
        "phone_number": "phone number is empty",
        "first_name": "first name is empty",
    },
    "sendRichMessage": {
        "chat_id": "chat_id is empty",
        "rich_message": "parameter rich_message is required",
    },
    "sendChatAction": {
        "chat_id": "chat_id is empty",
        "action": "wrong parameter action in request",
    },
    "copyMessage": {
        "chat_id": "chat_id is empty",
        "from_chat_id": "from_chat_id is empty",
        "message_id": "message identifier is not specified",
    },
    "forwardMessage": {
        "chat_id": "chat_id is empty",
        "from_chat_id": "from_chat_id is empty",
        "message_id": "message identifier is not specified",
    },
    "editMessageText": {"message_id": "message identifier is not specified"},
    "editMessageCaption": {"message_id": "message identifier is not specified"},
    "editMessageMedia": {
        "message_id": "message identifier is not specified",
        "media": "parameter media is required",
    },
    "editMessageReplyMarkup": {"message_id": "message identifier is not specified"},
    "deleteMessage": {"message_id": "message identifier is not specified"},
    "deleteMessages": {"message_ids": "message identifiers are not specified"},
    "answerCallbackQuery": {"callback_query_id": "parameter callback_query_id is required"},
    "getFile": {"file_id": "file_id not specified"},
    "setMyCommands": {"commands": "parameter commands is required"},
}


@dataclass(frozen=True, slots=True)
class FieldLimit:
    """One size: which field (`list[].field` looks into a list), how measured, how large."""

    method: str
    path: str
    measure: str
    smallest: int
    largest: int
    refusal: str


FIELD_LIMITS: tuple[FieldLimit, ...] = (
    FieldLimit("answerCallbackQuery", "text", "characters", 0, 200, "MESSAGE_TOO_LONG"),
    FieldLimit("sendMediaGroup", "media", "count", 2, 10, "wrong number of messages in the album"),
    FieldLimit("deleteMessages", "message_ids", "count", 1, 100, "too many message identifiers"),
    FieldLimit("setMyCommands", "commands", "count", 0, 100, "BOT_COMMANDS_TOO_MUCH"),
    FieldLimit("setMyCommands", "commands[].command", "command", 1, 32, "BOT_COMMAND_INVALID"),
    FieldLimit(
        "setMyCommands",
        "commands[].description",
        "characters",
        1,
        256,
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    FieldLimit("setMyName", "name", "characters", 0, 64, "BOT_TITLE_INVALID"),
    FieldLimit("setMyDescription", "description", "characters", 0, 512, "BOT_DESCRIPTION_INVALID"),
    FieldLimit(
        "setMyShortDescription", "short_description", "characters", 0, 120, "BOT_ABOUT_INVALID"
    ),
    FieldLimit("setWebhook", "secret_token", "secret", 1, 256, "secret token is invalid"),
    FieldLimit("setWebhook", "max_connections", "value", 1, 100, "max_connections is invalid"),
)

_COMMAND = re.compile(r"[a-z0-9_]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]+")


def check_required(method: str, given: Collection[str]) -> None:
    """Check that *given*, the names of non-empty parameters, has all that *method* needs.

    Raises:
        TelegramRefusal: one is missing.
    """
    for name, refusal in REQUIRED_FIELDS.get(method, {}).items():
        if name not in given:
            raise bad_request(refusal)


def check_fields(method: str, params: dict[str, Any]) -> None:
    """Check every size in *params* that is known without reading any markup.

    Raises:
        TelegramRefusal: one is exceeded.
    """
    for limit in FIELD_LIMITS:
        if limit.method == method:
            for value in _values(params, limit.path):
                if not _fits(value, limit):
                    raise bad_request(limit.refusal)
    if isinstance(params.get("reply_markup"), dict):
        _check_markup(params["reply_markup"])


def check_text(text: Formatted) -> None:
    """Check a message's text: 1 to 4096 code units, at most 100 entities."""
    if not text.text:
        raise bad_request("message text is empty")
    if text.length > LONGEST_MESSAGE:
        raise bad_request("message is too long")
    _check_entities(text)


def check_caption(caption: Formatted) -> None:
    """Check a caption: up to 1024 code units, at most 100 entities."""
    if caption.length > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    _check_entities(caption)


def check_upload(size: int, *, is_photo: bool) -> None:
    """Check an uploaded file: 50 MB, a picture 10 MB."""
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > (LARGEST_PHOTO if is_photo else LARGEST_UPLOAD):
        raise TelegramRefusal(413, "Request Entity Too Large")


def _check_entities(text: Formatted) -> None:
    written = [entity for entity in text.entities if entity["type"] not in _DETECTED]
    if len(written) > MOST_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")


def _values(params: dict[str, Any], path: str) -> Iterator[Any]:
    head, separator, tail = path.partition("[].")
    value = params.get(head)
    if value is None:
        return
    if separator:
        for item in value:
            yield from _values(item, tail)
    else:
        yield value


def _fits(value: Any, limit: FieldLimit) -> bool:
    match limit.measure:
        case "value":
            size = value
        case "count":
            size = len(value)
        case _:
            size = utf16_length(value)
    if limit.measure == "command" and not _COMMAND.fullmatch(value):
        return False
    if limit.measure == "secret" and not _SECRET.fullmatch(value):
        return False
    return bool(limit.smallest <= size <= limit.largest)


def _check_markup(markup: dict[str, Any]) -> None:
    if "inline_keyboard" in markup:
        rows = markup["inline_keyboard"]
        if any(len(row) > MOST_BUTTONS_IN_ROW for row in rows):
            raise bad_request("reply markup is too long")
        if sum(len(row) for row in rows) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        for row in rows:
            for button in row:
                _check_inline_button(button)
    for row in markup.get("keyboard", ()):
        for button in row:
            if not (button if isinstance(button, str) else button["text"]).strip():
                raise bad_request("keyboard button text must be non-empty")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= utf16_length(placeholder) <= LONGEST_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")


def _check_inline_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    actions = [name for name in _BUTTON_ACTIONS if button.get(name) is not None]
    if len(actions) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= LARGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= utf16_length(copied["text"]) <= LONGEST_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not re.match(r"(https?|tg)://\S+|[\w.-]+\.[a-z]{2,}", url):
        raise bad_request(
            f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol"
        )
    style = button.get("style")
    if style is not None and style not in BUTTON_STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")

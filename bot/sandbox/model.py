"""What the sandbox remembers: accounts, chats, messages, files, button presses, calls."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.formatted import Formatted
from bot.sandbox.rich_markup import RichContent

__all__ = ["Account", "Call", "Chat", "Contact", "Message", "Press", "StoredFile"]

NOTHING_WRITTEN = Formatted(text="")


@dataclass(slots=True)
class Account:
    """A Telegram account: a person's, or the bot's own."""

    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_deactivated: bool = False

    @property
    def full_name(self) -> str:
        """The name people see over the chat."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a document or a picture, and the names Telegram gives it."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A visiting card as it arrives: the account behind the number may be unknown."""

    phone_number: str
    first_name: str
    last_name: str | None = None
    user_id: int | None = None


@dataclass(slots=True)
class Message:
    """One message of a chat; *changed* is the number of the change that touched it last."""

    message_id: int
    chat_id: int
    sender: Account
    sent_at: datetime
    changed: int = 0
    edited_at: datetime | None = None
    body: Formatted = NOTHING_WRITTEN
    document: StoredFile | None = None
    photo: StoredFile | None = None
    contact: Contact | None = None
    rich: RichContent | None = None
    reply_markup: dict[str, Any] | None = None
    reply_to: int | None = None
    forwarded_from: Account | None = None
    forwarded_at: datetime | None = None
    media_group_id: str | None = None
    is_silent: bool = False
    is_protected: bool = False
    reaction: str | None = None
    service: dict[str, Any] = field(default_factory=dict)

    @property
    def plain_text(self) -> str:
        """The words of the message, whatever kind it is."""
        return self.rich.plain if self.rich is not None else self.body.text

    @property
    def has_media(self) -> bool:
        """Whether the words are a caption and not a text."""
        return self.document is not None or self.photo is not None

    @property
    def inline_rows(self) -> list[list[dict[str, Any]]]:
        """The rows of inline buttons under the message."""
        rows: list[list[dict[str, Any]]] = (self.reply_markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def was_sent_with_other_markup(self) -> bool:
        """Whether it carried a reply keyboard or its removal: Telegram lets no one edit those."""
        return self.reply_markup is not None and "inline_keyboard" not in self.reply_markup


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the person's) or a group."""

    chat_id: int
    kind: str
    title: str | None = None
    members: dict[int, Account] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    is_started: bool = False
    bot_status: str = "member"
    upgraded_to: int | None = None
    keyboard: dict[str, Any] | None = None
    keyboard_message_id: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.kind == "private"

    def next_message_id(self) -> int:
        """Take the next number; a deleted message never gives its number back."""
        self.last_message_id += 1
        return self.last_message_id


@dataclass(slots=True)
class Press:
    """One press of an inline button, answered by the bot once or never."""

    query_id: str
    account: Account
    chat_id: int
    message_id: int
    data: str
    pressed_at: datetime
    is_answered: bool = False
    answer_text: str | None = None
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot as the sandbox saw it: an entry of the transcript."""

    method: str
    params: dict[str, Any]
    at: datetime
    outcome: str
    fault: str | None = None

    @property
    def is_ok(self) -> bool:
        """Whether Telegram did what it was asked for."""
        return self.outcome == "ok"

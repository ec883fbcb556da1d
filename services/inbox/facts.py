"""What the inbox takes in and hands out; a payload means something to the channel only."""

from dataclasses import dataclass
from typing import Any

__all__ = ["ChatKey", "InboxItem", "NewUpdate"]


@dataclass(frozen=True, slots=True, order=True)
class ChatKey:
    """A chat of one of our bots: what is handled one update at a time."""

    bot_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """An update as it was received."""

    chat: ChatKey
    update_id: int
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class InboxItem:
    """An update whose turn has come; *attempts* have failed before."""

    id: int
    chat: ChatKey
    update_id: int
    payload: dict[str, Any]
    attempts: int

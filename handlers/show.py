"""What a handler returns instead of calling Telegram; the dispatcher shows it after commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.outgoing import OutgoingMessage

__all__ = ["Answer", "Delete", "Edit", "Say", "Show", "Toast", "request_cards"]


@dataclass(frozen=True, slots=True)
class Say:
    """Send a new message to the chat the update came from."""

    message: OutgoingMessage


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the message whose button was pressed; where that is not possible, send a new one."""

    message: OutgoingMessage


@dataclass(frozen=True, slots=True)
class Toast:
    """Answer the press itself: a line at the top, or a box to close when *is_alert*."""

    text: str = ""
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete the message the update came with: a document with personal data, after reading."""


Show = Say | Edit | Toast | Delete
Answer = Show | Sequence[Show] | None


def request_cards(cards: Sequence[OutgoingMessage], *, none: OutgoingMessage) -> Answer:
    """Answer the press that asks for requests: a card each, or that there are none."""
    if not cards:
        return (Toast(), Edit(none))
    return (Toast(), *map(Say, cards))

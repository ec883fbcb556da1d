"""A message as a person will see it, whatever channel carries it: text, buttons, attachments."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "Attachment",
    "Button",
    "ContactRequest",
    "Drawing",
    "OutgoingMessage",
    "RemoveReplyKeyboard",
    "StoredAttachment",
]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: *data* comes back when it is pressed.

    *url* opens instead; *copies* is put where the person can paste it from, and nobody is told.
    """

    caption: str
    data: str = ""
    url: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A keyboard with one button that shares the person's own phone number."""

    caption: str


@dataclass(frozen=True, slots=True)
class RemoveReplyKeyboard:
    """Take away the keyboard that an earlier message showed."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a message; pictures are shown, other files offered."""

    file_name: str
    content: bytes
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file the channel keeps already, under its id."""

    file_id: str
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is drawn when it is sent: a typst template, and the data it shows."""

    file_name: str
    template: Path
    data: Mapping[str, Any]
    is_picture: bool = True


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message. *text* is HTML already escaped by ``handlers/screens/formatting``.

    *rich*: the same with native tables, made by ``handlers/screens/tables``; it goes in place of
    *text* to accounts that have said they see one. Empty: there is only one form.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: ContactRequest | RemoveReplyKeyboard | None = None
    attachment: Attachment | StoredAttachment | Drawing | None = None
    is_silent: bool = False
    is_protected: bool = False
    rich: str = ""

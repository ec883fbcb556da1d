"""What stands on a person's screen: snapshots of messages that do not change any more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.errors import CannotDo
from bot.sandbox.model import Contact, Message, StoredFile

__all__ = ["Button", "ScreenMessage", "snapshot"]

# What a button does is told by the one field it has beside its caption.
_KINDS = ("callback_data", "url", "copy_text", "web_app", "disabled")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its caption and what it does."""

    caption: str
    kind: str
    data: str | None = None
    url: str | None = None
    copied: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """A message as the person sees it at one moment."""

    message_id: int
    chat_id: int
    from_bot: bool
    text: str
    entities: tuple[dict[str, Any], ...]
    buttons: tuple[tuple[Button, ...], ...]
    reply_to: int | None
    edited: bool
    silent: bool
    protected: bool
    date: datetime
    document: StoredFile | None
    photo: StoredFile | None
    contact: Contact | None
    rich_html: str | None
    reaction: str | None
    changed: int

    @property
    def captions(self) -> list[str]:
        """The captions of all inline buttons, row by row."""
        return [button.caption for row in self.buttons for button in row]

    def has_button(self, caption: str) -> bool:
        """Whether a button's caption begins with *caption*."""
        return any(found.startswith(caption) for found in self.captions)

    def button(self, caption: str) -> Button:
        """Return the first button whose caption begins with *caption*.

        Raises:
            CannotDo: there is none; the error lists those there are.
        """
        for row in self.buttons:
            for button in row:
                if button.caption.startswith(caption):
                    return button
        raise CannotDo(f"no button «{caption}» under the message, only {self.captions}")


def snapshot(message: Message) -> ScreenMessage:
    """Return how *message* looks now."""
    inside = [] if message.rich is None else message.rich.button_rows
    rows = [*inside, *message.inline_rows]
    return ScreenMessage(
        message_id=message.message_id,
        chat_id=message.chat_id,
        from_bot=message.sender.is_bot,
        text=message.plain_text,
        entities=message.body.entities,
        buttons=tuple(tuple(_button(button) for button in row) for row in rows),
        reply_to=message.reply_to,
        edited=message.edited_at is not None,
        silent=message.is_silent,
        protected=message.is_protected,
        date=message.sent_at,
        document=message.document,
        photo=message.photo,
        contact=message.contact,
        rich_html=None if message.rich is None else message.rich.html,
        reaction=message.reaction,
        changed=message.changed,
    )


def _button(button: dict[str, Any]) -> Button:
    return Button(
        caption=button["text"],
        kind=next((kind for kind in _KINDS if kind in button), "other"),
        data=button.get("callback_data"),
        url=button.get("url"),
        copied=button.get("copy_text", {}).get("text"),
        style=button.get("style"),
    )

"""Telegram as a channel: one call for one message, and what became of it.

It neither paces nor repeats: delivery and answers ask the pacer first and decide what follows.
"""

from dataclasses import replace
from typing import Any

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.methods import (
    DeleteMessage,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, Message
from structlog import get_logger

from bot.telegram import sizes
from bot.telegram.outcomes import SEND_FAILURES, outcome_of
from bot.telegram.wire import QuickCalls
from services.outbox.ports import Accepted, OurFault, SendOutcome, TokenRefused
from services.outgoing import (
    Attachment,
    Button,
    ContactRequest,
    Drawing,
    OutgoingMessage,
    RemoveReplyKeyboard,
    StoredAttachment,
)
from services.typesetting import typeset_png

__all__ = ["TelegramSender"]

_log = get_logger(__name__)

_Fields = dict[str, Any]
_NO_PREVIEW = {"is_disabled": True}


class TelegramSender:
    """Sends, edits and deletes messages of one bot."""

    def __init__(self, bot: Bot, *, is_paid: bool = False) -> None:
        """Send as *bot*; *is_paid*: above the free limit, at Telegram's price."""
        self._bot = bot
        self._quick = QuickCalls(bot)
        self._is_paid = is_paid

    def fits(self, message: OutgoingMessage) -> bool:
        """Whether Telegram takes the message's text as one message."""
        return sizes.fits(message)

    def parts(self, message: OutgoingMessage) -> tuple[OutgoingMessage, ...]:
        """Return the message as several that fit, usually itself; each is sent for itself."""
        return sizes.parts_of(message)

    async def send(
        self,
        *,
        chat_id: int,
        message: OutgoingMessage,
        reply_to: int | None = None,
        is_plain: bool = False,
    ) -> SendOutcome:
        """Send one message, as an answer to *reply_to* where that still exists.

        *is_plain*: without markup and buttons, the last try of a message Telegram refused. A
        picture whose text is too long to stand below it goes before it; where a picture cannot be
        drawn, its text goes alone.
        """
        message = await _drawn(message)
        if message.attachment is not None and not sizes.fits(message):
            picture, *texts = sizes.parts_of(message)
            picture = replace(picture, is_silent=True)  # the text behind it may ring
            outcome = await self._send(chat_id, picture, reply_to=reply_to, is_plain=is_plain)
            for text in texts:
                if not isinstance(outcome, Accepted | OurFault):
                    break
                outcome = await self._send(chat_id, text, reply_to=None, is_plain=is_plain)
            return outcome
        return await self._send(chat_id, message, reply_to=reply_to, is_plain=is_plain)

    async def _send(
        self, chat_id: int, message: OutgoingMessage, *, reply_to: int | None, is_plain: bool
    ) -> SendOutcome:
        fault = None if is_plain else sizes.fault_of(message)
        if fault is not None:
            return OurFault(fault)
        fields = self._fields(chat_id, message, reply_to=reply_to, is_plain=is_plain)
        if message.rich and not is_plain:
            del fields["text"], fields["parse_mode"]
            outcome = await self._call(
                SendRichMessage, fields | {"rich_message": {"html": message.rich}}
            )
            # A server older than tables answers a method it does not know as a wrong token.
            return OurFault("no_tables") if isinstance(outcome, TokenRefused) else outcome
        attachment = message.attachment
        if attachment is None or isinstance(attachment, Drawing):
            return await self._call(SendMessage, fields | {"link_preview_options": _NO_PREVIEW})
        fields["caption"] = fields.pop("text") or None
        file = _file(attachment)
        if attachment.is_picture:
            return await self._upload(SendPhoto.model_validate(fields | {"photo": file}))
        return await self._upload(SendDocument.model_validate(fields | {"document": file}))

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Replace text and buttons of a message of the bot; makes no sound."""
        fault = sizes.fault_of(message)
        if fault is not None:
            return OurFault(fault)
        fields: _Fields = {
            "chat_id": chat_id,
            "message_id": message_id,
        }
        if message.rich:
            fields["rich_message"] = {"html": message.rich}
        else:
            fields |= {
                "text": message.text,
                "parse_mode": ParseMode.HTML,
                "link_preview_options": _NO_PREVIEW,
            }
        if message.buttons:
            fields["reply_markup"] = _inline(message.buttons)
        return await self._call(EditMessageText, fields)

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Take a message away for both sides."""
        return await self._call(DeleteMessage, {"chat_id": chat_id, "message_id": message_id})

    def _fields(
        self, chat_id: int, message: OutgoingMessage, *, reply_to: int | None, is_plain: bool
    ) -> _Fields:
        """Return what every kind of message has; what is not wanted is left out."""
        fields: _Fields = {"chat_id": chat_id}
        if is_plain:
            fields |= {"text": sizes.plain_text(message.text), "parse_mode": None}
        else:
            fields |= {"text": message.text, "parse_mode": ParseMode.HTML}
            if markup := _markup(message):
                fields["reply_markup"] = markup
        if message.is_silent:
            fields["disable_notification"] = True
        if message.is_protected:
            fields["protect_content"] = True
        if self._is_paid:
            fields["allow_paid_broadcast"] = True
        if reply_to is not None:
            fields["reply_parameters"] = {
                "message_id": reply_to,
                "allow_sending_without_reply": True,
            }
        return fields

    async def _call(self, method: type[TelegramMethod[Any]], fields: _Fields) -> SendOutcome:
        try:
            result = await self._quick.call(method, fields)
        except SEND_FAILURES as error:
            return outcome_of(error)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return Accepted(message_id if isinstance(message_id, int) else None)

    async def _upload(self, method: TelegramMethod[Message]) -> SendOutcome:
        try:
            result = await self._bot(method)
        except SEND_FAILURES as error:
            return outcome_of(error)
        return Accepted(result.message_id)


async def _drawn(message: OutgoingMessage) -> OutgoingMessage:
    """Return the message with its picture drawn, in a thread; without it where that fails."""
    drawing = message.attachment
    if not isinstance(drawing, Drawing):
        return message
    try:
        content = await typeset_png(drawing.template, drawing.data)
    except Exception:  # noqa: BLE001  # a summary without its picture is still a summary
        _log.exception("a picture was not drawn", template=drawing.template.name)
        return replace(message, attachment=None)
    return replace(message, attachment=Attachment(drawing.file_name, content, is_picture=True))


def _file(attachment: Attachment | StoredAttachment) -> BufferedInputFile | str:
    if isinstance(attachment, StoredAttachment):
        return attachment.file_id
    return BufferedInputFile(attachment.content, filename=attachment.file_name)


def _markup(message: OutgoingMessage) -> _Fields | None:
    match message.keyboard:
        case ContactRequest(caption):
            return {
                "keyboard": [[{"text": caption, "request_contact": True}]],
                "resize_keyboard": True,
                "one_time_keyboard": True,
            }
        case RemoveReplyKeyboard():
            return {"remove_keyboard": True}
        case None:
            return _inline(message.buttons) if message.buttons else None


def _inline(rows: tuple[tuple[Button, ...], ...]) -> _Fields:
    return {"inline_keyboard": [[_button(one) for one in row] for row in rows]}


def _button(button: Button) -> _Fields:
    if button.url:
        return {"text": button.caption, "url": button.url}
    if button.copies:
        return {"text": button.caption, "copy_text": {"text": button.copies}}
    return {"text": button.caption, "callback_data": button.data}

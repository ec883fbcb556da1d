"""Telegram as a channel: one call for one message, and what became of it.

It neither paces nor repeats: delivery and answers ask the pacer first and decide what follows.
"""

from typing import Any

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.methods import (
    DeleteMessage,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.telegram import sizes
from bot.telegram.outcomes import SEND_FAILURES, outcome_of
from services.outbox.ports import Accepted, OurFault, SendOutcome
from services.outgoing import (
    Attachment,
    Button,
    ContactRequest,
    OutgoingMessage,
    RemoveReplyKeyboard,
    StoredAttachment,
)

__all__ = ["TelegramSender"]

_Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class TelegramSender:
    """Sends, edits and deletes messages of one bot."""

    def __init__(self, bot: Bot, *, is_paid: bool = False) -> None:
        """Send as *bot*; *is_paid*: above the free limit, at Telegram's price."""
        self._bot = bot
        # Left out of the request where it is not wanted.
        self._is_paid = True if is_paid else None

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

        *is_plain*: without markup and buttons, the last try of a message Telegram refused.
        """
        fault = None if is_plain else sizes.fault_of(message)
        if fault is not None:
            return OurFault(fault)
        method = self._method(chat_id, message, reply_to=reply_to, is_plain=is_plain)
        return await self._call(method)

    async def edit(
        self, *, chat_id: int, message_id: int, message: OutgoingMessage
    ) -> SendOutcome:
        """Replace text and buttons of a message of the bot; makes no sound."""
        fault = sizes.fault_of(message)
        if fault is not None:
            return OurFault(fault)
        method = EditMessageText(
            chat_id=chat_id,
            message_id=message_id,
            text=message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_inline(message.buttons),
        )
        return await self._call(method)

    async def delete(self, *, chat_id: int, message_id: int) -> SendOutcome:
        """Take a message away for both sides."""
        return await self._call(DeleteMessage(chat_id=chat_id, message_id=message_id))

    def _method(
        self, chat_id: int, message: OutgoingMessage, *, reply_to: int | None, is_plain: bool
    ) -> TelegramMethod[Message]:
        text = sizes.plain_text(message.text) if is_plain else message.text
        parse_mode = None if is_plain else ParseMode.HTML
        markup = None if is_plain else _markup(message)
        reply = _reply(reply_to)
        attachment = message.attachment
        if attachment is None:
            return SendMessage(
                chat_id=chat_id,
                text=text,
                parse_mode=parse_mode,
                disable_notification=message.is_silent or None,
                protect_content=message.is_protected or None,
                allow_paid_broadcast=self._is_paid,
                reply_parameters=reply,
                reply_markup=markup,
            )
        file = _file(attachment)
        if attachment.is_picture:
            return SendPhoto(
                chat_id=chat_id,
                photo=file,
                caption=text or None,
                parse_mode=parse_mode,
                disable_notification=message.is_silent or None,
                protect_content=message.is_protected or None,
                allow_paid_broadcast=self._is_paid,
                reply_parameters=reply,
                reply_markup=markup,
            )
        return SendDocument(
            chat_id=chat_id,
            document=file,
            caption=text or None,
            parse_mode=parse_mode,
            disable_notification=message.is_silent or None,
            protect_content=message.is_protected or None,
            allow_paid_broadcast=self._is_paid,
            reply_parameters=reply,
            reply_markup=markup,
        )

    async def _call(self, method: TelegramMethod[Any]) -> SendOutcome:
        try:
            result = await self._bot(method)
        except SEND_FAILURES as error:
            return outcome_of(error)
        return Accepted(result.message_id if isinstance(result, Message) else None)


def _file(attachment: Attachment | StoredAttachment) -> BufferedInputFile | str:
    if isinstance(attachment, StoredAttachment):
        return attachment.file_id
    return BufferedInputFile(attachment.content, filename=attachment.file_name)


def _markup(message: OutgoingMessage) -> _Markup | None:
    match message.keyboard:
        case ContactRequest(caption):
            return ReplyKeyboardMarkup(
                keyboard=[[KeyboardButton(text=caption, request_contact=True)]],
                resize_keyboard=True,
                one_time_keyboard=True,
            )
        case RemoveReplyKeyboard():
            return ReplyKeyboardRemove(remove_keyboard=True)
        case None:
            return _inline(message.buttons)


def _inline(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(one) for one in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.caption, url=button.url)
    return InlineKeyboardButton(text=button.caption, callback_data=button.data)


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)

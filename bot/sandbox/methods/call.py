"""One call of the Bot API on its way through the sandbox, and what all methods need of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.api_request import Upload
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import bad_request
from bot.sandbox.formatted import Formatted, format_outgoing
from bot.sandbox.limits import check_caption, check_text, check_upload
from bot.sandbox.model import Chat, StoredFile
from bot.sandbox.rates import RateModel

__all__ = ["ApiCall", "Handler"]


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A call whose parameters are of the right kinds and sizes."""

    telegram: Telegram
    rates: RateModel
    params: dict[str, Any]
    uploads: dict[str, Upload]

    def take(self, chat: Chat, *, count: int = 1, is_edit: bool = False) -> None:
        """Take the right to send *count* messages to *chat* from the rate model."""
        self.rates.take(chat.chat_id, is_private=chat.is_private, count=count, is_edit=is_edit)

    def text(self) -> Formatted:
        """Return the text parameter, parsed and measured."""
        formatted = format_outgoing(
            self.params.get("text", ""),
            parse_mode=self.params.get("parse_mode"),
            entities=self.params.get("entities"),
        )
        check_text(formatted)
        return formatted

    def caption(self, params: dict[str, Any] | None = None) -> Formatted:
        """Return the caption of the call, or of one medium of it."""
        params = self.params if params is None else params
        formatted = format_outgoing(
            params.get("caption", ""),
            parse_mode=params.get("parse_mode"),
            entities=params.get("caption_entities"),
        )
        check_caption(formatted)
        return formatted

    def file(self, reference: str, *, is_photo: bool) -> StoredFile:
        """Return the uploaded file, or the earlier one, that *reference* names.

        Raises:
            TelegramRefusal: there is none, it is too large, or it is no picture where one must be.
        """
        files = self.telegram.files
        if reference.startswith("attach://"):
            upload = self.uploads.get(reference.removeprefix("attach://"))
            if upload is None:
                raise bad_request(f"can't find file {reference!r} in the request")
            check_upload(len(upload.content), is_photo=is_photo)
            if is_photo:
                return files.add_photo(upload.content)
            return files.add_document(upload.name, upload.content)
        found = files.find(reference)
        if found is not None and (found.size is not None) == is_photo:
            return found
        if found is not None:
            wanted, got = ("Photo", "Document") if is_photo else ("Document", "Photo")
            raise bad_request(f"can't use file of type {got} as {wanted}")
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        raise bad_request("wrong file identifier/HTTP URL specified")

    def reply_to(self, chat: Chat) -> int | None:
        """Return the id of the message this one answers, if it may and does.

        Raises:
            TelegramRefusal: that message is gone and sending without it was not allowed.
        """
        parameters = self.params.get("reply_parameters") or {
            "message_id": self.params.get("reply_to_message_id"),
            "allow_sending_without_reply": self.params.get("allow_sending_without_reply"),
        }
        message_id = parameters.get("message_id")
        if message_id is None:
            return None
        if message_id not in chat.messages:
            if parameters.get("allow_sending_without_reply"):
                return None
            raise bad_request("message to be replied not found")
        return int(message_id)

    def reply_markup(self, chat: Chat) -> dict[str, Any] | None:
        """Return the keyboard to show under the message or under the input field."""
        markup: dict[str, Any] | None = self.params.get("reply_markup")
        if markup is None:
            return None
        if not chat.is_private and any(
            isinstance(button, dict) and button.get("request_contact")
            for row in markup.get("keyboard", ())
            for button in row
        ):
            raise bad_request("phone number can be requested in private chats only")
        if markup.get("inline_keyboard") == [] or markup.get("inline_keyboard") == [[]]:
            return None
        return markup

    def flags(self) -> dict[str, Any]:
        """Return whether the message is silent, and whether it may be passed on."""
        return {
            "is_silent": bool(self.params.get("disable_notification")),
            "is_protected": bool(self.params.get("protect_content")),
        }


Handler = Callable[[ApiCall], Awaitable[object]]

"""A person with a phone: what they see, type, press and share, in tests and on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox import posting
from bot.sandbox.changes import Change
from bot.sandbox.errors import CannotDo
from bot.sandbox.formatted import format_typed
from bot.sandbox.limits import LONGEST_MESSAGE
from bot.sandbox.message_json import account_json, inaccessible_json
from bot.sandbox.model import NOTHING_WRITTEN, Chat, Contact, Message, Press, StoredFile
from bot.sandbox.person_screen import PersonScreen, key_caption
from bot.sandbox.pressing import PressedButton
from bot.sandbox.screen import Button, ScreenMessage, snapshot
from bot.sandbox.utf16 import utf16_length

if TYPE_CHECKING:
    from bot.sandbox.formatted import Formatted
    from bot.sandbox.group import SandboxGroup

__all__ = ["SandboxUser"]

_START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FIRST_QUERY = 4_200_000_000_000_000


class SandboxUser(PersonScreen):
    """One account's owner; every method is what a hand can do, nothing a hand cannot.

    Made by Telegram.add_user.
    """

    # --- writing ------------------------------------------------------------------------------

    async def send(
        self,
        text: str,
        *,
        reply_to: ScreenMessage | None = None,
        chat: SandboxGroup | None = None,
        forwarded_from: SandboxUser | None = None,
    ) -> ScreenMessage:
        """Type and send *text*; like every client, cut it into messages of 4096."""
        parts = _parts(text.strip())
        if not parts:
            raise CannotDo("an empty message cannot be sent")
        for part in parts:
            message = self._write(
                chat,
                body=format_typed(part),
                reply_to=None if reply_to is None else reply_to.message_id,
                forwarded_from=forwarded_from,
            )
        return snapshot(message)

    async def open_link(self, code: str) -> ScreenMessage:
        """Follow https://t.me/<bot>?start=*code* and press Start (which ends a block)."""
        if not _START_PAYLOAD.fullmatch(code):
            raise CannotDo(f"Telegram ignores the start parameter {code!r}: 1-64 of A-Za-z0-9_-")
        if self.has_blocked:
            await self.unblock()
        return await self.send(f"/start {code}")

    async def edit(self, message: ScreenMessage, text: str) -> ScreenMessage:
        """Change one of one's own messages."""
        chat = self._telegram.chats[message.chat_id]
        own = self._own(chat, message)
        own.body = format_typed(text)
        own.edited_at = self._telegram.clock.now()
        self._telegram.touch(own)
        self._acted = own.changed
        self._telegram.tell_bot("edited_message", chat, self._telegram.message_json(own))
        return snapshot(own)

    async def delete(self, message: ScreenMessage) -> None:
        """Delete a message for both sides; bots are not told."""
        self._telegram.remove_message(self._telegram.chats[message.chat_id], message.message_id)

    async def send_document(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        chat: SandboxGroup | None = None,
    ) -> ScreenMessage:
        """Attach a file."""
        document = self._telegram.files.add_document(name, content)
        return snapshot(self._write(chat, body=format_typed(caption), document=document))

    async def send_photo(
        self, content: bytes, caption: str = "", *, chat: SandboxGroup | None = None
    ) -> ScreenMessage:
        """Attach a picture."""
        photo = self._telegram.files.add_photo(content)
        return snapshot(self._write(chat, body=format_typed(caption), photo=photo))

    async def share_contact(
        self,
        phone: str | None = None,
        user_id: int | None = None,
        *,
        first_name: str | None = None,
        forwarded_from: SandboxUser | None = None,
    ) -> ScreenMessage:
        """Send a visiting card: one's own, or any other from the address book.

        With a *phone* the account behind the number is filled in as Telegram's server does it,
        or left out when nobody has that number; *user_id* claims one by force.
        """
        own = phone is None and user_id is None and first_name is None
        owner = self.account if own else self._telegram.account_with_phone(phone or "")
        number = phone if phone is not None else self.account.phone
        if number is None:
            raise CannotDo("the account has no phone number")
        claimed = user_id if user_id is not None else owner.user_id if owner else None
        contact = Contact(
            phone_number=number,
            first_name=first_name or (owner or self.account).first_name,
            last_name=owner.last_name if owner is not None and first_name is None else None,
            user_id=claimed,
        )
        return snapshot(self._write(contact=contact, forwarded_from=forwarded_from))

    # --- pressing -----------------------------------------------------------------------------

    async def press(self, caption: str, *, message: ScreenMessage | None = None) -> PressedButton:
        """Press the inline button whose caption begins with *caption*.

        Without a *message* it is the newest one that has such a button. With one it is pressed
        as it stood there, even if the bot has changed or deleted the message since: a thumb may
        be quicker than an edit. Nothing waits for the bot; two presses may be under way at once.
        """
        self._must_be_able()
        if message is None:
            message = self._newest_with(caption)
        return self.press_button(message.button(caption), message)

    def press_button(self, button: Button, message: ScreenMessage) -> PressedButton:
        """Press this very *button* of *message*."""
        self._must_be_able()
        if button.kind != "callback_data" or button.data is None:
            raise CannotDo(
                f"«{button.caption}» is a button of the kind {button.kind}, not one to press"
            )
        telegram = self._telegram
        chat = telegram.chats[message.chat_id]
        press = Press(
            query_id=str(_FIRST_QUERY + len(telegram.presses)),
            account=self.account,
            chat_id=chat.chat_id,
            message_id=message.message_id,
            data=button.data,
            pressed_at=telegram.clock.now(),
        )
        telegram.presses[press.query_id] = press
        current = chat.messages.get(message.message_id)
        payload = {
            "id": press.query_id,
            "from": account_json(self.account),
            "message": inaccessible_json(chat, message.message_id)
            if current is None
            else telegram.message_json(current),
            "chat_instance": str(-chat.chat_id),
            "data": button.data,
        }
        change = Change("pressed", chat_id=chat.chat_id, query_id=press.query_id)
        self._acted = telegram.changes.publish(change)
        telegram.tell_bot("callback_query", chat, payload)
        return PressedButton(telegram=telegram, press=press)

    async def tap_reply_button(self, caption: str) -> ScreenMessage:
        """Tap the keyboard under the input field: it sends its words, or one's own contact."""
        keyboard, shown_by = self._chat.keyboard, self._chat.keyboard_message_id
        rows = [] if keyboard is None else keyboard["keyboard"]
        for button in (button for row in rows for button in row):
            if not key_caption(button).startswith(caption):
                continue
            if keyboard is not None and keyboard.get("one_time_keyboard"):
                self._chat.keyboard = None
            if isinstance(button, dict) and button.get("request_contact"):
                contact = Contact(
                    phone_number=self.account.phone or "",
                    first_name=self.account.first_name,
                    last_name=self.account.last_name,
                    user_id=self.user_id,
                )
                # Clients send the contact as an answer to the message with the keyboard.
                return snapshot(self._write(contact=contact, reply_to=shown_by))
            return snapshot(self._write(body=format_typed(key_caption(button))))
        raise CannotDo(f"no key «{caption}», only {self.reply_keyboard}")

    # --- coming and going ---------------------------------------------------------------------

    async def block(self) -> None:
        """Block the bot; it hears of it, and cannot write any more."""
        if not self._chat.is_started or self.has_blocked:
            raise CannotDo("there is nothing to block")
        self._change_membership("kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        if not self.has_blocked:
            raise CannotDo("the bot is not blocked")
        self._change_membership("member")

    def deactivate(self) -> None:
        """Delete the account; the bot is not told before it tries to write."""
        self.account.is_deactivated = True
        self.account.first_name = ""
        self._telegram.changes.publish(Change("person", chat_id=self.user_id))

    # --- inside -------------------------------------------------------------------------------

    def _write(
        self,
        group: SandboxGroup | None = None,
        *,
        body: Formatted = NOTHING_WRITTEN,
        document: StoredFile | None = None,
        photo: StoredFile | None = None,
        contact: Contact | None = None,
        reply_to: int | None = None,
        forwarded_from: SandboxUser | None = None,
    ) -> Message:
        self._must_be_able()
        message = posting.post_from_person(
            self._telegram,
            self._chat if group is None else group.chat,
            self.account,
            body=body,
            document=document,
            photo=photo,
            contact=contact,
            reply_to=reply_to,
            forwarded_from=None if forwarded_from is None else forwarded_from.account,
        )
        self._acted = message.changed
        return message

    def _must_be_able(self) -> None:
        if self.account.is_deactivated:
            raise CannotDo("the account is deleted")
        if self.has_blocked:
            raise CannotDo("the bot is blocked: unblock it first")

    def _own(self, chat: Chat, message: ScreenMessage) -> Message:
        found = chat.messages.get(message.message_id)
        if found is None or found.sender is not self.account:
            raise CannotDo("only one's own messages can be changed")
        return found

    def _newest_with(self, caption: str) -> ScreenMessage:
        for message in reversed(self.messages):
            if message.from_bot and message.has_button(caption):
                return message
        offered = [found for message in self.messages for found in message.captions]
        raise CannotDo(f"no button «{caption}» on the screen, only {offered}")

    def _change_membership(self, status: str) -> None:
        self._telegram.tell_bot_about_membership(
            self._chat, self.account, old_status=self._chat.bot_status, new_status=status
        )
        self._acted = self._telegram.changes.revision


def _parts(text: str) -> list[str]:
    """Cut at line ends where possible, never in the middle of a character."""
    parts: list[str] = []
    while text:
        part = text[:LONGEST_MESSAGE]
        while utf16_length(part) > LONGEST_MESSAGE:
            part = part[:-1]
        line_end = part.rfind("\n")
        if len(part) < len(text) and line_end > 0:
            part = part[:line_end]
        parts.append(part.rstrip())
        text = text[len(part) :].strip()
    return parts
